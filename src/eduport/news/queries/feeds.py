"""What calendars and feeds consist of, and since when they are as they are."""

from datetime import UTC, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from eduport.core.actor import Actor
from eduport.news.models import Event, NewsItem
from eduport.news.queries.public import public_events
from eduport.news.queries.reading import own_events
from eduport.news.queries.series import series_of
from eduport.news.rules.occurrences import Occurrence
from eduport.news.types import FeedChange, FeedEvent
from eduport.people.models import School

LOOK_BACK = timedelta(days=366)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
MOST = 2000


def public_calendar(
    school: School | None, at: datetime, *, base_url: str
) -> list[FeedEvent]:
    """The public events of a school or the authority: those of a year, and all to come.

    Two queries.
    """
    return _feed(public_events().filter(school=school), at, base_url=base_url)


def own_calendar(actor: Actor, at: datetime, *, base_url: str) -> list[FeedEvent]:
    """All events that are meant for the actor: of a year, and all to come."""
    return _feed(own_events(actor), at, base_url=base_url)


def news_changed_at(school: School | None, at: datetime) -> datetime:
    """When the feed of a school became what it is, also by what vanished from it."""
    rows = NewsItem.objects.filter(school=school)
    found = rows.aggregate(
        changed=Max("changed_at"),
        began=Max("starts_at", filter=Q(starts_at__lte=at)),
        ended=Max("ends_at", filter=Q(ends_at__lte=at)),
    )
    moments: list[datetime] = [moment for moment in found.values() if moment]
    return max(moments, default=BEGINNING)


def _feed(rows: QuerySet[Event], at: datetime, *, base_url: str) -> list[FeedEvent]:
    since = (at - LOOK_BACK).date()
    recent = rows.filter(Q(over_on=None) | Q(over_on__gte=since)).order_by(
        "begins_on", "pk"
    )
    return [_feed_event(event, base_url) for event in recent[:MOST]]


def _feed_event(event: Event, base_url: str) -> FeedEvent:
    series = series_of(event)
    return FeedEvent(
        event.uid,
        event.title,
        event.text,
        event.place,
        event.get_kind_display(),
        event.is_public,
        event.starts_on or series.first.date(),
        event.last_day_on or series.first.date(),
        event.starts_at,
        event.ends_at,
        event.rule,
        event.repeated_until,
        sorted(series.without),
        [_feed_change(one, event.place) for one in series.changed],
        event.sequence,
        event.created_at,
        event.changed_at,
        base_url + reverse("news:event", args=[event.uid]),
    )


def _feed_change(one: Occurrence, place: str) -> FeedChange:
    return FeedChange(
        one.named_on,
        one.occurs_on,
        one.last_day_on,
        one.starts_at,
        one.ends_at,
        one.place or place,
    )
