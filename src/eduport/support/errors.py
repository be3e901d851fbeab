"""Why something about questions and fault reports is refused."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class NoContactError(DomainError):
    """Nobody would read it."""

    message = _(
        "%(school)s has not named anybody for this yet. Please ask at the school "
        "office."
    )


class TicketIsClosedError(DomainError):
    """It is over for good."""

    message = _("This conversation is closed. Please ask anew; you may refer to it.")


class TooLateToReopenError(DomainError):
    """It was solved too long ago."""

    message = _(
        "This was solved more than %(days)d days ago. Please ask anew; you may refer "
        "to it."
    )
