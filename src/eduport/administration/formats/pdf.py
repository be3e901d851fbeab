"""The base of what we print: paper in millimetres, all letters of Europe, QR codes."""

import re
import unicodedata
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from eduport.web.typefaces import FOLDER

SANS, BOLD, MONO = "EduPortSans", "EduPortSans-SemiBold", "EduPortMono"
FILES = {
    SANS: "letter-sans-regular.ttf",
    BOLD: "letter-sans-semibold.ttf",
    MONO: "letter-mono.ttf",
}
PRIVATE = 0xE000
"""Where the fonts keep the letters that have no code point of their own."""

INK, MUTED, BLUE = HexColor("#131525"), HexColor("#51577a"), HexColor("#2044aa")
PAPER_HEIGHT = A4[1] / mm
LINE_HEIGHT = 1.36
QUIET_ZONE = 4
"""Modules of white around a QR code (ISO/IEC 18004 §6.3.8)."""

_CODE = re.compile(r"<([0-9A-F]{4})>(?=\n)")


class LetterFont(TTFont):
    """A font whose text can be copied and read aloud, private code points too."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 -- reportlab's name
        super().addObjects(doc)  # type: ignore[no-untyped-call]  # reportlab
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _CODE.sub(_spelled_out, stream.content)


def _spelled_out(code: re.Match[str]) -> str:
    number = int(code[1], 16) - PRIVATE
    if not 0 <= number < len(sequences()):
        return code[0]
    return f"<{sequences()[number].encode('utf-16-be').hex().upper()}>"


@cache
def sequences() -> list[str]:
    """The letters that Unicode writes with combining marks only, as DIN 91379 does."""
    return (FOLDER / "sequences.txt").read_text(encoding="utf-8").split()


@cache
def _sequence_pattern() -> re.Pattern[str]:
    longest_first = sorted(sequences(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def register_fonts() -> None:
    """Load the fonts, once in a process."""
    for name, file in FILES.items():
        font = LetterFont(name, str(FOLDER / file))  # type: ignore[no-untyped-call]
        registerFont(font)


def printable(text: str) -> str:
    """The text in the code points of our fonts.

    What stands in no standard for names loses its marks, or becomes a question mark.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    numbered = _sequence_pattern().sub(_private, composed)
    return "".join(map(_known, numbered))


def _private(sequence: re.Match[str]) -> str:
    return chr(PRIVATE + sequences().index(sequence[0]))


@cache
def _known(character: str) -> str:
    glyphs = getFont(SANS).face.charToGlyph
    if ord(character) in glyphs:
        return character
    if unicodedata.combining(character):
        return ""
    if unicodedata.category(character) == "Pd":
        return "-"
    base = unicodedata.normalize("NFKD", character)[0]
    return base if ord(base) in glyphs else "?"


def fitting(text: str, font: str, size: float, width: float) -> float:
    """The size in which a line is no longer than `width`."""
    taken = stringWidth(printable(text), font, size) / mm
    return min(size, size * width / taken) if taken else size


@lru_cache(maxsize=500)
def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """The lines of a text; most letters of a job share their sentences."""
    lines: list[str] = simpleSplit(printable(text), font, size, width * mm)
    return lines


@lru_cache(maxsize=1000)
def qr_modules(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """A QR code: modules a side, and its dark bars as row, first module, length."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    modules: list[list[bool]] = code.modules or []
    bars = []
    for number, row in enumerate(modules):
        place = 0
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                bars.append((number, place, length))
            place += length
    return len(modules), tuple(bars)


class Paper:
    """A4 pages. Places are in millimetres from the upper left corner, to the baseline.

    What is written first is read first: by people who hear the page, too.
    """

    def __init__(self, *, title: str, author: str, language: str) -> None:
        register_fonts()
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, lang=language, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("eduPort")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def end_page(self) -> None:
        self.canvas.showPage()

    def finished(self) -> bytes:
        """The file; nothing can be added any more."""
        self.canvas.save()
        return self.buffer.getvalue()

    def bookmark(self, text: str) -> None:
        """An entry of the outline that leads to this page."""
        key = f"page-{self.canvas.getPageNumber()}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(text, key)

    def write(
        self,
        place: tuple[float, float],
        text: str,
        *,
        font: str = SANS,
        size: float = 10,
        colour: Color = INK,
    ) -> None:
        """One line, not wrapped."""
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)
        x, y = place
        self.canvas.drawString(x * mm, (PAPER_HEIGHT - y) * mm, printable(text))

    def write_fitting(
        self,
        place: tuple[float, float],
        text: str,
        width: float,
        *,
        font: str = SANS,
        size: float = 10,
    ) -> None:
        """One line that must not be cut: a long one is written smaller."""
        self.write(place, text, font=font, size=fitting(text, font, size, width))

    def write_right(
        self, place: tuple[float, float], text: str, width: float, *, size: float
    ) -> None:
        """One line that ends at the place, smaller if it is too long."""
        x, y = place
        smaller = fitting(text, SANS, size, width)
        taken = stringWidth(printable(text), SANS, smaller) / mm
        self.write((x - taken, y), text, size=smaller)

    def write_paragraph(
        self,
        place: tuple[float, float],
        text: str,
        width: float,
        *,
        font: str = SANS,
        size: float = 10,
        colour: Color = INK,
    ) -> float:
        """Wrapped lines; returns where the next one would stand."""
        x, y = place
        for line in wrapped(text, font, size, width):
            self.write((x, y), line, font=font, size=size, colour=colour)
            y += size * LINE_HEIGHT / mm
        return y

    def rule(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        width: float = 0.1,
        colour: Color = MUTED,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A line; `width` in millimetres."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width * mm)
        self.canvas.setDash([part * mm for part in dash] if dash else [])
        (x1, y1), (x2, y2) = start, end
        self.canvas.line(
            x1 * mm, (PAPER_HEIGHT - y1) * mm, x2 * mm, (PAPER_HEIGHT - y2) * mm
        )

    def panel(
        self, place: tuple[float, float], size: tuple[float, float], colour: Color
    ) -> None:
        """A filled box with round corners; `place` is its upper left one."""
        (x, y), (width, height) = place, size
        self.canvas.setFillColor(colour)
        bottom = (PAPER_HEIGHT - y - height) * mm
        self.canvas.roundRect(
            x * mm, bottom, width * mm, height * mm, 3 * mm, stroke=0, fill=1
        )

    def box(self, place: tuple[float, float], side: float) -> None:
        """An empty box to tick; `place` is its lower left corner."""
        x, y = place
        self.canvas.setStrokeColor(MUTED)
        self.canvas.setLineWidth(0.2 * mm)
        self.canvas.setDash([])
        self.canvas.rect(x * mm, (PAPER_HEIGHT - y) * mm, side * mm, side * mm)

    def qr_code(self, place: tuple[float, float], side: float, text: str) -> None:
        """A QR code with its white border; `place` is the upper left corner."""
        modules, bars = qr_modules(text)
        x, y = place
        module = side / (modules + 2 * QUIET_ZONE) * mm
        self.panel(place, (side, side), HexColor("#ffffff"))
        self.canvas.saveState()
        self.canvas.translate(x * mm, (PAPER_HEIGHT - y) * mm)
        self.canvas.scale(module, -module)
        self.canvas.setFillColor(HexColor("#000000"))
        path = self.canvas.beginPath()
        for row, start, length in bars:
            path.rect(start + QUIET_ZONE, row + QUIET_ZONE, length, 1)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.restoreState()
