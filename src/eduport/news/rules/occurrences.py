"""When an event takes place: by a rule, on the clock of Berlin, with exceptions.

The start of each occurrence is computed on the clock on the wall, and so is its end:
19:00 to 21:00 stays so over both changes of the clock. Days are dates and have no time.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from eduport.core.recurrence import (
    DAY,
    is_rule,
    on_the_wall,
    real_time,
    starts_by,
)

MOST = 1000
"""So often is an event repeated at most, if it says how often."""
FOREVER = dt.datetime(9999, 1, 1)  # noqa: DTZ001 -- on the wall
MIDNIGHT = dt.time()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place; with times, or whole days, both included.

    What was changed keeps the name of the day on which the rule has it, and may say
    another place.
    """

    occurs_on: dt.date
    last_day_on: dt.date
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    instead_of: dt.date | None = None
    place: str = ""

    @property
    def named_on(self) -> dt.date:
        return self.instead_of or self.occurs_on

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From when until when, on the wall."""
        if self.starts_at and self.ends_at:
            return on_the_wall(self.starts_at), on_the_wall(self.ends_at)
        last = dt.datetime.combine(self.last_day_on, MIDNIGHT)
        return dt.datetime.combine(self.occurs_on, MIDNIGHT), last + DAY


@dataclass(frozen=True, slots=True)
class Series:
    """An event as it was entered. `first` and `lasts` are on the clock on the wall."""

    first: dt.datetime
    lasts: dt.timedelta
    is_all_day: bool
    rule: str = ""
    until: dt.date | None = None
    without: frozenset[dt.date] = frozenset()
    changed: Sequence[Occurrence] = ()


def timed(
    starts_at: dt.datetime, ends_at: dt.datetime
) -> tuple[dt.datetime, dt.timedelta]:
    """Start and length of an event with times, on the wall."""
    first = on_the_wall(starts_at)
    # In the night of October the clock may show an earlier time at the end.
    return first, max(on_the_wall(ends_at) - first, dt.timedelta())


def whole_days(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.timedelta]:
    """Start and length of an event that has days only."""
    return dt.datetime.combine(first, MIDNIGHT), last - first + DAY


def occurrences(
    series: Series, after: dt.datetime, before: dt.datetime
) -> Iterator[Occurrence]:
    """What overlaps [after, before), both on the wall, in order."""
    named = ((one.span, one) for one in _by_rule(series, after, before))
    changed = sorted(((one.span, one) for one in series.changed), key=_begin)
    for (begin, end), one in merge(named, changed, key=_begin):
        if begin < before and (end > after or begin >= after):
            yield one


def _begin(found: tuple[tuple[dt.datetime, dt.datetime], Occurrence]) -> dt.datetime:
    return found[0][0]


def _by_rule(
    series: Series, after: dt.datetime, before: dt.datetime
) -> Iterator[Occurrence]:
    """What the rule names, but for the days that are not as it says."""
    others = series.without.union(one.named_on for one in series.changed)
    for start in _starts(series, after - series.lasts - DAY, before):
        if start.date() not in others:
            yield _occurrence(series, start, start + series.lasts)


def moved_to(
    starts_at: dt.datetime, ends_at: dt.datetime, instead_of: dt.date, place: str = ""
) -> Occurrence:
    """An occurrence at these times instead of on its day."""
    start, end = on_the_wall(starts_at), on_the_wall(ends_at)
    last = _last_day(start, end)
    return Occurrence(start.date(), last, starts_at, ends_at, instead_of, place)


def last_day(series: Series) -> dt.date | None:
    """The last day of the last occurrence; None if there is no last one."""
    # One that was put off may come after the last of the rule.
    late = [one.last_day_on for one in series.changed]
    if series.rule and series.until is None and "COUNT" not in series.rule:
        return None
    last = series.first
    for start in _starts(series, series.first, FOREVER):
        last = start
    return max([_occurrence(series, last, last + series.lasts).last_day_on, *late])


def first_day(series: Series) -> dt.date:
    """The first day of all; one that was brought forward may come before the rule's."""
    return min([series.first.date(), *(one.occurs_on for one in series.changed)])


def takes_place(series: Series, day: dt.date) -> bool:
    """Whether an occurrence begins on this day by the rule."""
    midnight = dt.datetime.combine(day, MIDNIGHT)
    starts = _starts(series, midnight, midnight + DAY)
    return any(start.date() == day for start in starts)


def fits(series: Series) -> bool:
    """Whether the rule can be computed, and the first time is one of it.

    Programs disagree about a first time that does not fit (RFC 5545 §3.8.5.3).
    """
    if not series.rule:
        return True
    count = re.search(r"COUNT=(\d+)", series.rule)
    if count and int(count[1]) > MOST:
        return False
    # Without the number the search ends, even if it never comes true.
    if not is_rule(re.sub(r";?COUNT=\d+", "", series.rule)) or not is_rule(series.rule):
        return False
    return takes_place(series, series.first.date())


def _starts(
    series: Series, earliest: dt.datetime, before: dt.datetime
) -> Iterator[dt.datetime]:
    if series.until:
        before = min(before, dt.datetime.combine(series.until + DAY, MIDNIGHT))
    yield from starts_by(series.rule, series.first, earliest, before)


def _occurrence(series: Series, start: dt.datetime, end: dt.datetime) -> Occurrence:
    if series.is_all_day:
        return Occurrence(start.date(), (end - DAY).date())
    last = _last_day(start, end)
    return Occurrence(start.date(), last, real_time(start), real_time(end))


def _last_day(start: dt.datetime, end: dt.datetime) -> dt.date:
    """What ends at midnight is over on the day before."""
    return end.date() if end.time() > MIDNIGHT or end == start else (end - DAY).date()
