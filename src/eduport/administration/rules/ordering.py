"""The order in which classes and people are handed something."""

import re
from typing import NamedTuple

_DIGITS = re.compile(r"(\d+)")


class Place(NamedTuple):
    """What decides who comes first: school, class, role, name."""

    school: str
    school_class: str
    role: str
    sort_name: str


def in_order(place: Place) -> tuple[object, ...]:
    """A key to sort by: 9b before 10a, and who is in no class last."""
    return (
        place.school.casefold(),
        not place.school_class,
        natural(place.school_class),
        place.role,
        place.sort_name,
    )


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that takes numbers as numbers."""
    parts = _DIGITS.split(text.casefold())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)
