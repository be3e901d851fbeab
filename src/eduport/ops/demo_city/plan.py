"""The order for a demo city, its schools' sizes, and its random numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from math import ceil
from random import Random
from typing import Literal

Variant = Literal["today", "next-day", "next-year"]

THIS_YEAR = 2026
"""The school year 2026/27 begins in it."""

STAFF_SHARE = 0.09
CLASS_SIZE = 26
SMALLEST_SCHOOL = 20
LARGEST_SCHOOL = 10_000


class Kind(StrEnum):
    """The forms of school, as an export from the school administration words them."""

    PRIMARY = "Grundschule"
    DISTRICT = "Stadtteilschule"
    GRAMMAR = "Gymnasium"
    VOCATIONAL = "Berufsbildende Schule"
    SPECIAL = "Sonderschule"


GRADES = {
    Kind.PRIMARY: (1, 4),
    Kind.DISTRICT: (5, 13),
    Kind.GRAMMAR: (5, 12),
    Kind.VOCATIONAL: (11, 13),
    Kind.SPECIAL: (1, 10),
}
_SIZES = {
    Kind.PRIMARY: 1.0,
    Kind.DISTRICT: 2.5,
    Kind.GRAMMAR: 2.2,
    Kind.VOCATIONAL: 3.0,
    Kind.SPECIAL: 0.5,
}
SECONDARY = (Kind.DISTRICT, Kind.GRAMMAR)

_P, _D, _G, _V, _S = Kind
# The first three make the smallest believable city; the rest is Hamburg's mixture.
# fmt: off
_MIXTURE = (
    _P, _D, _G, _P, _P, _V, _P, _D, _G, _P, _P, _P,
    _D, _G, _P, _S, _P, _V, _P, _G, _D, _P, _P,
)
# fmt: on


@dataclass(frozen=True, slots=True)
class CitySummary:
    """What was written, counted while writing.

    `changes` compares with the same city today: people who are new (`joins`), gone
    (`leaves`), have another home school (`moves`), another family name (`renames`), or
    another class of the same school (`class_changes`). Nobody counts twice.
    """

    people: int
    schools: int
    groups: int
    memberships: int
    changes: dict[str, int]


@dataclass(frozen=True, slots=True)
class School:
    """One school's size; everything else follows from it."""

    index: int
    kind: Kind
    people: int

    @property
    def staff(self) -> int:
        return max(3, round(self.people * STAFF_SHARE))

    @property
    def students(self) -> int:
        return self.people - self.staff

    @property
    def first_grade(self) -> int:
        return GRADES[self.kind][0]

    @property
    def grade_count(self) -> int:
        first, last = GRADES[self.kind]
        return last - first + 1

    def cohort_size(self, cohort: int) -> int:
        """How many entered in a year; a new year brings as many as the last one."""
        position = max(0, THIS_YEAR - cohort)
        return (self.students - position + self.grade_count - 1) // self.grade_count

    def has_grade(self, grade: int) -> bool:
        first, last = GRADES[self.kind]
        return first <= grade <= last


@dataclass(frozen=True)
class CityPlan:
    """The order for a city. The same plan always gives the same bytes."""

    schools: int
    people: int
    seed: int
    variant: Variant = "today"

    def __post_init__(self) -> None:
        if self.schools < 1 or self.people < SMALLEST_SCHOOL * self.schools:
            raise ValueError("A city needs a school, and a school 20 people.")
        if self.people > LARGEST_SCHOOL * self.schools:
            raise ValueError("A school cannot have more than 10,000 people.")

    @property
    def year(self) -> int:
        return THIS_YEAR + (self.variant == "next-year")

    def random(self, *purpose: object) -> Random:
        """The random numbers for one purpose; a text seeds alike on all machines."""
        seed = "/".join(map(str, (self.seed, self.schools, self.people, *purpose)))
        return Random(seed)  # noqa: S311 (invents people, guards nothing)

    @cached_property
    def all_schools(self) -> tuple[School, ...]:
        """All schools; their people add up to the order exactly."""
        kinds = [_MIXTURE[n % len(_MIXTURE)] for n in range(self.schools)]
        random = self.random("sizes")
        spare = self.people - SMALLEST_SCHOOL * self.schools
        weights = [_SIZES[kind] * random.uniform(0.75, 1.25) for kind in kinds]
        ends = [round(spare * end / sum(weights)) for end in accumulate(weights)]
        sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        return tuple(
            School(n, kind, SMALLEST_SCHOOL + size)
            for n, (kind, size) in enumerate(zip(kinds, sizes, strict=True))
        )

    @cached_property
    def _transfers(self) -> dict[tuple[int, int], tuple[int, int]]:
        return dict(self._assign_transfers())

    def transfer(self, school: int, number: int) -> tuple[int, int] | None:
        """The secondary school of a child after grade 4, and its place there."""
        return self._transfers.get((school, number))

    @cached_property
    def arrivals(self) -> dict[int, int]:
        """How many children each secondary school gets next year."""
        counts: dict[int, int] = {}
        for target, _place in self._transfers.values():
            counts[target] = counts.get(target, 0) + 1
        return counts

    def cohort_size(self, school: School, cohort: int) -> int:
        """How many students of a school entered in a year."""
        if cohort > THIS_YEAR and school.kind in SECONDARY and self._transfers:
            return self.arrivals.get(school.index, 0)
        return school.cohort_size(cohort)

    def class_count(self, school: School, cohort: int) -> int:
        """How many classes side by side a year has."""
        return max(1, ceil(self.cohort_size(school, cohort) / CLASS_SIZE))

    def peers(self, school: School, grade: int) -> list[School]:
        """Other schools a student of this grade could go to."""
        return [
            other
            for other in self._same_stage[stage_of(school.kind)]
            if other.index != school.index and other.has_grade(grade)
        ]

    @cached_property
    def _same_stage(self) -> dict[str, list[School]]:
        stages: dict[str, list[School]] = {}
        for school in self.all_schools:
            stages.setdefault(stage_of(school.kind), []).append(school)
        return stages

    def _assign_transfers(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        leavers = [
            (school.index, number)
            for school in self.all_schools
            if school.kind is Kind.PRIMARY
            for number in range(school.grade_count - 1, school.students, 4)
        ]
        targets = self._same_stage.get("secondary", [])
        if not targets:
            return
        random = self.random("transfers")
        random.shuffle(leavers)
        weights = [school.cohort_size(THIS_YEAR) for school in targets]
        places = dict.fromkeys((school.index for school in targets), -1)
        chosen = random.choices(targets, weights, k=len(leavers))
        for leaver, target in zip(leavers, chosen, strict=True):
            places[target.index] += 1
            yield leaver, (target.index, places[target.index])


def stage_of(kind: Kind) -> str:
    """Kinds of school between which a student can move."""
    return "secondary" if kind in SECONDARY else kind.name.lower()
