"""What somebody types who looks for a person: names, an address, a class."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from eduport.people.rules.names import words_of

MOST_WORDS = 6
"""Whoever types more is not looking for a person."""
_LOCAL_PART = re.compile(r"([a-z-]+\.[a-z-]+)([1-9][0-9]{0,8})?")


class TypedAddress(NamedTuple):
    """What stands before and after an @. `base` is empty if it is not like ours."""

    base: str
    number: int
    domain: str


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A word, and what it may mean.

    `names` are beginnings of names in a–z, all of which one person must have; empty
    if it cannot be a name. `label` is the beginning of a class's name.
    """

    names: tuple[str, ...]
    label: str = ""
    address: TypedAddress | None = None


def search_words(text: str) -> list[SearchWord]:
    """The words of a search, in order; what means nothing is left out."""
    words = (_word(word) for word in text.replace(",", " ").split()[:MOST_WORDS])
    return [word for word in words if word.names or word.label]


def _word(text: str) -> SearchWord:
    lower = text.lower()
    local, at, domain = lower.partition("@")
    if at:
        return SearchWord(_names_in_address(local), address=_address(local, domain))
    if "." in lower:
        return SearchWord(_names_in_address(lower), lower)
    if any(character.isdigit() for character in lower):
        return SearchWord((), lower)
    return SearchWord(_names(text), lower)


def _address(local: str, domain: str) -> TypedAddress:
    found = _LOCAL_PART.fullmatch(local)
    if not found:
        return TypedAddress("", 1, domain)
    return TypedAddress(found[1], int(found[2] or 1), domain)


def _names_in_address(local: str) -> tuple[str, ...]:
    """`anna.meyer2` is Anna Meyer, whichever of that name."""
    return tuple(name for part in local.split(".") for name in _names(part))


def _names(text: str) -> tuple[str, ...]:
    # The index holds both parts of a name with a hyphen.
    return tuple(part for word in words_of(text) for part in word.split("-") if part)
