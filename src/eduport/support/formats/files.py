"""What a file is, by what is in it; and a clean copy of what may be kept."""

import unicodedata
from pathlib import PurePosixPath

from eduport.support.errors import (
    BrokenPictureError,
    EmptyFileError,
    FileTooLargeError,
    UnknownFileError,
)
from eduport.support.formats.pictures import kind_of_picture, redrawn
from eduport.support.types import ENDINGS, CleanFile, MediaType, Upload

MB = 1024**2
TEXTS = {".txt", ".log"}
LONGEST_NAME = 80
_PDF_STARTS = b"%PDF-"
_KEPT = "\t\n\r\f"


def clean_file(file: Upload, *, limit_mb: int) -> CleanFile:
    """Look into a file, and write it anew where that is possible.

    Pictures are drawn again, texts become UTF-8, a PDF stays as it is. Raises a
    RefusedFileError that names the file.
    """
    name = clean_name(file.name)
    if not file.content:
        raise EmptyFileError(name=name)
    _check_size(name, file.content, limit_mb)
    media_type, content = _rewritten(name, file.content)
    # A picture that was squeezed hard can come out larger.
    _check_size(name, content, limit_mb)
    return CleanFile(_renamed(name, media_type), media_type, content)


def _check_size(name: str, content: bytes, limit_mb: int) -> None:
    if len(content) > limit_mb * MB:
        raise FileTooLargeError(name=name, limit=limit_mb)


def _rewritten(name: str, content: bytes) -> tuple[MediaType, bytes]:
    if kind := kind_of_picture(content):
        try:
            return redrawn(content, kind)
        except BrokenPictureError:
            raise BrokenPictureError(name=name) from None
    if content.startswith(_PDF_STARTS):
        return MediaType.PDF, content
    text = _text_of(content) if _ending(name) in TEXTS else None
    if text is None:
        raise UnknownFileError(name=name)
    return MediaType.TEXT, text.encode()


def _text_of(content: bytes) -> str | None:
    """The text, or None if it is none. Control characters are made visible."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else "".join(map(_visible, text))
    return None


def _encodings(content: bytes) -> list[str]:
    # Windows writes logs in UTF-16 with a mark, and old programs in its own code.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    return ["utf-8-sig", "cp1252"]


def _visible(letter: str) -> str:
    is_control = unicodedata.category(letter) == "Cc" and letter not in _KEPT
    return "\N{REPLACEMENT CHARACTER}" if is_control else letter


def clean_name(name: str) -> str:
    """The last part of a name, without what could deceive or be a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    letters = [one for one in unicodedata.normalize("NFC", last) if _is_harmless(one)]
    plain = "".join(letters).strip(" .")
    path = PurePosixPath(plain or "file")
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10]}"


def _is_harmless(letter: str) -> bool:
    # Control, and what turns the direction: “gpj.exe” would look like “exe.jpg”.
    return unicodedata.category(letter)[0] != "C" and letter not in '"<>|:*?'


def _renamed(name: str, media_type: MediaType) -> str:
    """The name with the ending of what it is; logs keep theirs."""
    ending = _ending(name)
    if media_type == MediaType.TEXT or ending == ENDINGS[media_type]:
        return name
    if media_type == MediaType.JPEG and ending == ".jpeg":
        return name
    return f"{PurePosixPath(name).stem}{ENDINGS[media_type]}"


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
