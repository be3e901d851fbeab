"""The pages of a calendar: which days stand on them, what is before and after."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
LISTED = 28 * DAY
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
DECEMBER = 12


class Shape(StrEnum):
    """How a calendar is shown."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A page of a calendar. `before` is the first day that is not on it any more."""

    shape: Shape
    on: dt.date
    first: dt.date
    before: dt.date
    earlier: dt.date
    later: dt.date

    @property
    def days(self) -> list[dt.date]:
        return [self.first + DAY * n for n in range((self.before - self.first).days)]

    @property
    def last(self) -> dt.date:
        return self.before - DAY


def page_on(shape: Shape, on: dt.date) -> CalendarPage:
    """The page on which a day stands; weeks begin on Monday (ISO 8601)."""
    on = min(max(on, EARLIEST), LATEST)
    if shape == Shape.WEEK:
        first = monday(on)
        return CalendarPage(shape, on, first, first + WEEK, on - WEEK, on + WEEK)
    if shape == Shape.LIST:
        return CalendarPage(shape, on, on, on + LISTED, on - LISTED, on + LISTED)
    first = on.replace(day=1)
    following = next_month(first)
    before = monday(following - DAY) + WEEK
    return CalendarPage(
        shape, on, monday(first), before, (first - DAY).replace(day=1), following
    )


def monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def next_month(first: dt.date) -> dt.date:
    if first.month == DECEMBER:
        return first.replace(year=first.year + 1, month=1)
    return first.replace(month=first.month + 1)
