"""What a good password is, after NIST SP 800-63B §5.1.1.2."""

import secrets
import unicodedata
from collections.abc import Collection, Iterable

MIN_LENGTH = 10
MAX_LENGTH = 128
"""Characters. Long enough for a sentence, short enough that hashing stays cheap."""

MIN_DIFFERENT = 5
MIN_OWN_PART = 6
"""So much must be left of a password without names, logins and the portal's name."""

_MIN_WORD = 3

GENERATED_FROM = "abcdefghijkmnopqrstuvwxyz23456789"
"""Small letters and digits, which every keyboard has at hand; without l, 0 and 1."""

# 33 signs are 5.04 bits each: 12 of them are 60.5 bits.
_GENERATED_GROUPS, _GROUP_LENGTH = 3, 4


def new_password() -> str:
    """A random password of 60 bits, in groups of four: `k7wx-m2pa-9rtd`."""
    groups = (
        "".join(secrets.choice(GENERATED_FROM) for _ in range(_GROUP_LENGTH))
        for _ in range(_GENERATED_GROUPS)
    )
    return "-".join(groups)


def normalized(password: str) -> str:
    """The password as all keyboards agree on it: ä is one character, not two.

    NIST SP 800-63B §5.1.1.2 asks for NFKC or NFKD before hashing.
    """
    return unicodedata.normalize("NFKC", password)


def is_monotonous(password: str) -> bool:
    """Whether it repeats a few characters: `aaaaaaaaaa`, `1212121212`."""
    return len(set(normalized(password))) < MIN_DIFFERENT


def is_listed(password: str, listed: Collection[str]) -> bool:
    """Whether it is a well-known password, also with digits and signs behind it."""
    folded = normalized(password).casefold()
    bare = folded.rstrip("0123456789!?.,-_#*+&%$§ ")
    return folded in listed or bare in listed


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether little is left of it without the words that everybody can guess."""
    rest = normalized(password).casefold()
    for word in sorted(context_words(words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < MIN_OWN_PART


def context_words(texts: Iterable[str]) -> set[str]:
    """The single words in names and logins, in lower case, without the short ones."""
    words = set()
    for text in texts:
        plain = "".join(c if c.isalnum() else " " for c in text.casefold())
        words |= {word for word in plain.split() if len(word) >= _MIN_WORD}
    return words
