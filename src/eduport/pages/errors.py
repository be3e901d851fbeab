"""What `pages` refuses, in sentences."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class ShippedTextError(DomainError):
    """A text that comes with the software cannot be read."""

    message = _("The text %(name)s cannot be read: %(problem)s.")


class NothingOfferedError(DomainError):
    """Somebody else took over or dismissed the new text meanwhile."""

    message = _("There is no new text for this page any more.")
