"""What is put into the search, and what comes out."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from eduport.core.audience import Audience


class Kind(models.TextChoices):
    """What a found text is; shown beside its title."""

    PAGE = "page", _("page")
    FAQ = "faq", _("question")
    HANDBOOK = "handbook", _("handbook")
    GUIDE = "guide", _("guide")
    VIDEO = "video", _("video")
    NEWS = "news", _("news")
    TRAINING = "training", _("training")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text to be found. `key` is unique within its kind and never changes.

    `text` is plain, without markup; `keywords` are words that people type although the
    text does not use them.
    """

    kind: str
    key: str
    url: str
    title: str
    text: str
    audience: Audience
    summary: str = ""
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `is_hit` parts are what was looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found."""

    kind: Kind
    url: str
    title: str
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """A word that nobody wrote, and those that were looked for instead."""

    typed: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    `is_loose`: no document has all words; these have some of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    meant: tuple[Meant, ...] = ()
    is_loose: bool = False
