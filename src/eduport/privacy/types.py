"""What the record of processing activities is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Model
from django_stubs_ext import StrOrPromise

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    PersonalData,
)


class Domain(Protocol):
    """What `services/personal_data.py` of a domain offers."""

    ACTIVITY: Activity
    OTHERS: Declarations

    def export(self, person_id: int) -> list[Part]:
        """All that is stored about a person."""

    def erase(self, person_ids: Sequence[int], *, at: datetime) -> Counts:
        """Erase persons, in the caller's transaction; say how many rows went."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of data, and for how long it stays."""

    model: type[Model]
    declared: PersonalData
    period: StrOrPromise


@dataclass(frozen=True, slots=True)
class Processing:
    """A processing activity with all its kinds of data."""

    activity: Activity
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Due:
    """How many rows of a model have had their time, and which task removes them."""

    line: Line
    task: str
    rows: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one domain stores about a person."""

    activity: Activity
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A kind of data that is not handed out, and the reason."""

    what: StrOrPromise
    reason: StrOrPromise
