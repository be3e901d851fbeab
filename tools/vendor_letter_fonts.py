"""Make the fonts of our letters: Fira with every letter of DIN 91379, as TrueType.

    python tools/vendor_letter_fonts.py <node_modules>

A PDF needs TrueType, and what writes ours places no combining marks. So this draws
each letter that Fira lacks from its parts, by the anchors that the font has for its
marks, and gives those that have no code point one of the private use area: the n-th
line of `sequences.txt` stands for U+E000 + n. Because the outlines change, the fonts
get another name, as the OFL asks for.

Needs fonttools and brotli, and the packages that `vendor_assets.py` names.
"""

import argparse
import io
import shutil
import unicodedata
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.misc.transform import Offset, Scale, Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src/eduport/web/fonts"
LETTERS = ROOT / "tests/people/rules/din_91379_letters.txt"
PRIVATE = 0xE000
WEIGHTS = {"Regular": "regular", "SemiBold": "semibold"}
PUNCTUATION = "§°·–—‘’‚“”„…‹›«»€′″→×\u2010\u2011\u202f\u00a0ʹʺʾʿˈˌ"
COMMA_RIGHT, CANDRABINDU, TIE_BELOW = "\u0315", "\u0310", "\u035f"
STAND_INS = {"\u032e": "\u0306"}
"""Marks that Fira lacks, and those that look the same at another place."""

CEDILLA, HORN = 202, 216
BELOW = (202, 218, 220, 233, 240)
"""Classes of marks that stand below (Unicode Standard Annex 44, table 15)."""

GAP = 30
MARK_TO_BASE, MARK_TO_MARK = 4, 6


class Part(NamedTuple):
    """A glyph and where it goes."""

    glyph: str
    at: Transform


def letters() -> list[str]:
    """The normative letters of the standard, composed as far as Unicode can."""
    found = []
    for line in LETTERS.read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        if "-" in line:
            first, last = (int(end, 16) for end in line.split("-"))
            found += [chr(codepoint) for codepoint in range(first, last + 1)]
        else:
            found.append("".join(chr(int(point, 16)) for point in line.split()))
    return [unicodedata.normalize("NFC", letter) for letter in found]


class Drawing:
    """Draws letters from the glyphs of one font."""

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.names: dict[int, str] = font.getBestCmap()
        self.glyphs = font.getGlyphSet()

    def bounds(self, glyph: str) -> tuple[float, float, float, float]:
        pen = BoundsPen(self.glyphs)
        self.glyphs[glyph].draw(pen)
        return pen.bounds or (0, 0, 0, 0)

    def width(self, glyph: str) -> int:
        return int(self.font["hmtx"][glyph][0])

    @cached_property
    def tables(self) -> list[Any]:
        """The tables that attach marks to bases, then those to other marks."""
        lookups = self.font["GPOS"].table.LookupList.Lookup
        return [
            table
            for kind in (MARK_TO_BASE, MARK_TO_MARK)
            for lookup in lookups
            if lookup.LookupType == kind
            for table in lookup.SubTable
        ]

    def anchored(self, base: str, mark: str) -> Transform | None:
        """Where the font itself puts a mark on a base, or on a mark below it."""
        for table in self.tables:
            is_base = table.LookupType == MARK_TO_BASE
            covered = (table.BaseCoverage if is_base else table.Mark2Coverage).glyphs
            marks = (table.MarkCoverage if is_base else table.Mark1Coverage).glyphs
            if base not in covered or mark not in marks:
                continue
            array = table.MarkArray if is_base else table.Mark1Array
            record = array.MarkRecord[marks.index(mark)]
            row = covered.index(base)
            anchors = (
                table.BaseArray.BaseRecord[row].BaseAnchor
                if is_base
                else table.Mark2Array.Mark2Record[row].Mark2Anchor
            )
            target = anchors[record.Class]
            # Fira has empty anchors at the origin, where no mark belongs.
            if target and (target.XCoordinate or target.YCoordinate):
                own = record.MarkAnchor
                x = target.XCoordinate - own.XCoordinate
                return Offset(x, target.YCoordinate - own.YCoordinate)
        return None

    def placed(self, parts: list[Part], mark: str) -> Part:
        """A mark on the letter, or on the last mark on the same side of it."""
        glyph = self.names[ord(STAND_INS.get(mark, mark))]
        is_low = unicodedata.combining(mark) in BELOW
        same_side = [part for part in parts[1:] if self.is_below(part) == is_low]
        carrier = same_side[-1] if same_side else parts[0]
        place = None if mark in STAND_INS else self.anchored(carrier.glyph, glyph)
        if place:
            return Part(glyph, carrier.at.transform(place))
        if unicodedata.combining(mark) == HORN:
            return Part(glyph, self.at_shoulder(parts[0], glyph))
        gap = -GAP / 3 if unicodedata.combining(mark) == CEDILLA else 2 * GAP
        return Part(glyph, self.centred(parts, glyph, is_low=is_low, gap=gap))

    def at_shoulder(self, base: Part, mark: str) -> Transform:
        """Where a horn grows: at the upper right of a letter."""
        left, _, _, top = self.bounds(mark)
        _, _, base_right, base_top = self.bounds(base.glyph)
        return Offset(base_right - GAP / 2 - left, base_top + GAP - top)

    def is_below(self, part: Part) -> bool:
        _, bottom, _, top = self.moved(part)
        return (bottom + top) / 2 < GAP

    def centred(
        self, parts: list[Part], mark: str, *, is_low: bool, gap: float
    ) -> Transform:
        """For what the font has no anchor: in the middle, above or below."""
        left, bottom, right, top = self.bounds(mark)
        boxes = [self.moved(part) for part in parts]
        middle = (boxes[0][0] + boxes[0][2]) / 2
        x = middle - (left + right) / 2
        if is_low:
            return Offset(x, min(box[1] for box in boxes) - gap - top)
        return Offset(x, max(box[3] for box in boxes) + gap - bottom)

    def moved(self, part: Part) -> tuple[float, float, float, float]:
        left, bottom, right, top = self.bounds(part.glyph)
        low = part.at.transformPoint((left, bottom))
        high = part.at.transformPoint((right, top))
        return (*low, *high)

    def parts_of(self, letter: str) -> tuple[list[Part], int]:
        """The parts of a letter, and how wide it is."""
        if TIE_BELOW in letter:
            return self.tied(letter)
        base, rest = self.base_of(letter)
        parts, width = [Part(base, Transform())], self.width(base)
        for mark in rest:
            if mark == COMMA_RIGHT:
                comma, width = self.comma_right(parts[0])
                parts.append(comma)
            elif mark == CANDRABINDU:
                parts += self.candrabindu(parts)
            else:
                parts.append(self.placed(parts, mark))
        return parts, width

    def base_of(self, letter: str) -> tuple[str, str]:
        """The letter that the font has with the most of the marks, and the others."""
        apart = unicodedata.normalize("NFD", letter)
        for end in range(len(apart), 0, -1):
            whole = unicodedata.normalize("NFC", apart[:end])
            if len(whole) == 1 and ord(whole) in self.names:
                return self.names[ord(whole)], apart[end:]
        raise ValueError(letter)

    def comma_right(self, base: Part) -> tuple[Part, int]:
        quote = self.names[0x2019]
        left, _, right, _ = self.bounds(quote)
        x = self.bounds(base.glyph)[2] + GAP - left
        width = max(self.width(base.glyph), int(x + right + GAP))
        return Part(quote, Offset(x, 0)), width

    def candrabindu(self, parts: list[Part]) -> list[Part]:
        """A breve with a dot in it."""
        breve = self.placed(parts, "\u0306")
        dot = self.names[0x307]
        left, bottom, right, _ = self.bounds(dot)
        inner_left, _, inner_right, top = self.moved(breve)
        x = (inner_left + inner_right - left - right) / 2
        return [breve, Part(dot, Offset(x, top - GAP - bottom))]

    def tied(self, letter: str) -> tuple[list[Part], int]:
        """Two letters with one line below both."""
        first, second = (self.names[ord(letter[place])] for place in (0, 2))
        line = self.names[0x331]
        left, _, right, _ = self.bounds(line)
        start, end = GAP, self.width(first) + self.width(second) - GAP
        factor = (end - start) / (right - left)
        at = Offset(start - left * factor, 0).transform(Scale(factor, 1))
        whole = self.width(first) + self.width(second)
        parts = [Part(first, Transform()), Part(second, Offset(self.width(first), 0))]
        return [*parts, Part(line, at)], whole

    def add(self, letter: str, codepoint: int) -> None:
        """Draw a letter into the font, at a code point."""
        parts, width = self.parts_of(letter)
        pen = TTGlyphPen(None)
        for part in parts:
            drawn = DecomposingRecordingPen(self.glyphs)
            self.glyphs[part.glyph].draw(drawn)
            drawn.replay(TransformPen(pen, part.at))
        name = f"uni{codepoint:04X}"
        glyph = pen.glyph()
        glyph.recalcBounds(self.font["glyf"])
        self.font["glyf"][name] = glyph
        self.font["hmtx"][name] = (width, glyph.xMin)
        for table in self.font["cmap"].tables:
            if table.isUnicode():
                table.cmap[codepoint] = name


def write_sans(package: Path, sequences: list[str]) -> None:
    wanted = letters()
    for name, ours in WEIGHTS.items():
        font = TTFont(package / f"FiraSans-{name}.woff2")
        drawing = Drawing(font)
        for letter in wanted:
            if len(letter) == 1 and ord(letter) not in drawing.names:
                drawing.add(letter, ord(letter))
        for number, letter in enumerate(sequences):
            drawing.add(letter, PRIVATE + number)
        points = {ord(letter) for letter in wanted if len(letter) == 1}
        points |= set(range(0x20, 0x7F)) | {ord(sign) for sign in PUNCTUATION}
        points |= {PRIVATE + number for number in range(len(sequences))}
        save(font, points, f"Eduport Letter Sans {name}", f"letter-sans-{ours}.ttf")


def write_mono(source: Path) -> None:
    font = TTFont(source)
    save(font, set(range(0x20, 0x7F)), "Eduport Letter Mono", "letter-mono.ttf")


def save(font: TTFont, points: set[int], name: str, file: str) -> None:
    """Cut the font to what a letter needs, under a name of our own."""
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "STAT", "kern"]
    small = TTFont(io.BytesIO(buffer.getvalue()))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(small)
    for record in small["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = name
        if record.nameID == 6:  # noqa: PLR2004 -- the PostScript name
            record.string = name.replace(" ", "")
    small.save(TARGET / file)
    print(f"{file}: {(TARGET / file).stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("node_modules", type=Path)
    modules: Path = parser.parse_args().node_modules
    TARGET.mkdir(exist_ok=True)
    sequences = sorted({letter for letter in letters() if len(letter) > 1})
    (TARGET / "sequences.txt").write_text("\n".join(sequences) + "\n")
    write_sans(modules / "@kern-ux/native/dist/fonts/fira-sans", sequences)
    fontsource = modules / "@fontsource"
    write_mono(fontsource / "fira-mono/files/fira-mono-latin-500-normal.woff2")
    for font in ("Sans", "Mono"):
        licence = fontsource / f"fira-{font.lower()}/LICENSE"
        shutil.copy(licence, TARGET / f"LICENSE-Fira-{font}.txt")


if __name__ == "__main__":
    main()
