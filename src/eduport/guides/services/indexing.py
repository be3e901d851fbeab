"""Letting the search find chapters, guides and videos."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from eduport.guides.formats.markdown import tokens_of, words_of
from eduport.guides.queries import all_manuals, all_videos
from eduport.guides.types import Chapter, Genre, Manual, Video
from eduport.search.services import index_documents
from eduport.search.types import Document, Kind

KINDS = {Genre.HANDBOOK: Kind.HANDBOOK, Genre.GUIDES: Kind.GUIDE}


@transaction.atomic
def index_guides(*, at: datetime) -> None:
    """Put all that this version brings along into the search; what it lacks, goes."""
    for genre, kind in KINDS.items():
        manuals = [one for one in all_manuals() if one.genre == genre]
        documents = [
            _document(manual, chapter)
            for manual in manuals
            for chapter in manual.chapters
        ]
        index_documents(kind, documents, at=at)
    index_documents(Kind.VIDEO, _films(), at=at)


def _document(manual: Manual, chapter: Chapter) -> Document:
    return Document(
        kind=KINDS[manual.genre],
        key=f"{manual.slug}/{chapter.slug}",
        url=reverse("guides:chapter", args=[manual.slug, chapter.slug]),
        title=chapter.title,
        summary=manual.title,
        text=words_of(tokens_of(chapter.source)),
        audience=manual.audience,
    )


def _films() -> Iterator[Document]:
    return map(_film, all_videos())


def _film(video: Video) -> Document:
    said = " ".join(cue.words for cue in video.cues)
    return Document(
        kind=Kind.VIDEO,
        key=video.slug,
        url=reverse("guides:video", args=[video.slug]),
        title=video.title,
        summary=words_of(tokens_of(video.intro)),
        text=said,
        audience=video.audience,
    )
