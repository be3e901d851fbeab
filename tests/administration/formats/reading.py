"""Reading our PDF files back, as text and as pictures."""

import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader

MILLIMETRE = 72 / 25.4
PAPER_HEIGHT = 297


def pages_of(content: bytes) -> list[PageObject]:
    return list(PdfReader(BytesIO(content)).pages)


def text_of(page: PageObject) -> str:
    return unicodedata.normalize("NFC", page.extract_text())


def placed_texts(page: PageObject) -> list[tuple[float, float, str]]:
    """Each piece of text with its place in millimetres from the upper left corner."""
    found = []

    def note(text, current, matrix, font, size):
        x = matrix[4] * current[0] + current[4]
        y = matrix[5] * current[3] + current[5]
        if text.strip():
            height = PAPER_HEIGHT - y / MILLIMETRE
            found.append((round(x / MILLIMETRE, 1), round(height, 1), text.strip()))

    page.extract_text(visitor_text=note)
    return found


def picture(content: bytes, folder: Path, *, page: int, dpi: int = 150) -> Image.Image:
    """A page as it comes out of a printer."""
    source = folder / "drawn.pdf"
    source.write_bytes(content)
    number = str(page)
    command = ["pdftoppm", "-r", str(dpi), "-f", number, "-l", number, "-singlefile"]
    subprocess.run([*command, "-png", source, folder / "drawn"], check=True)
    return Image.open(folder / "drawn.png")


def codes_on(image: Image.Image) -> list[str]:
    """What a telephone reads in the QR codes of a page."""
    return sorted(code.text for code in zxingcpp.read_barcodes(image))
