"""Events and their occurrences, from rows to what the rules calculate with."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from eduport.core.recurrence import real_time
from eduport.news.formats.words import period
from eduport.news.models import Event
from eduport.news.rules.occurrences import (
    MIDNIGHT,
    Occurrence,
    Series,
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
        return f"{self.event.uid}.{self.occurrence.occurs_on:%Y%m%d}"

    @property
    def order(self) -> tuple[datetime, str]:
        """Whole days come before the times of the same day."""
        day = datetime.combine(self.occurrence.occurs_on, MIDNIGHT)
        begin = self.occurrence.starts_at or real_time(day)
        return begin.astimezone(UTC), self.key

    @property
    def period(self) -> str:
        one = self.occurrence
        return period(one.starts_at, one.ends_at, one.occurs_on, one.last_day_on)


def series_of(event: Event) -> Series:
    """An event as it was entered; prefetch `exceptions` where there are many."""
    without = frozenset(one.occurs_on for one in event.exceptions.all())
    first, lasts = span_of(event)
    return Series(
        first, lasts, event.is_all_day, event.rule, event.repeated_until, without
    )


def span_of(event: Event) -> tuple[datetime, timedelta]:
    """Start and length, on the wall."""
    if event.starts_on and event.last_day_on:
        return whole_days(event.starts_on, event.last_day_on)
    if event.starts_at and event.ends_at:
        return timed(event.starts_at, event.ends_at)
    raise ValueError("an event without times and days")
