"""Keeping the search in line with what is published."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from eduport.core.audience import Audience
from eduport.pages.formats.markdown import anchor_of, plain, rendered
from eduport.pages.models import InfoPage
from eduport.pages.queries.pages import address_of
from eduport.search.services import (
    forget_documents,
    index_document,
    index_documents,
)
from eduport.search.types import Document, Kind


@transaction.atomic
def index_all(*, at: datetime) -> None:
    """Let the search find what is published now, and nothing else."""
    found = [one for page in InfoPage.objects.live() for one in documents_of(page)]
    for kind in (Kind.PAGE, Kind.FAQ):
        index_documents(kind, [one for one in found if one.kind == kind], at=at)


@transaction.atomic
def index_page(page: InfoPage, *, at: datetime) -> None:
    """Let the search find a page as it is published now, or not any more."""
    forget_page(page.pk)
    if page.live:
        for document in documents_of(page):
            index_document(document, at=at)


def forget_page(page_id: int) -> None:
    """Take a page and its questions out of the search."""
    for kind in (Kind.PAGE, Kind.FAQ):
        forget_documents(kind, starting=f"{page_id}:")


def documents_of(page: InfoPage) -> Iterator[Document]:
    """What the search finds of a page: its text, and each question."""
    url = address_of(page)
    reach = Audience(page.reach)
    texts = []
    taken = {"content"}
    for block in page.body:
        match block.block_type:
            case "text":
                texts.append(plain(block.value))
                _take_headings(block.value, taken)
            case "notice":
                texts.append(plain(block.value["text"]))
            case "faq":
                for entry in block.value["entries"]:
                    anchor = anchor_of(entry["question"], taken)
                    yield Document(
                        kind=Kind.FAQ,
                        key=f"{page.pk}:{anchor}",
                        url=f"{url}#{anchor}",
                        title=entry["question"],
                        text=plain(entry["answer"]),
                        audience=reach,
                        summary=page.title,
                    )
    yield Document(
        kind=Kind.PAGE,
        key=f"{page.pk}:",
        url=url,
        title=page.title,
        text=" ".join(texts),
        audience=reach,
        summary=page.summary,
        keywords=page.keywords,
    )


def _take_headings(text: str, taken: set[str]) -> None:
    rendered(text, taken)
