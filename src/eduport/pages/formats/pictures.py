"""Pictures as they are stored: drawn anew, without what cameras write into files."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

LARGEST = 2400
_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def cleaned(file: Any) -> ContentFile[bytes]:
    """The same picture, upright, at most so large, without place and camera."""
    file.seek(0)
    with Image.open(file) as opened:
        picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((LARGEST, LARGEST))
    kind = _KINDS.get(Path(file.name).suffix.lower(), "PNG")
    if kind == "JPEG":
        picture = picture.convert("RGB")
    picture.info.clear()
    content = BytesIO()
    picture.save(content, kind, quality=88)
    return ContentFile(content.getvalue(), Path(file.name).name)
