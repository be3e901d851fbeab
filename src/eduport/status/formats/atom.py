"""Incidents and maintenance as an Atom feed (RFC 4287)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from eduport.status.formats.words import incident_state, period
from eduport.status.types import Board, BoardIncident, BoardWindow

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said."""

    uid: str
    title: str
    text: str
    anchor: str
    at: datetime


def feed_of(board: Board, language: str, *, url: str, page_url: str) -> str:
    """What was said about incidents, and announced maintenance, the newest first."""
    with override(language):
        entries = sorted(_entries(board), key=lambda one: one.at, reverse=True)[:NEWEST]
        feed = Atom1Feed(
            title=_("State of the services"),
            link=page_url,
            feed_url=url,
            description="",
            language=language,
        )
        for one in entries:
            feed.add_item(
                title=one.title,
                link=f"{page_url}#{one.anchor}",
                description=one.text,
                unique_id=f"urn:eduport:status:{one.uid}",
                updateddate=one.at,
                pubdate=one.at,
            )
        # Without entries the feed would say that it changed this very moment.
        feed.latest_post_date = lambda: max(  # type: ignore[method-assign]  # see above
            (one.at for one in entries), default=board.made_at
        )
        return feed.writeString("utf-8")


def _entries(board: Board) -> Iterator[Entry]:
    for incident in board.incidents:
        yield from _about_incident(incident)
    for window in board.windows:
        if window.cancelled_at or window.announced_at <= board.made_at:
            yield _about_window(window)


def _about_incident(incident: BoardIncident) -> Iterator[Entry]:
    for number, update in enumerate(reversed(incident.updates)):
        yield Entry(
            f"{incident.uid}:{number}",
            f"{incident_state(update.state)}: {incident.title}",
            str(update.text),
            f"incident-{incident.uid}",
            update.at,
        )


def _about_window(window: BoardWindow) -> Entry:
    text = f"{period(window.starts_at, window.ends_at)}. {window.text}".strip()
    title = str(window.title)
    if window.cancelled_at:
        title = _("Cancelled: %(title)s") % {"title": title}
    said_at = window.cancelled_at or window.extended_at or window.announced_at
    return Entry(window.key, title, text, f"window-{window.key}", said_at)
