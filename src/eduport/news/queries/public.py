"""What anybody may read: public news and events of a school, or of the authority.

Nothing here asks who is reading. For homepages, feeds and the search.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from eduport.core.recurrence import on_the_wall
from eduport.news.formats.markdown import html_of, summary_of
from eduport.news.models import Event, NewsItem, NewsPicture
from eduport.news.queries.series import Listed, listed_between
from eduport.news.queries.states import (
    active_news,
    of_open_schools,
    published_events,
    shown_pictures,
)
from eduport.news.types import PublicEvent, PublicNews, PublicPicture
from eduport.people.models import School


def public_news_of(
    school: School | None, at: datetime, limit: int = 10
) -> list[PublicNews]:
    """The public news of a school that is shown now, the newest first: two queries.

    With None it is that of the authority. Nothing of a school that was closed.
    """
    rows = public_news(at).filter(school=school).order_by("-starts_at", "-pk")
    return [shown_news(item) for item in rows[:limit]]


def public_news(at: datetime) -> QuerySet[NewsItem]:
    """All public news that is shown now, with its pictures but not their content."""
    pictures = Prefetch("pictures", shown_pictures())
    rows = of_open_schools(active_news(at).filter(is_public=True))
    return rows.select_related("school").prefetch_related(pictures)


def public_events_of(
    school: School | None,
    starts_at: datetime,
    ends_at: datetime,
    limit: int = 50,
) -> list[PublicEvent]:
    """The occurrences of public events of a school that overlap a period, in order.

    With None they are the authority's. The end of the period is not included. Nothing
    of a school that was closed. Two queries.
    """
    first, before = on_the_wall(starts_at), on_the_wall(ends_at)
    rows = public_events().filter(school=school)
    return list(islice(map(_shown, in_period(rows, first, before)), limit))


def public_events() -> QuerySet[Event]:
    """All public events, whenever they are."""
    rows = of_open_schools(published_events().filter(is_public=True))
    return rows.select_related("school").prefetch_related("exceptions")


def in_period(
    events: QuerySet[Event], first: datetime, before: datetime
) -> Iterable[Listed]:
    """The occurrences that overlap a period on the wall, in order of their starts."""
    near = events.filter(
        Q(over_on=None) | Q(over_on__gte=first.date()), begins_on__lte=before.date()
    )
    found = [
        listed_between(event, event.exceptions.all(), first, before) for event in near
    ]
    return merge(*found, key=lambda one: one.order)


def shown_news(item: NewsItem) -> PublicNews:
    """A news item as anybody may read it."""
    return PublicNews(
        item.uid,
        item.title,
        summary_of(item.text),
        html_of(item.text),
        item.signed_as,
        item.starts_at,
        item.ends_at,
        item.changed_at,
        reverse("news:item", args=[item.uid]),
        pictures_of(item.pictures.all()),
    )


def pictures_of(pictures: Iterable[NewsPicture]) -> Sequence[PublicPicture]:
    """Pictures as pages and feeds show them; their content is not read."""
    return tuple(
        PublicPicture(
            reverse("news:picture", args=[one.uid]),
            one.alt,
            one.width,
            one.height,
            one.media_type,
            one.size,
        )
        for one in pictures
    )


def _shown(one: Listed) -> PublicEvent:
    event, occurrence = one.event, one.occurrence
    return PublicEvent(
        one.key,
        event.uid,
        event.title,
        html_of(event.text),
        one.place,
        event.get_kind_display(),
        occurrence.occurs_on,
        occurrence.last_day_on,
        occurrence.starts_at,
        occurrence.ends_at,
        event.changed_at,
        reverse("news:event", args=[event.uid]),
    )
