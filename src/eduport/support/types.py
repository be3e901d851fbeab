"""Values that pages, mail and other programs hand to `support`."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class MediaType(models.TextChoices):
    """What an attachment can be (RFC 6838). A GIF becomes a PNG."""

    PNG = "image/png", _("picture")
    JPEG = "image/jpeg", _("photo")
    WEBP = "image/webp", _("picture (WebP)")
    PDF = "application/pdf", _("PDF")
    TEXT = "text/plain", _("text")


ENDINGS = {
    MediaType.PNG: ".png",
    MediaType.JPEG: ".jpg",
    MediaType.WEBP: ".webp",
    MediaType.PDF: ".pdf",
    MediaType.TEXT: ".txt",
}
"""How the names of files end: what they are decides, not what they were called."""


DraftValues = str | list[str]
"""What stands in a field of a form that was not sent."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. Nothing about it is known to be true."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that was looked into, and may be kept."""

    name: str
    media_type: MediaType
    content: bytes
