"""What other domains put into pages, and what pages are made of when they are shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Render = Callable[[HttpRequest], str]


@dataclass(frozen=True, slots=True)
class LiveBlock:
    """A part of a page that is always up to date: a domain above fills it."""

    name: str
    label: "StrOrPromise"
    render: Render


_live_blocks: dict[str, LiveBlock] = {}


def register_live_block(name: str, label: "StrOrPromise", render: Render) -> None:
    """Offer editors a block. `render` returns safe HTML for whoever asks."""
    _live_blocks[name] = LiveBlock(name, label, render)


def live_block(name: str) -> LiveBlock | None:
    """The block of this name, if anybody fills it."""
    return _live_blocks.get(name)


def live_block_choices() -> "list[tuple[str, StrOrPromise]]":
    """What editors may choose from."""
    return sorted(
        ((block.name, block.label) for block in _live_blocks.values()),
        key=lambda choice: str(choice[1]),
    )


_previews: list[Callable[[HttpRequest, Any], HttpResponse]] = []


def register_preview(show: Callable[[HttpRequest, Any], HttpResponse]) -> None:
    """Say how a page is shown before it is published; the last one counts."""
    _previews.append(show)


def preview_of(request: HttpRequest, page: Any) -> HttpResponse:
    """A page as visitors would see it."""
    return _previews[-1](request, page)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, and how to link to it."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as a page shows it: which template part, and what stands in it."""

    kind: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A whole text, with its headings in order."""

    blocks: tuple[Shown, ...]
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A page as it comes with the software."""

    slug: str
    parent: str
    title: str
    menu_title: str
    summary: str
    audience: str
    order: int
    review_months: int
    keywords: str
    formerly: str
    body: tuple[dict[str, object], ...]
    digest: str
