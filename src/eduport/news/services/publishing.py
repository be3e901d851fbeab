"""From the draft to the readers, into the trash and back, and gone."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from eduport.audit.services import record, record_all
from eduport.core.actor import Actor
from eduport.news.errors import (
    ClosedSchoolError,
    InTrashError,
    NotSaidPublicError,
    OverAlreadyError,
)
from eduport.news.models import (
    Confirmation,
    Event,
    NewsItem,
    NewsPicture,
    Publication,
)

P = TypeVar("P", bound=Publication)
CLOCK = Actor.system("schedule")
CODES = {
    NewsItem: {
        "published": "news.item.published",
        "withdrawn": "news.item.withdrawn",
        "trashed": "news.item.trashed",
        "restored": "news.item.restored",
    },
    Event: {
        "published": "news.event.published",
        "withdrawn": "news.event.withdrawn",
        "trashed": "news.event.trashed",
        "restored": "news.event.restored",
    },
}


@transaction.atomic
def publish(publication: P, *, is_meant_public: bool, by: Actor, at: datetime) -> P:
    """Let the audience read it, from its start on. Publishing twice changes nothing.

    Raises NotSaidPublicError if everybody could read it and that was not said again.
    """
    found = _locked(publication)
    if found.published_at:
        return found
    if found.trashed_at:
        raise InTrashError(title=found.title)
    if found.is_public and not is_meant_public:
        raise NotSaidPublicError
    if found.school and found.school.closed_at:
        raise ClosedSchoolError(place=found.school)
    if isinstance(found, NewsItem) and found.ends_at <= at:
        raise OverAlreadyError
    found.published_at = found.changed_at = at
    return _saved(found, "published", by=by, at=at)


@transaction.atomic
def withdraw(publication: P, *, by: Actor, at: datetime) -> P:
    """Make it a draft again: nobody reads it from now on."""
    found = _locked(publication)
    if found.published_at is None:
        return found
    found.published_at, found.changed_at = None, at
    return _saved(found, "withdrawn", by=by, at=at)


@transaction.atomic
def move_to_trash(publication: P, *, by: Actor, at: datetime) -> P:
    """Take it away from everybody. It can be restored until the trash is emptied.

    Who confirmed an important one is forgotten at once.
    """
    found = _locked(publication)
    if found.trashed_at:
        return found
    found.trashed_at = found.changed_at = at
    if isinstance(found, NewsItem):
        Confirmation.objects.filter(item=found).delete()
    return _saved(found, "trashed", by=by, at=at)


@transaction.atomic
def restore(publication: P, *, by: Actor, at: datetime) -> P:
    """Take it out of the trash: it is what it was, published or a draft."""
    found = _locked(publication)
    if found.trashed_at is None:
        return found
    found.trashed_at, found.changed_at = None, at
    return _saved(found, "restored", by=by, at=at)


def _locked(publication: P) -> P:
    model = type(publication)
    found: P = (
        model._default_manager.select_for_update(of=("self",))  # noqa: SLF001 -- a base
        .select_related("school")
        .get(pk=publication.pk)
    )
    return found


def _saved(publication: P, what: str, *, by: Actor, at: datetime) -> P:
    publication.save(update_fields=["published_at", "trashed_at", "changed_at"])
    record(CODES[type(publication)][what], publication, by=by, at=at)
    return publication


@transaction.atomic
def purge_publications(*, at: datetime) -> int:
    """Delete what has been in the trash, or over, for long enough; says how many.

    Pictures that were removed go too, and confirmations of what expired at once.
    """
    emptied = at - timedelta(days=settings.EDUPORT.news_trash_days)
    archived = at - timedelta(days=settings.EDUPORT.news_archive_days)
    Confirmation.objects.filter(item__ends_at__lte=at).delete()
    old_items = NewsItem.objects.filter(
        Q(trashed_at__lte=emptied) | Q(ends_at__lte=archived)
    )
    old_events = Event.objects.filter(
        Q(trashed_at__lte=emptied) | Q(over_on__lt=archived.date())
    )
    NewsPicture.objects.filter(removed_at__lte=emptied).delete()
    record_all("news.item.purged", old_items, by=CLOCK, at=at)
    record_all("news.event.purged", old_events, by=CLOCK, at=at)
    return sum(rows.delete()[0] for rows in (old_items, old_events))
