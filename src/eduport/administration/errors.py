"""Refusals around handouts and moves, each with the sentence that people read."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class NobodyIncludedError(DomainError):
    message = _("None of the people you selected can get anything.")


class TooManyPeopleError(DomainError):
    """So many cannot be handed out with care, and would not fit into memory."""

    message = _(
        "At most %(limit)d people at a time. Filter by school or class, or select "
        "fewer people."
    )


class HandoutGoneError(DomainError):
    """It was fetched, cancelled, or its time is over."""

    message = _("This file can no longer be fetched.")


class OtherBrowserError(DomainError):
    """The key is not here: another browser, or its cookies were deleted."""

    message = _(
        "Only the browser with which you asked for it can open this file. If you no "
        "longer have it, cancel here and ask again: nothing has changed for anybody."
    )


class SeveralSchoolsError(DomainError):
    """Two schools agree on a change, not three."""

    message = _(
        "Please select people of one school only. Filter the list by school first."
    )


class TrainingMissingError(DomainError):
    """The authority wants school admins to be trained first."""

    message = _(
        "%(person)s has not completed the course for school admins. Please book it "
        "first; its dates stand in the catalogue of training."
    )
    field = "role"
