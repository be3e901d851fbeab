"""Codes of certificates as people type them, and names as they compare."""

import hashlib
import hmac
import unicodedata

# Crockford's alphabet: without I, L, O and U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "ł": "l"}


def read_code(typed: str) -> str:
    """The code that somebody means: without dashes and spaces, O as 0, I and L as 1."""
    kept = (letter for letter in typed.upper().translate(_MEANT) if letter in ALPHABET)
    return "".join(kept)


def shown_code(code: str) -> str:
    """The code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def same_surname(one: str, other: str) -> bool:
    """Whether two spellings mean the same surname; takes as long for every answer."""
    return hmac.compare_digest(_digest(one), _digest(other))


def _digest(name: str) -> bytes:
    # Of the same length whatever the name is, so that its length tells nothing.
    return hashlib.sha256(_folded(name).encode()).digest()


def _folded(name: str) -> str:
    composed = unicodedata.normalize("NFC", name.lower())
    spelled = "".join(_SPELLED.get(letter, letter) for letter in composed)
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in plain if letter.isalnum())
