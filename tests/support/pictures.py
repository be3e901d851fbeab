"""Pictures and other files as people send them, and as attackers do."""

import io
import struct
import zlib

from PIL import Image

from eduport.support.types import Upload

PLACE = b"GPS 53.55N 9.99E Zwirbelbach"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def photo(size=(40, 20), *, turned=False):
    """A JPEG with place, comment, profile and the name of its owner."""
    image = Image.new("RGB", size, "navy")
    exif = image.getexif()
    exif[0x9C9D] = PLACE
    exif[0x013B] = "Zwirbelbach"
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (53.0, 33.0, 0.0)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif, comment=PLACE, icc_profile=PLACE, xmp=PLACE)
    return stream.getvalue()


def screenshot(kind="PNG", size=(40, 20), mode="RGBA"):
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind)
    return stream.getvalue()


def talking_png():
    """A PNG with a text, and with a script after its end."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    texts = PngInfo()
    texts.add_text("Author", PLACE.decode(), zip=True)
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG", pnginfo=texts)
    return stream.getvalue() + b"<script>alert(1)</script>"


def bomb(edge):
    """A right PNG of some kilobytes that would unpack to very many pixels."""

    def chunk(kind, body):
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", edge, edge, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((1 + edge // 8) * edge), 1)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", body),
            chunk(b"IEND", b""),
        ]
    )


def upload(name="bild.png", content=None):
    return Upload(name, screenshot() if content is None else content)
