"""How a reader goes through a manual, and how texts become parts of addresses."""

import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NUMBER = re.compile(r"^\d+[-.]\s*")


def neighbours(row: Sequence[T], one: T) -> tuple[T | None, T | None]:
    """What stands before and after `one`."""
    place = row.index(one)
    before = row[place - 1] if place else None
    after = row[place + 1] if place + 1 < len(row) else None
    return before, after


def without_number(name: str) -> str:
    """`07-gruppen` and `7. Gruppen` without what only keeps them in order."""
    return _NUMBER.sub("", name)


def anchor_of(heading: str) -> str:
    """A heading as the end of an address, the way most viewers of Markdown do it."""
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


def label_of(words: str) -> str:
    """Letters, digits and hyphens only, for places in a document."""
    spelled = words.lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")
