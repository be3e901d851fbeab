"""Giving people believable names, with everything that makes names difficult."""

import unicodedata
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from eduport.ops.demo_city.name_tables import (
    GERMAN,
    GERMAN_ENDINGS,
    GERMAN_GIVEN_OF_ADULTS,
    GERMAN_STEMS,
    MALE_GIVEN,
    ORIGINS,
    PARTICLES,
    TITLES,
    Origin,
)

_WEIGHTS = [origin.weight for origin in ORIGINS]


class Name(NamedTuple):
    """A name as an export would have it: call name empty if not given."""

    given: str
    family: str
    call: str = ""


def names(random: Random, count: int, *, adult: bool) -> list[Name]:
    """So many names, with the frequent ones as often as in real life."""
    origins = random.choices(ORIGINS, _WEIGHTS, k=count)
    return [_name(random, origin, adult=adult) for origin in origins]


def married(random: Random, name: Name) -> Name:
    """The same person after a wedding: a double name or a new one."""
    other = name.family
    while other == name.family:
        other = _plain_family(random, GERMAN)
    if " " not in name.family and "-" not in name.family and _happens(random, 0.5):
        other = f"{name.family}-{other}"
    return name._replace(family=other)


def _name(random: Random, origin: Origin, *, adult: bool) -> Name:
    given, call = _given(random, origin, adult=adult)
    if _happens(random, 0.08):
        origin = GERMAN
    name = Name(given, _family(random, origin, adult=adult), call)
    if _happens(random, 0.02):
        name = _as_some_clerk_typed_it(random, name, adult=adult)
    return name


def _given(random: Random, origin: Origin, *, adult: bool) -> tuple[str, str]:
    table = GERMAN_GIVEN_OF_ADULTS if adult and origin is GERMAN else origin.given
    first = _pick(random, table)
    if not _happens(random, 0.25):
        return first, ""
    second = _pick(random, table)
    if second == first or (second in MALE_GIVEN) != (first in MALE_GIVEN):
        return first, ""
    return f"{first} {second}", second if _happens(random, 0.12) else ""


def _family(random: Random, origin: Origin, *, adult: bool) -> str:
    family = _plain_family(random, origin)
    if _happens(random, 0.1 if adult else 0.04):
        other = _plain_family(random, GERMAN)
        if other != family and " " not in family:
            return f"{family}-{other}"
    if origin is GERMAN and _happens(random, 0.02):
        return f"{_pick(random, PARTICLES)} {family}"
    return family


def _plain_family(random: Random, origin: Origin) -> str:
    if origin is GERMAN and _happens(random, 0.45):
        stem, ending = random.choice(GERMAN_STEMS), random.choice(GERMAN_ENDINGS)
        return stem + ending if stem.lower() != ending else stem
    return _pick(random, origin.family)


def _pick(random: Random, table: Sequence[str]) -> str:
    # The power makes the first ones frequent, as in every telephone directory.
    return table[int(random.random() ** 2.2 * len(table))]


def _happens(random: Random, share: float) -> bool:
    return random.random() < share


def _as_some_clerk_typed_it(random: Random, name: Name, *, adult: bool) -> Name:
    quirks: list[Callable[[Random, Name], Name]]
    quirks = [_decomposed, _unbreakable, _capitals]
    if adult:
        quirks += [_titled, _titled_family]
    return random.choice(quirks)(random, name)


def _decomposed(random: Random, name: Name) -> Name:
    return Name(*(unicodedata.normalize("NFD", part) for part in name))


def _unbreakable(random: Random, name: Name) -> Name:
    return name._replace(family=name.family.replace("-", "\u2011"))


def _capitals(random: Random, name: Name) -> Name:
    return name._replace(family=name.family.replace("ß", "ẞ").upper())


def _titled(random: Random, name: Name) -> Name:
    return name._replace(given=f"{random.choice(TITLES)} {name.given}")


def _titled_family(random: Random, name: Name) -> Name:
    return name._replace(family=f"{random.choice(TITLES)} {name.family}")
