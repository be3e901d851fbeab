"""Finding out how a file is encoded, in one pass and constant memory."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO

BLOCK = 1 << 20
UNDEFINED_IN_WINDOWS_1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


class NotTextError(Exception):
    """The bytes are no text in a known encoding; `code` says what is wrong."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of an encoding, and whether the file ends inside a character."""

    name: str
    is_cut_off: bool = False


def detect_encoding(stream: IO[bytes]) -> Encoding:
    """The encoding of the whole file; the stream is read to its end, block by block.

    A byte order mark decides; without one the file is UTF-8 if all of it is, and
    otherwise Windows-1252. Raises NotTextError for zero bytes (which would be UTF-16
    without a mark, or no text) and for bytes that no encoding knows.
    """
    first = stream.read(BLOCK)
    blocks = _lines_checked(chain([first], iter(lambda: stream.read(BLOCK), b"")))
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _check_utf_16(blocks)
    if first.startswith(codecs.BOM_UTF8):
        encoding = _Utf8Check(blocks).run()
        if encoding.name != "utf-8":
            raise NotTextError("bad_encoding")
        return Encoding("utf-8-sig", encoding.is_cut_off)
    return _Utf8Check(blocks).run()


def _lines_checked(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks; raises NotTextError if one has no line end: rows must fit memory."""
    for block in blocks:
        if len(block) == BLOCK and b"\n" not in block and b"\r" not in block:
            raise NotTextError("line_too_long")
        yield block


def _check_utf_16(blocks: Iterator[bytes]) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for block in blocks:
            if "\0" in decoder.decode(block):
                raise NotTextError("nul_bytes")
    except UnicodeDecodeError:
        raise NotTextError("bad_encoding") from None
    # A single byte at the end is half a character.
    state = decoder.getstate()[0]
    return Encoding("utf-16", is_cut_off=bool(state))


class _Utf8Check:
    """Decides between UTF-8 and Windows-1252 while the blocks pass by."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._has_letters = False
        self._fits_windows = True

    def run(self) -> Encoding:
        for block in self._blocks:
            if b"\0" in block:
                raise NotTextError("nul_bytes")
            self._look_at(block)
        is_cut_off = bool(self._decoder.getstate()[0])
        # "…Müll" cut off inside its last letter is UTF-8 if letters before it were;
        # a lone "ä" as the very last byte is Windows-1252.
        if self._is_utf8 and (self._has_letters or not is_cut_off):
            return Encoding("utf-8", is_cut_off)
        if not self._fits_windows:
            raise NotTextError("bad_encoding")
        return Encoding("cp1252")

    def _look_at(self, block: bytes) -> None:
        is_between_letters = not self._decoder.getstate()[0]
        if block.isascii() and is_between_letters:
            return
        if any(byte in block for byte in UNDEFINED_IN_WINDOWS_1252):
            self._fits_windows = False
        if self._is_utf8:
            self._decode(block)

    def _decode(self, block: bytes) -> None:
        try:
            text = self._decoder.decode(block)
        except UnicodeDecodeError:
            self._is_utf8 = False
            self._decoder.reset()
        else:
            self._has_letters = self._has_letters or not text.isascii()
