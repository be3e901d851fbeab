"""What somebody has written, to be changed by a test."""

import datetime as dt

from eduport.audit.models import LogEntry
from eduport.news.services.events import EventDraft
from eduport.news.services.items import (
    ItemDraft,
)
from eduport.news.types import Audience
from tests.factories.people import NOON

DAY = dt.timedelta(days=1)
TUESDAY = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)


def draft(**values):
    given = {"title": "Neues", "text": "Text", "starts_at": NOON, "ends_at": NOON + DAY}
    return ItemDraft(**given | {"audience": Audience()} | values)


def event_draft(**values):
    times = {"starts_at": TUESDAY, "ends_at": TUESDAY + dt.timedelta(hours=2)}
    given = {"title": "Abend", "kind": "school", "audience": Audience()} | times
    return EventDraft(**given | values)


def actions():
    return list(LogEntry.objects.order_by("pk").values_list("action", flat=True))
