"""What a page may show somebody: what is meant for them, and what is public."""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from eduport.core.actor import Actor
from eduport.news.models import Event, NewsItem, NewsPicture
from eduport.news.queries.public import public_events, public_news
from eduport.news.queries.states import begun_news, published_events, shown_pictures
from eduport.news.queries.visible import visible_to


def readable_news(actor: Actor, at: datetime) -> QuerySet[NewsItem]:
    """News that the actor may open: also what expired, unless it was only public."""
    pictures = Prefetch("pictures", shown_pictures())
    mine = visible_to(actor, begun_news(at))
    rows = NewsItem.objects.filter(
        Q(pk__in=mine.values("pk")) | Q(pk__in=public_news(at).values("pk"))
    )
    return rows.select_related("school").prefetch_related(pictures)


def own_news(actor: Actor, at: datetime) -> QuerySet[NewsItem]:
    """News that is meant for the actor, shown now or in the archive."""
    return visible_to(actor, begun_news(at)).select_related("school")


def readable_events(actor: Actor) -> QuerySet[Event]:
    """Events that the actor may open."""
    mine = own_events(actor)
    rows = Event.objects.filter(
        Q(pk__in=mine.values("pk")) | Q(pk__in=public_events().values("pk"))
    )
    return rows.select_related("school").prefetch_related("exceptions")


def own_events(actor: Actor) -> QuerySet[Event]:
    """Events that are meant for the actor, whenever they are."""
    rows = visible_to(actor, published_events())
    return rows.select_related("school").prefetch_related("exceptions")


def readable_pictures(actor: Actor, at: datetime) -> QuerySet[NewsPicture]:
    """Pictures of what the actor may read."""
    rows = NewsPicture.objects.filter(removed_at=None)
    return rows.filter(item__in=readable_news(actor, at).values("pk"))
