"""Cleaning text: one spelling of a letter, no invisible characters, single spaces."""

import unicodedata

from anyascii import anyascii

# Control, format (zero-width), private use and surrogate characters.
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
LONGEST_LABEL = 63  # RFC 1035 §2.3.4
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def clean(text: str) -> str:
    """The text in NFC, trimmed, inner white space single, invisible letters gone."""
    visible = "".join(letter for letter in text if _is_kept(letter))
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _is_kept(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in INVISIBLE


def is_clean(text: str) -> bool:
    """Whether `clean` would leave the trimmed text, or a run of such texts, as it is.

    May say no to clean text. A run of texts joined without a gap can be asked at once:
    every part of NFC text is in NFC (Unicode Standard Annex 15), and printable text
    has no white space but the space.
    """
    if not text.isprintable() or "  " in text:
        return False
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def clean_all(texts: list[str]) -> list[str]:
    """`clean` for thousands of texts: they are looked at together first."""
    texts = list(map(str.strip, texts))
    if is_clean("".join(texts)):
        return texts
    return [text if is_clean(text) else clean(text) for text in texts]


def heading_key(heading: str) -> str:
    """What makes two headings the same: letters and digits, without case."""
    letters = clean(heading).casefold()
    return "".join(letter for letter in letters if letter.isalnum() or letter == ".")


def dns_label(text: str) -> str:
    """The text as a DNS label (RFC 1035 §2.3.1, digits allowed first), or ""."""
    plain = anyascii(clean(text).lower().translate(UMLAUTS)).lower()
    kept = (
        letter if letter.isascii() and letter.isalnum() else " " for letter in plain
    )
    return "-".join("".join(kept).split())[:LONGEST_LABEL].strip("-")
