"""A training as an entry of a calendar (RFC 5545, RFC 5546)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress

from eduport.training.types import CalendarEntry


def calendar_of(entries: Iterable[CalendarEntry], *, at: datetime) -> bytes:
    """A calendar that programs take over: each entry replaces the one with its UID.

    PUBLISH, not REQUEST: nobody reads answers. A later version has a higher SEQUENCE,
    and one that does not take place is CANCELLED. Times are real times (UTC), so that
    no program has to know when our clocks are changed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//eduPort//training//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, at=at))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, *, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("organizer", vCalAddress(f"mailto:{entry.organizer}"))
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    if entry.place:
        event.add("location", entry.place)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event
