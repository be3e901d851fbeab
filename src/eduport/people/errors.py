"""What cannot be done to schools, groups and school years, in sentences."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class SyncedGroupError(DomainError):
    """A source only touches its own rows, and so do people."""

    message = _(
        "“%(group)s” comes from %(source)s and is changed there. You can add members."
    )


class BuiltInGroupError(DomainError):
    """Built-in groups follow from the affiliations."""

    message = _(
        "“%(group)s” is part of every school. Its members follow from their roles."
    )


class NotOfTheSchoolError(DomainError):
    """Members of a group belong to its school."""

    message = _("%(person)s does not belong to %(school)s and cannot be added.")


class SyncedMemberError(DomainError):
    """A source only touches its own rows."""

    message = _("%(person)s comes from the sync and can only be taken out there.")


class PupilsDoNotLeadError(DomainError):
    """Who leads a group may change it, and pupils never administer."""

    message = _("%(person)s is a pupil. Groups are led by staff.")


class ContainsItselfError(DomainError):
    """Groups contain groups, but never themselves."""

    message = _(
        "“%(child)s” cannot be put into “%(group)s”: the group would contain itself."
    )


class AddressTakenError(DomainError):
    """An address of a group is given once."""

    message = _("The address %(address)s is taken. Please choose another one.")


class AddressReservedError(DomainError):
    """Some names belong to offices and mail servers."""

    message = _("The address %(address)s is reserved. Please choose another one.")


class NoAddressError(DomainError):
    """An address has letters."""

    message = _("“%(name)s” gives no address: letters a to z or digits are needed.")


class YearNeededError(DomainError):
    """Classes and courses are bound to a school year."""

    message = _("Classes and courses are bound to a school year. Please say which.")


class YearNotNeededError(DomainError):
    """Teams and departments are permanent."""

    message = _("This kind of group is permanent. Please leave the year out.")


class GradeNotNeededError(DomainError):
    """Only pupils are in a grade."""

    message = _("Only pupils belong to a grade. Please leave it out.")


class DecidedOtherwiseError(DomainError):
    """The page that was confirmed shows what is no longer so."""

    message = _(
        "The classes have changed since this page was shown. Please look at them again."
    )


class UndoTooLateError(DomainError):
    """Some of it is gone for good."""

    message = _("This can no longer be undone: the time for it is over.")


class LaterRolloverError(DomainError):
    """A later decision rests on this one."""

    message = _(
        "Some of these classes already went on into another year. Undo that first."
    )


class NoSuccessorYetError(DomainError):
    """Classes of a source go on as what the source brings."""

    message = _("“%(group)s” goes on when %(source)s brings the class of the new year.")


class NoMailAddressError(DomainError):
    """Mail to it would reach nobody."""

    message = _("“%(address)s” is no mail address.")
