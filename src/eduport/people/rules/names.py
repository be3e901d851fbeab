"""Reducing a person's name to the letters a–z and the hyphen."""

import re
import unicodedata
from collections.abc import Iterator

from anyascii import anyascii

# A minus and a bullet are written for a hyphen, although Unicode files them elsewhere.
_DASHES_OF_OTHER_KINDS = "\u02d7\u2043\u2212"

# Taken from decomposed text, so that both ways to write an umlaut are the same here.
_UMLAUT = re.compile("([AOUaou])[\u0300-\u0307\u0309-\u036f]*\u0308")

_ABBREVIATIONS = (
    r"d?dr|dres|prof|dipl|mag|lic|priv|doz|univ|apl|habil|hon|ing|inf|psych|"
    r"med|dent|vet|phil|rer|nat|pol|soc|jur|iur|oec|pa(?:\u0308|e)?d|theol|"
    r"h\.\s*c|e\.\s*h|b\.\s*a|m\.\s*a|b\.\s*sc|m\.\s*sc|b\.\s*ed|m\.\s*ed|"
    r"ph\.\s*d|ll\.\s*m"
)
_ASIDES = r"\([^)]*\)"
_DOTTED_TITLES = rf"(?<![\w\u0300-\u036f])(?:{_ABBREVIATIONS})\."
_BARE_TITLES = r"(?:d?dr|prof|professor(?:in)?|d?dr-ing|dipl-ing|ph\.?d)(?![^\s,;.])"
_FACULTIES = r"(?:\s+(?:med|dent|vet|phil|rer|nat|pol|jur|h\s?c|habil|ing)(?![^\s,;]))*"

# From the boldest to the most careful: somebody's name may be “Phil” or even “Dr”.
_TITLE_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ASIDES}|{_DOTTED_TITLES}|(?<![^\s,;.]){_BARE_TITLES}{_FACULTIES}",
        rf"{_ASIDES}|(?<![^\s,;.]){_BARE_TITLES}",
    )
)
_MAY_HOLD_A_TITLE = re.compile(r"[.(]|\b(?:d?dr|prof|dipl|phd)", re.IGNORECASE)


class _Alphabet(dict[int, str]):
    """What `str.translate` writes for each character; filled as letters turn up."""

    def __missing__(self, codepoint: int) -> str:
        self[codepoint] = written = _written(chr(codepoint))
        return written


def _written(character: str) -> str:
    """One character in a–z, a hyphen, a space, or nothing."""
    if character in _DASHES_OF_OTHER_KINDS:
        return "-"
    category = unicodedata.category(character)
    if category == "Pd":
        return "-"
    if category[0] in "LM":
        latin = anyascii(character).lower()
        return "".join(letter for letter in latin if "a" <= letter <= "z")
    return " " if character.isspace() else ""


# The ordinal signs and the micro sign are no letters in DIN 91379.
_ALPHABET = _Alphabet(str.maketrans({"ß": "ss", "ẞ": "ss"} | dict.fromkeys("ªºµ", "")))


def words_of(name: str) -> list[str]:
    """The words of a name in the letters a–z, titles left out.

    German umlauts and ß are written out as DIN 5007-2 does (ae, oe, ue, ss), however
    they are encoded; every other letter loses its marks or is transliterated. All
    dashes are hyphens, and stand only between letters. Empty if there is no letter.
    """
    decomposed = unicodedata.normalize("NFD", name)
    for candidate in _without_titles(decomposed):
        if words := _reduced(candidate):
            return words
    return []


def _without_titles(name: str) -> Iterator[str]:
    if _MAY_HOLD_A_TITLE.search(name):
        for pattern in _TITLE_PATTERNS:
            yield pattern.sub(" ", name)
    yield name


def _reduced(decomposed: str) -> list[str]:
    written = _UMLAUT.sub(r"\1e", decomposed).translate(_ALPHABET)
    hyphenated = re.sub(r"\s*-[\s-]*", "-", written)
    return [word for part in hyphenated.split() if (word := part.strip("-"))]
