"""Values that the files of this domain share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """A course as it is described."""

    kind: str
    title: str
    summary: str
    hours: Decimal
    text: str = ""
    audience: str = ""
    price: Decimal = Decimal(0)
    needs_approval: bool = False
    cancel_days: int | None = None
    counts_for_appointment: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A date as it is planned. `trainers` are keys of persons."""

    starts_at: datetime
    ends_at: datetime
    seats: int
    place: str = ""
    online_url: str = ""
    trainers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A date as it stands in somebody's calendar."""

    uid: str
    sequence: int
    title: str
    text: str
    place: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    url: str
    organizer: str


class Period(NamedTuple):
    """From when until when."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What a school asks for."""

    participants: int
    wishes: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Attended:
    """How many were there, and whose names are known: `present` are keys of persons.

    None keeps the names that are noted: who says how many does not always know who.
    """

    participants: int
    present: Collection[int] | None = None
