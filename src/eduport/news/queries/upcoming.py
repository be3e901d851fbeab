"""When an event takes place next."""

from datetime import date, datetime, timedelta
from itertools import islice

from eduport.core.recurrence import on_the_wall
from eduport.news.models import Event
from eduport.news.queries.series import Listed, occurrence_by_rule, series_of
from eduport.news.rules.occurrences import Occurrence, occurrences

AHEAD = timedelta(days=800)
"""Longer than from one leap day to the yearly event of two years later."""


def next_occurrences(event: Event, at: datetime, most: int = 10) -> list[Listed]:
    """The next times of an event; if it is over, the first one."""
    series, now = series_of(event), on_the_wall(at)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found = occurrences(series, midnight, max(midnight, series.first) + AHEAD)
    coming = list(islice(found, most))
    if not coming:
        first = occurrences(series, series.first, series.first + timedelta(days=1))
        coming = list(islice(first, 1))
    return [Listed(event, one) for one in coming]


def left_out_days(event: Event, since: date | None = None) -> list[date]:
    """The days on which a repeated event does not take place, in order."""
    days = [one.occurs_on for one in event.exceptions.all() if one.is_left_out]
    return sorted(day for day in days if since is None or day >= since)


def one_day(event: Event, day: date) -> Occurrence | None:
    """How the occurrence of a day is: as it was changed, or as the rule has it."""
    changed = {one.named_on: one for one in series_of(event).changed}
    return changed.get(day) or occurrence_by_rule(event, day)
