"""Why the log about a person is not read."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class NoOfficerError(DomainError):
    """Nobody would hear of it."""

    message = _(
        "No data protection officer is set who would hear of this. Please have "
        "`data_protection_mail` set first."
    )


class OwnInquiryError(DomainError):
    """Four eyes are not two."""

    message = _(
        "Whoever asked does not decide. Please have somebody else of the central team "
        "decide."
    )


class AboutOneselfError(DomainError):
    """Nobody looks into, or decides about, the own entries."""

    message = _(
        "The entries are about you. Please have two others of the central team do this."
    )


class AlreadyDecidedError(DomainError):
    """A decision stands."""

    message = _("This was decided already. Please look at the page again.")


class UnknownPersonError(DomainError):
    """Nobody has the login that was typed."""

    message = _("There is nobody with this login. Please check how it is written.")
