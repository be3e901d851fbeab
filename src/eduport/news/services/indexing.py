"""What of the news can be found by the search: what is public and shown now.

News becomes visible and expires by itself; so this is looked at again and again, by an
index that knows what has to change.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from eduport.core.audience import Audience
from eduport.news.formats.markdown import plain_of, summary_of
from eduport.news.models import NewsItem
from eduport.news.queries.public import public_news
from eduport.search.services import forget_document, index_document
from eduport.search.types import Document, Kind

AT_A_TIME = 100


@transaction.atomic
def bring_search_up_to_date(*, at: datetime) -> int:
    """Let the search know what is public now, and nothing else; says what changed."""
    gone = _indexed().exclude(pk__in=public_news(at).values("pk"))
    new = public_news(at).filter(Q(indexed_at=None) | Q(indexed_at__lt=F("changed_at")))
    changed = 0
    # Of two workers each takes what the other has not.
    for item in _claimed(gone):
        forget_document(Kind.NEWS, str(item.uid))
        _mark(item, None)
        changed += 1
    for item in _claimed(new.prefetch_related(None)):
        index_document(document_of(item), at=at)
        _mark(item, at)
        changed += 1
    return changed


def _indexed() -> QuerySet[NewsItem]:
    return NewsItem.objects.filter(indexed_at__isnull=False)


def _claimed(rows: QuerySet[NewsItem]) -> list[NewsItem]:
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return list(locked.order_by("pk")[:AT_A_TIME])


def _mark(item: NewsItem, at: datetime | None) -> None:
    NewsItem.objects.filter(pk=item.pk).update(indexed_at=at)


def document_of(item: NewsItem) -> Document:
    """A news item as the search has it."""
    return Document(
        kind=Kind.NEWS,
        key=str(item.uid),
        url=reverse("news:item", args=[item.uid]),
        title=item.title,
        text=plain_of(item.text),
        summary=summary_of(item.text),
        keywords=str(item.school or ""),
        audience=Audience.PUBLIC,
    )
