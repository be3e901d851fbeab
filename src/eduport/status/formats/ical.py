"""Maintenance as a calendar that people subscribe to (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from eduport.status.types import BoardWindow

REFRESH = timedelta(hours=1)


def calendar_of(
    windows: Iterable[BoardWindow], title: str, *, url: str, at: datetime
) -> bytes:
    """Each occurrence as an event with a name of its own, cancelled ones marked.

    Events carry real times (UTC), not rules: what was extended, cancelled or lies in
    days without maintenance is right in every program.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//eduPort//status//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for window in windows:
        calendar.add_component(_event(window, url=url, at=at))
    return bytes(calendar.to_ical())


def _event(window: BoardWindow, *, url: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{window.key}@eduport")
    event.add("dtstamp", at)
    event.add("summary", str(window.title))
    if window.text:
        event.add("description", str(window.text))
    event.add("dtstart", window.starts_at)
    event.add("dtend", window.ends_at)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    changed = window.cancelled_at or window.extended_at
    event.add("sequence", 1 if changed else 0)
    event.add("status", "CANCELLED" if window.cancelled_at else "CONFIRMED")
    return event
