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


class UnknownPlaceholderError(DomainError):
    """A template would be sent with a hole in it."""

    field = "text"
    message = _("Nothing is put into %(name)s. Known are: %(known)s")


class RefusedFileError(DomainError):
    """A file that is not kept. Nothing of what was sent with it is lost."""

    field = "attachments"


class UnknownFileError(RefusedFileError):
    """It is none of the kinds that we can look into."""

    message = _(
        "“%(name)s” cannot be sent. Pictures (PNG, JPEG, WebP, GIF), PDF and plain "
        "text (.txt, .log) can. Please choose the files again."
    )


class EmptyFileError(RefusedFileError):
    """There is nothing in it."""

    message = _("“%(name)s” is empty. Please choose the files again.")


class FileTooLargeError(RefusedFileError):
    """It is larger than is kept."""

    message = _(
        "“%(name)s” is too large: at most %(limit)s MB are allowed. Please choose the "
        "files again."
    )


class BrokenPictureError(RefusedFileError):
    """It begins as a picture, and cannot be drawn."""

    message = _(
        "“%(name)s” cannot be read as a picture, or has too many pixels. Please take a "
        "new one, such as a picture of the screen, and choose the files again."
    )


class TooManyFilesError(RefusedFileError):
    """More than anybody needs to describe a fault."""

    message = _(
        "At most %(limit)s files can be sent at a time. Please choose the most telling."
    )


class TicketIsFullError(RefusedFileError):
    """All files of a ticket together are too large."""

    message = _(
        "The files of this ticket would be larger than %(limit)s MB together. Please "
        "send fewer, or smaller ones."
    )


class NoSuchReplyAddressError(DomainError):
    """A mail to an address that we never wrote, or too long ago."""

    message = _(
        "This address does not exist, or not any more. Please answer in the portal."
    )


class TooMuchMailError(DomainError):
    """Somebody sends as if to fill the disk."""

    message = _("Too much mail came to this address. Please try again in an hour.")


class NothingToTakeError(DomainError):
    """A held mail that cannot become an answer."""

    message = _(
        "This mail cannot be taken over: there are no words in it, or the person has "
        "no part in the ticket any more. You can download it, or throw it away."
    )
