"""Days, months, and which months lie in a period as a whole."""

from collections.abc import Iterator
from datetime import date, timedelta

from eduport.stats.types import Period

DAY = timedelta(days=1)
MOST_DAYS = 62
"""A longer period is shown month by month."""


def first_of_next(day: date) -> date:
    """The first day of the month after that of a day."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


def months_within(period: Period) -> tuple[date, date]:
    """The first day of the first whole month, and the one after the last."""
    begin = period.starts_on
    first = begin if begin.day == 1 else first_of_next(begin)
    return first, period.ends_on.replace(day=1)


def steps_of(period: Period) -> list[date]:
    """The days of a period, or its months if there are too many days."""
    if not by_month(period):
        days = (period.ends_on - period.starts_on).days
        return [period.starts_on + place * DAY for place in range(days)]
    return list(_months(period))


def by_month(period: Period) -> bool:
    """Whether a period is too long for days."""
    return (period.ends_on - period.starts_on).days > MOST_DAYS


def _months(period: Period) -> Iterator[date]:
    month = period.starts_on.replace(day=1)
    while month < period.ends_on:
        yield month
        month = first_of_next(month)


def whole_months(begin: date, last: date) -> list[date]:
    """The first days of the months that begin within these days."""
    first = begin if begin.day == 1 else first_of_next(begin)
    return list(_months(Period(first, last + DAY)))


def school_year_of(day: date) -> date:
    """The first of August on or before a day."""
    begin = date(day.year, 8, 1)
    return begin if begin <= day else date(day.year - 1, 8, 1)
