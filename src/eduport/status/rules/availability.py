"""How a component was on each of the last 90 days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from eduport.status.rules.occurrences import real_time
from eduport.status.rules.states import worst
from eduport.status.types import BoardComponent, BoardDay, BoardIncident, State

DAYS = 90
ONE = timedelta(days=1)
# A few minutes are a hiccup, an hour is an outage of the day.
BAD_DAY = timedelta(hours=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: how it was, or nothing if nobody looked and nobody complained."""

    day: date
    state: State | None
    down_seconds: int = 0


def bars(
    component: BoardComponent, incidents: Iterable[BoardIncident], today: date
) -> list[Bar]:
    """The last 90 days, today last."""
    seen = {one.day: one for one in component.days}
    mine = [one for one in incidents if component.id in one.component_ids]
    days = [today - n * ONE for n in reversed(range(DAYS))]
    return [_bar(day, seen.get(day), mine) for day in days]


def _bar(day: date, seen: BoardDay | None, incidents: Sequence[BoardIncident]) -> Bar:
    start = real_time(datetime.combine(day, time()))
    end = real_time(datetime.combine(day + ONE, time()))
    found = [
        one.impact
        for one in incidents
        if one.started_at < end and (one.resolved_at is None or one.resolved_at > start)
    ]
    if seen and seen.down_seconds:
        is_bad = seen.down_seconds >= BAD_DAY
        found.append(State.PARTIAL_OUTAGE if is_bad else State.DEGRADED)
    down = seen.down_seconds if seen else 0
    if not found and seen is None:
        return Bar(day, None)
    return Bar(day, worst(found), down)


def available_percent(days: Sequence[BoardDay]) -> float | None:
    """Of the time in which somebody looked, outside of maintenance."""
    observed = sum(one.observed_seconds for one in days)
    if not observed:
        return None
    down = sum(one.down_seconds for one in days)
    # Never 100 when it was not: rounded down to two places.
    return int(10_000 * (observed - down) / observed) / 100
