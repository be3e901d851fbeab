"""News and events by mail for those who want them: each digest once, resumable.

Who gets the same gets the same words: the database says who that is, one mail is
written for each such set, and the database copies it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.news.formats.markdown import summary_of
from eduport.news.models import (
    DigestChoice,
    DigestReader,
    DigestRun,
    Event,
    NewsItem,
    Publication,
    Rhythm,
)
from eduport.news.queries.digests import begin_soon, new_items, readers_statement
from eduport.news.queries.series import Listed
from eduport.news.queries.states import active_news, published_events
from eduport.news.rules.rhythms import PERIODS, Due, due_digests
from eduport.outbox.services.circulars import copy_circular, write_circular

BATCH = 10_000
SHOWN = 30
"""So much news, and so many events, stand in a digest at most; the rest is linked."""
KEPT = timedelta(days=60)
NOBODY = UUID(int=0)


def choose_digest(rhythm: str, *, by: Actor) -> None:
    """Want news and events by mail this often, or never if it is empty.

    The key to end it stays the same as long as somebody wants any.
    """
    if not rhythm:
        DigestChoice.objects.filter(account=by.account_id).delete()
        return
    account = Account(pk=by.account_id)
    rhythm = Rhythm(rhythm).value
    DigestChoice.objects.update_or_create(account=account, defaults={"rhythm": rhythm})


def end_digest(stop_key: UUID) -> None:
    """Want no more of it by mail; with the key of one's own, and without a login."""
    DigestChoice.objects.filter(stop_key=stop_key).delete()


def begin_due_digests(*, at: datetime) -> list[int]:
    """Begin what is due and was not begun, once; the keys of all unfinished ones.

    Cheap while nothing is due: two queries.
    """
    due = due_digests(localtime(at), settings.EDUPORT.news_digest_hour)
    known = set(
        DigestRun.objects.filter(day__in=[one.day for one in due]).values_list(
            "rhythm", "day"
        )
    )
    for one in due:
        if (one.rhythm, one.day) not in known:
            _begin(one, at=at)
    unfinished = DigestRun.objects.filter(finished_at=None).order_by("pk")
    return list(unfinished.values_list("pk", flat=True))


def _begin(due: Due, *, at: datetime) -> None:
    before = DigestRun.objects.filter(rhythm=due.rhythm, until__lt=at)
    last = before.order_by("-until").values_list("until", flat=True).first()
    earliest = at - PERIODS[due.rhythm]
    # After a long pause nobody wants to read what was new a month ago.
    since = max(last, earliest - PERIODS[due.rhythm]) if last else earliest
    run = DigestRun(rhythm=due.rhythm, day=due.day, since=since, until=at)
    # Of two workers one begins it.
    DigestRun.objects.bulk_create([run], ignore_conflicts=True)


@transaction.atomic
def prepare_digest(run_id: int, *, at: datetime) -> None:
    """Let the database say who gets what: two statements, and no row comes here."""
    run = DigestRun.objects.select_for_update().get(pk=run_id)
    if run.prepared_at:
        return
    _write_readers(run, NewsItem, new_items(run).values_list("pk", flat=True))
    soon = {one.event.pk for one in begin_soon(run, published_events())}
    _write_readers(run, Event, sorted(soon))
    run.prepared_at = at
    run.save(update_fields=["prepared_at"])


def _write_readers(
    run: DigestRun, model: type[Publication], keys: Iterable[int]
) -> None:
    if found := list(keys):
        statement, parameters = readers_statement(run, model, found)
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)


@transaction.atomic
def queue_digest(run_id: int, *, at: datetime, size: int = BATCH) -> bool:
    """Write one mail and queue it for those who get it. Says whether some are left.

    Mail, copies and the rows of who got it change in one transaction: whoever is killed
    in the middle has queued nothing of it.
    """
    run = DigestRun.objects.select_for_update().get(pk=run_id)
    if run.finished_at:
        return False
    readers = DigestReader.objects.filter(run=run).order_by(
        "item_ids", "event_ids", "account"
    )
    first = readers.first()
    if first is None:
        run.finished_at = at
        run.save(update_fields=["finished_at"])
        return False
    same = readers.filter(item_ids=first.item_ids, event_ids=first.event_ids)
    keys = list(same.values_list("pk", flat=True)[:size])
    run.copies += _copy(run, first, keys, at=at)
    DigestReader.objects.filter(pk__in=keys).delete()
    run.save(update_fields=["copies"])
    return True


def _copy(
    run: DigestRun, first: DigestReader, reader_ids: list[int], *, at: datetime
) -> int:
    # What was withdrawn meanwhile is in no mail.
    rows = active_news(at).filter(pk__in=first.item_ids).select_related("school")
    items = list(rows.order_by("-is_important", "-starts_at", "-pk"))
    events = published_events().filter(pk__in=first.event_ids)
    coming = begin_soon(run, events.select_related("school"))
    if not items and not coming:
        return 0
    base = settings.EDUPORT.public_url
    stop = base + reverse("news:stop_digest", args=[NOBODY])
    circular = write_circular(
        "news/mail/digest.txt",
        lambda: _context(items, coming),
        at=at,
        unsubscribe_url=stop.replace(str(NOBODY), "{key}"),
    )
    readers = Account.objects.filter(
        Q(activated_at__isnull=False),
        digestreader__in=reader_ids,
        digestchoice__isnull=False,
        kind=AccountKind.PERSON,
        disabled_at=None,
    )
    columns = ("pk", "username", "language", "digestchoice__stop_key")
    return copy_circular(circular, readers.values_list(*columns), at=at).asked


def _context(items: list[NewsItem], coming: list[Listed]) -> dict[str, Any]:
    shown, events = items[:SHOWN], coming[:SHOWN]
    return {
        "subject": _subject(len(items), len(coming)),
        "first": items[0].title if items else coming[0].event.title,
        "more": len(items) - len(shown),
        "items": [
            {
                "title": item.title,
                "place": str(item.school or ""),
                "summary": summary_of(item.text),
                "path": reverse("news:item", args=[item.uid]),
                "is_important": int(item.is_important),
            }
            for item in shown
        ],
        "more_events": len(coming) - len(events),
        "events": [
            {
                "title": one.event.title,
                "school": str(one.event.school or ""),
                "period": one.period,
                "place": one.place,
                "path": reverse("news:event", args=[one.event.uid]),
                "is_changed": int(one.is_changed),
            }
            for one in events
        ],
    }


def _subject(items: int, events: int) -> str:
    if items:
        title = ngettext("%(number)d news item", "%(number)d news items", items)
        return title % {"number": items}
    title = ngettext("%(number)d event", "%(number)d events", events)
    return title % {"number": events}


def purge_digests(*, at: datetime) -> None:
    """Forget digests of long ago, and who would have got one that nobody finished."""
    DigestReader.objects.filter(run__until__lte=at - timedelta(days=3)).delete()
    DigestRun.objects.filter(until__lte=at - KEPT).delete()
