"""When an event takes place next."""

from datetime import datetime, timedelta
from itertools import islice

from eduport.core.recurrence import on_the_wall
from eduport.news.models import Event
from eduport.news.queries.series import Listed, series_of
from eduport.news.rules.occurrences import occurrences

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
