"""Refusals of `sso`."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class UnsafeAddressError(DomainError):
    """An address of a service is not one that tokens may be sent to."""

    message = _(
        "The address %(address)s cannot be used. It must be complete, begin with "
        "https:// and have no fragment."
    )


class UnknownScopeError(DomainError):
    """A service asks for something we do not have."""

    message = _("There is no such scope or claim: %(names)s.")


class AppExistsError(DomainError):
    """The short name is taken."""

    message = _("There is already a service with the short name %(slug)s.")


class InvalidTokenError(Exception):
    """A signed token is not one of ours, or was changed."""


class UnreadableKeyError(Exception):
    """A signing key cannot be decrypted: the secret key was changed."""
