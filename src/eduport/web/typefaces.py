"""The fonts of what we print, as TrueType (`tools/vendor_letter_fonts.py`)."""

from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
