"""What a class becomes when the school year is over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal["continue", "end", "delete"]

HIGHEST_GRADE = 13
ENOUGH_IN_COMMON = 0.5
"""So large a share of a class must be in another for it to be the same class."""

_CLASS = re.compile(r"((?:Klasse )?)(0?)([1-9][0-9]?)(?![0-9])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OldGroup:
    """A class or course of the year that is over."""

    id: int
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class NewGroup:
    """One of the new year that continues none yet."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the page is filled with: a fate, and with whom or as what it goes on."""

    fate: Fate
    name: str = ""
    successor_id: int | None = None


@dataclass(frozen=True, slots=True)
class School:
    """All that the proposals depend on. `common` counts members of (old, new)."""

    old: Sequence[OldGroup]
    new: Sequence[NewGroup] = ()
    common: Mapping[tuple[int, int], int] = field(default_factory=dict)
    final_grade: int = HIGHEST_GRADE


def next_name(name: str) -> str:
    """What a class is called a year later: 7a is 8a. Empty if it has no grade."""
    found = _CLASS.fullmatch(name)
    if not found:
        return ""
    prefix, zero, grade, rest = found.groups()
    number = int(grade) + 1
    return f"{prefix}{zero if number < 10 else ''}{number}{rest}"  # noqa: PLR2004 -- two digits


def grade_of(name: str) -> int | None:
    """The grade at the beginning of a class's name."""
    found = _CLASS.fullmatch(name)
    return int(found[3]) if found else None


def proposals(school: School) -> dict[int, Proposal]:
    """What is proposed for each old group; nothing is done by it.

    A class goes on as the one with most of its members, else as the one with the next
    name, else under the next name; the final classes end. A course ends, unless most
    of it is in a new one.
    """
    taken: dict[int, NewGroup] = {}
    _take_by_members(school, taken)
    _take_by_name(school, taken)
    return {old.id: _proposal(old, taken.get(old.id), school) for old in school.old}


def _take_by_members(school: School, taken: dict[int, NewGroup]) -> None:
    """The largest overlaps first, so that a class that was split goes on once."""
    kinds = {old.id: (old.kind, old.size) for old in school.old}
    new = {one.id: one for one in school.new}
    order = sorted(school.common.items(), key=lambda item: (-item[1], item[0]))
    for (old_id, new_id), count in order:
        kind, size = kinds[old_id]
        is_free = old_id not in taken and new_id in new
        is_alike = is_free and new[new_id].kind == kind
        if is_alike and count >= ENOUGH_IN_COMMON * size:
            taken[old_id] = new.pop(new_id)


def _take_by_name(school: School, taken: dict[int, NewGroup]) -> None:
    used = {one.id for one in taken.values()}
    free = {(one.kind, one.name): one for one in school.new if one.id not in used}
    for old in school.old:
        name = next_name(old.name)
        is_class = old.kind == "class" and old.id not in taken
        if is_class and name and (found := free.pop((old.kind, name), None)):
            taken[old.id] = found


def _proposal(old: OldGroup, successor: NewGroup | None, school: School) -> Proposal:
    if successor:
        return Proposal("continue", successor.name, successor.id)
    grade = grade_of(old.name)
    if old.kind != "class" or grade is None or grade >= school.final_grade:
        return Proposal("end")
    return Proposal("continue", next_name(old.name))
