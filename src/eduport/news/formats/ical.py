"""Events as a calendar that people subscribe to (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration, vRecur

from eduport.core.recurrence import BERLIN, DAY, real_time
from eduport.news.formats.markdown import plain_of
from eduport.news.types import FeedChange, FeedEvent

END_OF_DAY = timedelta(days=1, seconds=-1)
YEARS = 20
"""So far ahead the changes of the clock are written; programs know the later ones."""


def calendar_of(
    events: Iterable[FeedEvent], title: str, *, url: str, refresh: timedelta
) -> bytes:
    """Each event once with its rule and its exceptions, and then the days that differ.

    Times stand on the clock of Berlin, so that 19:00 stays 19:00; days are dates. The
    same events are the same bytes, whenever somebody asks.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//eduPort//news//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("url", url)
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    years = []
    for event in events:
        for component in (_event(event), *_changed(event)):
            calendar.add_component(component)
            years.append(component.start.year)
    if any(
        component.get("rrule") or _has_time(component) for component in calendar.events
    ):
        first = date(min(years), 1, 1)
        calendar.add_missing_timezones(
            first_date=first, last_date=date(max(years) + YEARS, 1, 1)
        )
    return bytes(calendar.to_ical())


def _has_time(event: Event) -> bool:
    return isinstance(event.start, datetime)


def _event(one: FeedEvent) -> Event:
    event = Event()
    event.add("uid", f"{one.uid}@eduport")
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("created", one.created_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("summary", one.title)
    event.add("categories", [one.kind])
    event.add("url", one.url)
    if one.text:
        event.add("description", plain_of(one.text))
    if one.place:
        event.add("location", one.place)
    if not one.is_public:
        event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if one.starts_at is None else "OPAQUE")
    _add_times(event, one)
    return event


def _changed(one: FeedEvent) -> list[Event]:
    """Days that are different: the same event, without the rule (RFC 5545 §3.8.4.4)."""
    return [_changed_day(one, change) for change in one.changed]


def _changed_day(one: FeedEvent, change: FeedChange) -> Event:
    event = _event(
        replace(
            one,
            first_day=change.first_day,
            last_day=change.last_day,
            starts_at=change.starts_at,
            ends_at=change.ends_at,
            place=change.place,
            rule="",
        )
    )
    event.add("recurrence-id", _start_on(one, change.occurs_on))
    return event


def _add_times(event: Event, one: FeedEvent) -> None:
    if one.starts_at is None or one.ends_at is None:
        event.add("dtstart", one.first_day)
        # RFC 5545 §3.6.1: the end is the day after the last one.
        event.add("dtend", one.last_day + DAY)
    else:
        event.add("dtstart", one.starts_at.astimezone(BERLIN))
        event.add("dtend", one.ends_at.astimezone(BERLIN))
    if not one.rule:
        return
    rule = vRecur.from_ical(one.rule)
    if one.until:
        rule["UNTIL"] = [_until(one, one.until)]
    event.add("rrule", rule)
    for day in sorted(one.without):
        event.add("exdate", _start_on(one, day))


def _until(one: FeedEvent, last: date) -> date | datetime:
    """RFC 5545 §3.3.10: a date for days, UTC for what has a time."""
    if one.starts_at is None:
        return last
    return real_time(datetime.combine(last, datetime.min.time()) + END_OF_DAY)


def _start_on(one: FeedEvent, day: date) -> date | datetime:
    if one.starts_at is None:
        return day
    time = one.starts_at.astimezone(BERLIN).time()
    return datetime.combine(day, time, tzinfo=BERLIN)
