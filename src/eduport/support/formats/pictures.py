"""Pictures drawn anew: what stays are the pixels, without place, camera and names."""

import io
import struct
import warnings
import zlib
from threading import BoundedSemaphore
from typing import Literal

from PIL import Image, ImageOps

from eduport.support.errors import BrokenPictureError
from eduport.support.types import MediaType

Kind = Literal["PNG", "JPEG", "WEBP", "GIF"]
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 12_000_000}
"""A photo of a good telephone; the pixels of three large screens.

What claims more is refused before it is unpacked. Of JPEG only a part is, of WebP
several copies.
"""
LONGEST_EDGE = 4000
_STARTS: dict[bytes, Kind] = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
# What Pillow raises of a file that somebody has bent.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
# A large picture takes up to 370 MB while it is drawn.
_one_at_a_time = BoundedSemaphore()


def kind_of_picture(content: bytes) -> Kind | None:
    """What kind of picture it claims to be, by its first bytes."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    starts = (kind for start, kind in _STARTS.items() if content.startswith(start))
    return next(starts, None)


def redrawn(content: bytes, kind: Kind) -> tuple[MediaType, bytes]:
    """Draw a picture again; of a moving one its first frame.

    It is turned as the camera was held, and made smaller if it is very large. Raises
    BrokenPictureError.
    """
    try:
        with _one_at_a_time, warnings.catch_warnings():
            # What Pillow thinks of bent metadata: none of it is kept.
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as image:
                return _drawn(image, kind)
    except _BROKEN as error:
        raise BrokenPictureError from error


def _drawn(image: Image.Image, kind: Kind) -> tuple[MediaType, bytes]:
    width, height = image.size
    if width * height > MOST_PIXELS.get(kind, MOST_PIXELS["PNG"]):
        raise BrokenPictureError
    longest = max(width, height)
    if longest > LONGEST_EDGE:
        # Of JPEG only so much is unpacked; the others ignore it.
        wanted = (width * LONGEST_EDGE // longest, height * LONGEST_EDGE // longest)
        image.draft(None, (max(wanted[0], 1), max(wanted[1], 1)))
    # In place: each copy of a large picture costs 100 MB.
    ImageOps.exif_transpose(image, in_place=True)
    plain = _plain(image, kind)
    plain.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    # Profiles, comments, texts: whatever Pillow would write again by itself.
    plain.info.clear()
    return _written(plain, kind)


def _plain(image: Image.Image, kind: Kind) -> Image.Image:
    """In colours that every program shows."""
    image.load()
    if image.mode in ("L", "RGB"):
        return image
    if kind == "JPEG":
        return image.convert("RGB")
    if image.mode == "RGBA":
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _written(image: Image.Image, kind: Kind) -> tuple[MediaType, bytes]:
    stream = io.BytesIO()
    if kind == "JPEG":
        image.save(stream, "JPEG", quality=85)
        return MediaType.JPEG, stream.getvalue()
    if kind == "WEBP":
        image.save(stream, "WEBP", quality=85)
        return MediaType.WEBP, stream.getvalue()
    image.save(stream, "PNG")
    return MediaType.PNG, stream.getvalue()
