"""Why something is refused to another system, or about one."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class TokenLastsTooLongError(DomainError):
    """Forgotten keys open doors for years."""

    message = _("A token lasts %(days)d days at most. Please choose an earlier day.")


class NoScopeError(DomainError):
    """It would open nothing."""

    message = _("Please choose what the token opens.")


class UnknownNetworkError(DomainError):
    """It cannot be read as a network."""

    message = _("“%(network)s” is no network. Please write it as 192.0.2.0/24.")


class TokenRefusedError(DomainError):
    """Says the same whatever is wrong with it."""

    message = _("The token is unknown, expired or revoked, or not valid from here.")


class TooManyRequestsError(DomainError):
    """More than the agreed number in a minute."""

    message = _("Too many requests. Please try again in %(seconds)d seconds.")


class KeyUsedOtherwiseError(DomainError):
    """The same key, but something else was asked."""

    message = _(
        "This Idempotency-Key belongs to another request. Please use a new one."
    )


class NotEntitledError(DomainError):
    """Says the same for whom there is not: nobody learns who has an account."""

    message = _("“%(reporter)s” may not report faults, or not for this school.")


class SchoolNeededError(DomainError):
    """It could be any of several."""

    message = _("This person may report for several schools. Please name one.")


class NoSuchComponentError(DomainError):
    """It is not in the catalogue, or out of service."""

    message = _("There is no component “%(slug)s” in service.")


class StartsInTheFutureError(DomainError):
    """Nobody reports what is still to come."""

    message = _("“started_at” lies in the future.")


class NoSuchIncidentError(DomainError):
    """Unknown, or over."""

    message = _("There is no such open incident.")


class NoSuchAgentError(DomainError):
    """Not, or no longer, of the desk."""

    message = _("This person is not of the service desk.")


class NoSuchSchoolError(DomainError):
    """Unknown, or closed."""

    message = _("There is no school with the code %(code)s.")


class NoSuchRoleError(DomainError):
    """Nobody has it."""

    message = _("There is no role “%(role)s”.")


class UnsafeAddressError(DomainError):
    """It would go out unencrypted, or with a password in it."""

    message = _(
        "This address cannot be used. It has to begin with https:// and hold neither "
        "a name and password nor a # sign."
    )


class NoEventError(DomainError):
    """It would be told nothing."""

    message = _("Please choose what the system is told.")
