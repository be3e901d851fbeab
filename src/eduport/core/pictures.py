"""Pictures drawn anew: what stays are the pixels, without place, camera and names."""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Literal

from PIL import Image, ImageOps

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


class BrokenPicture(Exception):  # noqa: N818 -- for the domains, which say it in words
    """It cannot be read as a picture, or claims to be far too large."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it was drawn again."""

    media_type: str
    width: int
    height: int
    content: bytes


def kind_of_picture(content: bytes) -> Kind | None:
    """What kind of picture it claims to be, by its first bytes."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    starts = (kind for start, kind in _STARTS.items() if content.startswith(start))
    return next(starts, None)


def redraw(content: bytes, kind: Kind, *, longest_edge: int = LONGEST_EDGE) -> Drawn:
    """Draw a picture again; of a moving one its first frame.

    It is turned as the camera was held, and made smaller if it is larger than wanted.
    Raises BrokenPicture.
    """
    try:
        with _one_at_a_time, warnings.catch_warnings():
            # What Pillow thinks of bent metadata: none of it is kept.
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as image:
                return _drawn(image, kind, longest_edge)
    except _BROKEN as error:
        raise BrokenPicture from error


def _drawn(image: Image.Image, kind: Kind, edge: int) -> Drawn:
    width, height = image.size
    if width * height > MOST_PIXELS.get(kind, MOST_PIXELS["PNG"]):
        raise BrokenPicture
    longest = max(width, height)
    if longest > edge:
        # Of JPEG only so much is unpacked; the others ignore it.
        wanted = (width * edge // longest, height * edge // longest)
        image.draft(None, (max(wanted[0], 1), max(wanted[1], 1)))
    # In place: each copy of a large picture costs 100 MB.
    ImageOps.exif_transpose(image, in_place=True)
    plain = _plain(image, kind)
    plain.thumbnail((edge, edge))
    # Profiles, comments, texts: whatever Pillow would write again by itself.
    plain.info.clear()
    media_type, written = _written(plain, kind)
    return Drawn(media_type, *plain.size, written)


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


def _written(image: Image.Image, kind: Kind) -> tuple[str, bytes]:
    stream = io.BytesIO()
    if kind in {"JPEG", "WEBP"}:
        image.save(stream, kind, quality=85)
        return f"image/{kind.lower()}", stream.getvalue()
    image.save(stream, "PNG")
    return "image/png", stream.getvalue()
