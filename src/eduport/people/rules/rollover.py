"""What a class becomes when the school year is over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal["continue", "end", "delete", ""]
"""Empty: nobody can say yet."""
LAST_OF_PRIMARY, LAST_OF_SECONDARY, EARLIEST_ABITUR = 4, 10, 12
ENOUGH_IN_COMMON = 0.5
"""So large a share of a class must be in another for it to be the same class."""

_CLASS = re.compile(r"((?:Klasse )?)(0?)([1-9][0-9]?)(?![0-9])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OldGroup:
    """A class or course of the year that is over.

    One that a source brought goes on as what the source brings next.
    """

    id: int
    name: str
    kind: str
    size: int
    is_synced: bool = False


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

    @property
    def final_grade(self) -> int:
        """The last grade of a school that has these classes."""
        names = [*(one.name for one in self.old), *(one.name for one in self.new)]
        highest = max((grade_of(name) or 0 for name in names), default=0)
        ends = (LAST_OF_PRIMARY, LAST_OF_SECONDARY, EARLIEST_ABITUR)
        return next((end for end in ends if highest <= end), highest)


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
    of it is in a new one. Of a class whose source has not brought the next one nobody
    knows yet.
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
    if old.is_synced:
        return Proposal("")
    return Proposal("continue", next_name(old.name))
