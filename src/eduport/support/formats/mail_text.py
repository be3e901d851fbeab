"""Letters out of bytes and HTML, whatever a mail program did to them."""

import codecs
import re
import unicodedata
from binascii import Error as BinasciiError
from email.errors import HeaderParseError
from email.header import decode_header
from html.parser import HTMLParser

import nh3

LONGEST_HTML = 200_000
_LONGEST_HEADER = 2000
# Names of encodings that are none of text, or that take time without end.
_STRANGE = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
_TAGS = {
    "a", "b", "blockquote", "br", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "hr", "i", "li", "ol", "p", "pre", "span", "strong", "table", "td", "th", "tr", "u",
    "ul",
}  # fmt: skip
_BLOCKS = _TAGS - {"a", "b", "em", "i", "span", "strong", "td", "th", "u"}
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def text_of_bytes(content: bytes, charset: str) -> str:
    """The text, by the encoding that is named if it fits, else by the likeliest.

    Programs call Windows-1252 by many names, and UTF-8 too; browsers do the same
    (WHATWG Encoding).
    """
    for name in (charset, "utf-8"):
        codec = _codec(name)
        if codec:
            try:
                return visible(codec.decode(content)[0])
            except (UnicodeError, ValueError):
                continue
    return visible(content.decode("cp1252", "replace"))


def _codec(name: str) -> codecs.CodecInfo | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    # Latin-1 knows no error: what is called so is UTF-8 or Windows-1252 as often.
    is_vague = found.name in {"iso8859-1", "ascii"}
    return None if found.name in _STRANGE or not is_text or is_vague else found


def visible(text: str) -> str:
    """The text without what no table takes and what turns the direction of reading."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    kept = (c for c in text.translate(_DIRECTIONS) if _is_kept(c))
    return "".join(kept)


def _is_kept(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs", "Cn"}


def decoded_header(value: str) -> str:
    """A header in letters and on one line (RFC 2047); broken ones as they stand."""
    value = value[:_LONGEST_HEADER]
    try:
        pieces = decode_header(value)
    except (HeaderParseError, BinasciiError, ValueError):
        pieces = [(value, None)]
    text = "".join(_piece(content, charset) for content, charset in pieces)
    return " ".join(text.split())


def _piece(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogateescape")
    return text_of_bytes(content, charset or "")


def text_of_html(html: str) -> str:
    """HTML as text: cleaned first (no script, no style, nothing hidden), then read.

    What is quoted gets `>` before its lines, as in a mail of plain text.
    """
    clean = nh3.clean(
        html[:LONGEST_HTML],
        tags=_TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes={},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Reads clean HTML line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self._end_line(always=tag == "br")
        if tag == "blockquote":
            self._depth += 1
        elif tag == "li":
            self._line.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if tag == "blockquote":
            self._depth = max(0, self._depth - 1)
        elif tag in {"p", "ul", "ol", "table", "pre"}:
            self._lines.append(">" * self._depth)
        elif tag in {"td", "th"}:
            self._line.append(" ")

    def handle_data(self, data: str) -> None:
        self._line.append(data)

    def _end_line(self, *, always: bool = False) -> None:
        line = " ".join("".join(self._line).split())
        self._line = []
        if line or always:
            mark = ">" * min(self._depth, 9)
            self._lines.append(f"{mark} {line}" if mark else line)

    def text(self) -> str:
        """All that was read."""
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()
