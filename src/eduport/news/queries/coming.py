"""What takes place in the next days: the small calendar of the dashboard."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from eduport.core.actor import Actor
from eduport.core.kept import ReaderQuery
from eduport.core.recurrence import on_the_wall
from eduport.news.models import Event, EventAudience, EventException
from eduport.news.queries.series import Listed, listed_between
from eduport.news.queries.states import published_events
from eduport.news.queries.visible import in_role, near
from eduport.news.types import EventCard

AHEAD = timedelta(days=8)
"""Today, and seven days more."""
SHOWN = 5
COLUMNS = ("occurs_on", "starts_at", "ends_at", "starts_on", "last_day_on", "place")


def candidates(actor: Actor, at: datetime) -> list[EventAudience]:
    """What may concern the actor in the next days: one query, with the exceptions.

    An event comes once for each group through which it does.
    """
    return _CANDIDATES.all(actor, on_the_wall(at).date(), _before(at).date())


def _between(actor: Actor, first: date, before: date) -> QuerySet[EventAudience]:
    soon = published_events().filter(
        Q(over_on=None) | Q(over_on__gte=first), begins_on__lt=before
    )
    exceptions = EventException.objects.filter(event=OuterRef("item"))
    rows = EventAudience.objects.filter(near(actor), in_role(actor), item__in=soon)
    different = exceptions.values(json=JSONObject(**{name: name for name in COLUMNS}))
    return rows.select_related("item__school").annotate(
        different=ArraySubquery(different)
    )


_CANDIDATES = ReaderQuery(_between, date.min, date.max)


def cards(rows: Iterable[Any], at: datetime) -> list[EventCard]:
    """The next occurrences of these events, in order, each once."""
    first = on_the_wall(at)
    found = {row.item_id: row for row in rows}
    coming = merge(
        *(
            listed_between(row.item, _exceptions(row), first, _before(at))
            for row in found.values()
        ),
        key=lambda one: one.order,
    )
    return [_card(one) for one in islice(coming, SHOWN)]


def _before(at: datetime) -> datetime:
    midnight = on_the_wall(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + AHEAD


def _exceptions(row: Any) -> list[EventException]:
    """The days that differ, as they stand in the table."""
    return [EventException(**_from_json(one)) for one in row.different]


def _from_json(values: dict[str, str | None]) -> dict[str, Any]:
    fields: list[Any] = [EventException._meta.get_field(name) for name in COLUMNS]
    return {field.name: field.to_python(values[field.name]) for field in fields}


def _card(one: Listed) -> EventCard:
    event: Event = one.event
    return EventCard(
        event.title,
        one.period,
        one.place,
        str(event.school or ""),
        one.is_changed,
        reverse("news:event", args=[event.uid]),
    )
