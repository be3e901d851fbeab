"""Events and their occurrences, from rows to what the rules calculate with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from eduport.core.recurrence import real_time
from eduport.news.formats.words import period
from eduport.news.models import Event, EventException
from eduport.news.rules.occurrences import (
    MIDNIGHT,
    Occurrence,
    Series,
    moved_to,
    occurrences,
    timed,
    whole_days,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An occurrence with the event that it is of."""

    event: Event
    occurrence: Occurrence

    @property
    def key(self) -> str:
        return f"{self.event.uid}.{self.occurrence.named_on:%Y%m%d}"

    @property
    def order(self) -> tuple[datetime, str]:
        """Whole days come before the times of the same day."""
        day = datetime.combine(self.occurrence.occurs_on, MIDNIGHT)
        begin = self.occurrence.starts_at or real_time(day)
        return begin.astimezone(UTC), self.key

    @property
    def place(self) -> str:
        return self.occurrence.place or self.event.place

    @property
    def is_changed(self) -> bool:
        return self.occurrence.instead_of is not None

    @property
    def period(self) -> str:
        one = self.occurrence
        return period(one.starts_at, one.ends_at, one.occurs_on, one.last_day_on)


def series_of(event: Event) -> Series:
    """An event as it was entered; prefetch `exceptions` where there are many."""
    return _with_exceptions(event, event.exceptions.all())


def listed_between(
    event: Event,
    exceptions: Iterable[EventException],
    first: datetime,
    before: datetime,
) -> Iterator[Listed]:
    """The occurrences that overlap a period on the wall, in order."""
    series = _with_exceptions(event, exceptions)
    return (Listed(event, one) for one in occurrences(series, first, before))


def _with_exceptions(event: Event, exceptions: Iterable[EventException]) -> Series:
    found = list(exceptions)
    left_out = frozenset(one.occurs_on for one in found if one.is_left_out)
    changed = [changed_one(one) for one in found if not one.is_left_out]
    return replace(rule_of(event), without=left_out, changed=changed)


def rule_of(event: Event) -> Series:
    """An event as its rule says, without exceptions."""
    first, lasts = span_of(event)
    return Series(first, lasts, event.is_all_day, event.rule, event.repeated_until)


def occurrence_by_rule(event: Event, day: date) -> Occurrence | None:
    """The occurrence that the rule has on a day, whatever became of it."""
    begin = datetime.combine(day, MIDNIGHT)
    found = occurrences(rule_of(event), begin, begin + timedelta(days=1))
    return next((one for one in found if event.rule and one.occurs_on == day), None)


def changed_one(one: EventException) -> Occurrence:
    """An occurrence that is then and there instead of on the day of the rule."""
    day, place = one.occurs_on, one.place
    if one.starts_at and one.ends_at:
        return moved_to(one.starts_at, one.ends_at, day, place)
    if one.starts_on and one.last_day_on:
        return Occurrence(one.starts_on, one.last_day_on, instead_of=day, place=place)
    raise ValueError("an occurrence without times and days")


def span_of(event: Event) -> tuple[datetime, timedelta]:
    """Start and length, on the wall."""
    if event.starts_on and event.last_day_on:
        return whole_days(event.starts_on, event.last_day_on)
    if event.starts_at and event.ends_at:
        return timed(event.starts_at, event.ends_at)
    raise ValueError("an event without times and days")
