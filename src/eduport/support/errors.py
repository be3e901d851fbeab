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


class WrongPinError(DomainError):
    """The caller did not show who they are. Says the same whatever is wrong."""

    message = _(
        "Login and PIN do not belong together, or this person may not report faults. "
        "Please ask for the PIN again; it changes at midnight."
    )


class TooManyPinsError(DomainError):
    """Somebody is guessing."""

    message = _(
        "There were too many wrong PINs for this person today. Please call back at "
        "the school's number."
    )


class AnsweredMeanwhileError(DomainError):
    """Two people answered at the same time."""

    message = _(
        "Somebody else wrote in this ticket while you were writing. Please read it; "
        "your text is still here, send it again if it still fits."
    )


class NoSuchTicketError(DomainError):
    """There is no such report to merge with."""

    message = _("There is no other open report #%(number)s.")


class IncidentIsOverError(DomainError):
    """Nobody has to be told any more."""

    message = _("This incident is over. If it still does not work, please report it.")
