"""Putting texts into the search and taking them out."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import QuerySet

from eduport.core.audience import Audience
from eduport.search.models import SearchDocument, SearchWord
from eduport.search.rules.german import Splitter, parts_of, trigrams
from eduport.search.types import Document

BATCH = 500
FIELDS = ("url", "title", "summary", "text", "keywords", "audience")

# Title and keywords count most, parts of compounds least (PostgreSQL, 12.3.1).
WORDS = (
    SearchVector("title", weight="A", config="german")
    + SearchVector("keywords", weight="B", config="german")
    + SearchVector("summary", weight="B", config="german")
    + SearchVector("text", weight="C", config="german")
    + SearchVector("parts", weight="D", config="german")
)


@transaction.atomic
def index_documents(kind: str, documents: Iterable[Document], *, at: datetime) -> None:
    """Make these all that is found of a kind; what is not among them goes."""
    keys = [_write(document, at) for document in documents]
    SearchDocument.objects.filter(kind=kind).exclude(key__in=keys).delete()
    refresh_words()


@transaction.atomic
def index_document(document: Document, *, at: datetime) -> None:
    """Make one document found as it is now."""
    key = _write(document, at)
    _learn_words()
    _complete(SearchDocument.objects.filter(kind=document.kind, key=key))


def forget_document(kind: str, key: str) -> None:
    """Take a document out of the search; one that is not in it is fine."""
    SearchDocument.objects.filter(kind=kind, key=key).delete()


def forget_documents(kind: str, *, starting: str) -> None:
    """Take out all of a kind whose keys begin so, such as the questions of a page."""
    SearchDocument.objects.filter(kind=kind, key__startswith=starting).delete()


@transaction.atomic
def refresh_words() -> None:
    """Learn all words anew, and by them the parts of compounds.

    Words of a text that went are guessed until then: it belongs into every night.
    """
    _learn_words()
    _forget_words()
    _complete(SearchDocument.objects.all())


def _write(document: Document, at: datetime) -> str:
    SearchDocument.objects.update_or_create(
        kind=document.kind,
        key=document.key,
        defaults={
            **{field: getattr(document, field) for field in FIELDS},
            "indexed_at": at,
        },
    )
    return document.key


def _complete(documents: QuerySet[SearchDocument]) -> None:
    """Find the parts of compounds in some documents, and let PostgreSQL stem all."""
    splitter = Splitter(SearchWord.objects.values_list("word", flat=True).distinct())
    changed = []
    for document in documents.iterator(chunk_size=BATCH):
        texts = (document.title, document.keywords, document.summary, document.text)
        document.parts = " ".join(parts_of(texts, splitter))
        changed.append(document)
        if len(changed) == BATCH:
            SearchDocument.objects.bulk_update(changed, ["parts"])
            changed.clear()
    SearchDocument.objects.bulk_update(changed, ["parts"])
    documents.update(words=WORDS)


# The words that one audience's documents have now: letters only, no short ones.
_CURRENT = """
    SELECT word FROM ts_stat(format($stat$
        SELECT to_tsvector('simple', concat_ws(' ', title, keywords, summary, text))
        FROM search_searchdocument WHERE audience = %%L
    $stat$, %(audience)s::text))
    WHERE word ~ '^[[:alpha:]]{4,60}$'
"""


def _learn_words() -> None:
    for audience in Audience:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                {_CURRENT} EXCEPT
                SELECT word FROM search_searchword WHERE audience = %(audience)s
                """,  # noqa: S608 -- a constant of this module
                {"audience": audience},
            )
            new = [word for (word,) in cursor.fetchall()]
        SearchWord.objects.bulk_create(
            (
                SearchWord(word=word, audience=audience, trigrams=trigrams(word))
                for word in new
            ),
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def _forget_words() -> None:
    for audience in Audience:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                DELETE FROM search_searchword WHERE audience = %(audience)s
                AND word NOT IN ({_CURRENT})
                """,  # noqa: S608 -- a constant of this module
                {"audience": audience},
            )
