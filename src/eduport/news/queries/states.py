"""Which news is shown at a time, and which events there are."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from eduport.core.recurrence import DAY, real_time
from eduport.news.models import Event, NewsItem, NewsPicture, Publication
from eduport.news.rules.occurrences import MIDNIGHT
from eduport.news.rules.states import State, state_of

P = TypeVar("P", bound=Publication)


def published(rows: QuerySet[P]) -> QuerySet[P]:
    """No drafts, nothing from the trash."""
    return rows.filter(published_at__isnull=False, trashed_at=None)


def active_news(at: datetime) -> QuerySet[NewsItem]:
    """What is shown now."""
    rows = published(NewsItem.objects.all())
    return rows.filter(starts_at__lte=at, ends_at__gt=at)


def begun_news(at: datetime) -> QuerySet[NewsItem]:
    """What is shown now or was: the archive too, but nothing that is only planned."""
    return published(NewsItem.objects.all()).filter(starts_at__lte=at)


def shown_pictures() -> QuerySet[NewsPicture]:
    """The pictures that nobody removed; without their content."""
    return NewsPicture.objects.filter(removed_at=None).defer("content")


def published_events() -> QuerySet[Event]:
    """All events that are in calendars."""
    return published(Event.objects.all())


def of_open_schools(rows: QuerySet[P]) -> QuerySet[P]:
    """Without those of schools that were closed."""
    return rows.filter(Q(school=None) | Q(school__closed_at=None))


def item_state(item: Publication, at: datetime) -> State:
    """How far a news item is; an event is never planned: it is in the calendar."""
    times: dict[str, Any] = {"starts_at": None, "ends_at": None}
    if isinstance(item, NewsItem):
        times = {"starts_at": item.starts_at, "ends_at": item.ends_at}
    elif isinstance(item, Event) and item.over_on:
        times["ends_at"] = real_time(datetime.combine(item.over_on + DAY, MIDNIGHT))
    return state_of(
        published_at=item.published_at, trashed_at=item.trashed_at, at=at, **times
    )
