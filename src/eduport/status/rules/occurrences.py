"""When maintenance takes place: by a rule, on the clock of Berlin, one at a time.

A rule is computed on the clock on the wall and only then brought to real time: 22:00
stays 22:00 when the clock changes (see `core.recurrence`). Nothing is computed further
than somebody asks.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eduport.core.recurrence import (
    BERLIN,
    DAY,
    is_rule,
    on_the_wall,
    real_time,
    starts_by,
)

__all__ = ["BERLIN", "DAY", "is_rule", "on_the_wall", "real_time"]
LONGEST = 7 * DAY


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody decided about one occurrence."""

    ends_at: dt.datetime | None = None
    extended_at: dt.datetime | None = None
    cancelled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class FrozenDays:
    """Days without maintenance, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Series:
    """A window as it was planned, and what became of single occurrences."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    rule: str = ""
    last_day_on: dt.date | None = None
    changes: Mapping[dt.datetime, Change] = field(default_factory=dict)
    frozen: Sequence[FrozenDays] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of maintenance. `occurs_at` is its start by the rule: its name."""

    occurs_at: dt.datetime
    ends_at: dt.datetime
    change: Change = field(default_factory=Change)

    @property
    def starts_at(self) -> dt.datetime:
        return self.occurs_at

    @property
    def is_cancelled(self) -> bool:
        return self.change.cancelled_at is not None


def occurrences(
    series: Series, after: dt.datetime, before: dt.datetime
) -> Iterator[Occurrence]:
    """What overlaps [after, before), in order, cancelled ones too.

    An occurrence that would touch frozen days does not take place and is left out.
    """
    lasts = on_the_wall(series.ends_at) - on_the_wall(series.starts_at)
    # Longer by what an extension may add, and by the hour of a change of the clock.
    earliest = on_the_wall(after) - LONGEST - DAY
    for start in _starts(series, earliest, on_the_wall(before)):
        occurs_at = real_time(start)
        change = series.changes.get(occurs_at, Change())
        ends_at = change.ends_at or real_time(start + lasts, last=True)
        if ends_at > after and not touches(occurs_at, ends_at, series.frozen):
            yield Occurrence(occurs_at, ends_at, change)


def find_occurrence(series: Series, occurs_at: dt.datetime) -> Occurrence | None:
    """The occurrence that starts then by the rule, if there is one."""
    tick = dt.timedelta(seconds=1)
    found = occurrences(series, occurs_at, occurs_at + tick)
    return next((one for one in found if one.occurs_at == occurs_at), None)


def next_occurrence(series: Series, at: dt.datetime) -> Occurrence | None:
    """The one that is running or comes next and takes place, within two years."""
    found = occurrences(series, at, at + 731 * DAY)
    return next((one for one in found if not one.is_cancelled), None)


def touches(
    starts_at: dt.datetime, ends_at: dt.datetime, frozen: Sequence[FrozenDays]
) -> bool:
    """Whether a period lies in frozen days, with a single moment."""
    return first_touched(starts_at, ends_at, frozen) is not None


def first_touched(
    starts_at: dt.datetime, ends_at: dt.datetime, frozen: Sequence[FrozenDays]
) -> FrozenDays | None:
    """The frozen days in which a period lies."""
    for days in frozen:
        begins = real_time(dt.datetime.combine(days.first, dt.time()))
        is_over = real_time(dt.datetime.combine(days.last + DAY, dt.time()))
        if starts_at < is_over and ends_at > begins:
            return days
    return None


def _starts(
    series: Series, earliest: dt.datetime, before: dt.datetime
) -> Iterator[dt.datetime]:
    first = on_the_wall(series.starts_at)
    if series.last_day_on:
        before = min(before, dt.datetime.combine(series.last_day_on + DAY, dt.time()))
    yield from starts_by(series.rule, first, earliest, before)
