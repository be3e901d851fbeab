"""Refusals that a person may read."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class BrokenPictureError(DomainError):
    """It is no picture, or none that we can draw again."""

    message = _(
        "%(name)s cannot be read as a picture. Please choose a PNG, JPEG, WebP or GIF "
        "file of at most %(limit)d MB."
    )
    field = "picture_file"


class NoAlternativeError(DomainError):
    """A picture without words for those who do not see it."""

    message = _("Please say in one sentence what can be seen on the picture.")
    field = "picture_alt"


class NothingToPublishError(DomainError):
    """There is no draft."""

    message = _("There is no draft to publish. Please write something first.")


class NothingToUndoError(DomainError):
    """The first published version has none before it."""

    message = _(
        "There is no earlier version. If nothing is to be seen, switch the page off."
    )


class NothingToShowError(DomainError):
    """Switched on before anything was published."""

    message = _("Nothing is published yet. Please publish a draft first.")
