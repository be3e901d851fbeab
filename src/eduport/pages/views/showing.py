"""The blocks of a page as visitors see them."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from eduport.pages.formats.body import page_links_in, pictures_in
from eduport.pages.formats.markdown import anchor_of, rendered
from eduport.pages.models import InfoPage, Picture
from eduport.pages.queries.pages import address_of, pages_visible_to
from eduport.pages.types import Heading, Shown, ShownBody, live_block
from eduport.web.actors import actor_of

LARGEST = 1200
Values = dict[str, Any]


@dataclass
class Showing:
    """A page while its blocks are turned into what visitors see."""

    page: InfoPage
    request: HttpRequest
    taken: set[str] = field(default_factory=lambda: {"content"})
    headings: list[Heading] = field(default_factory=list)
    pictures: dict[int, Picture] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)

    def html(self, text: str, *, is_outline: bool = False) -> str:
        """Safe HTML. Headings of the text itself stand in the outline too."""
        html, found = rendered(text, self.taken)
        self.headings += found if is_outline else []
        return mark_safe(html)  # noqa: S308 -- nh3 has cleaned it


def shown_body(page: InfoPage, request: HttpRequest) -> ShownBody:
    """All blocks in order; no anchor stands twice on the page."""
    showing = Showing(page, request)
    _read_ahead(showing)
    blocks = [
        Shown(block.block_type, values)
        for block in page.body
        if (values := SHOWERS[block.block_type](block.value, showing))
    ]
    return ShownBody(tuple(blocks), tuple(showing.headings))


def _read_ahead(showing: Showing) -> None:
    """All pictures and linked pages: a query each, none if there are none."""
    body = showing.page.body
    if keys := pictures_in(body):
        showing.pictures = Picture.objects.in_bulk(keys)
    if keys := page_links_in(body):
        seen = pages_visible_to(actor_of(showing.request)).filter(pk__in=keys)
        showing.pages = {page.pk: address_of(page) for page in seen}


def _text(value: str, showing: Showing) -> Values:
    return {"html": showing.html(value, is_outline=True)}


def _faq(value: Any, showing: Showing) -> Values:
    entries = []
    for entry in value["entries"]:
        anchor = anchor_of(entry["question"], showing.taken)
        answer = showing.html(entry["answer"])
        entries.append(
            {"question": entry["question"], "anchor": anchor, "html": answer}
        )
    return {"entries": entries}


def _live(name: str, showing: Showing) -> Values:
    block = live_block(name)
    if block:
        html = block.render(showing.request)
        return {"html": html} if html else {}
    # An editor is told; visitors have no use for it.
    is_preview = getattr(showing.request, "is_preview", False)
    return {"missing": name} if is_preview else {}


def _picture(value: Any, showing: Showing) -> Values:
    key = value["picture"].pk if value["picture"] else 0
    picture = showing.pictures.get(key)
    if not picture or not showing.page.pk:
        return {}
    scale = min(1, LARGEST / max(picture.width, picture.height))
    return {
        "url": reverse("pages:picture", args=(showing.page.pk, key)),
        "description": value["description"],
        "caption": value["caption"],
        "width": round(picture.width * scale),
        "height": round(picture.height * scale),
    }


def _notice(value: Any, showing: Showing) -> Values:
    return {"kind": value["kind"], "html": showing.html(value["text"])}


def _links(value: Any, showing: Showing) -> Values:
    found = [
        {"label": link["label"], "url": url}
        for link in value["links"]
        if (url := _target(link, showing))
    ]
    return {"style": value["style"], "links": found} if found else {}


def _target(link: Any, showing: Showing) -> str:
    """Where a link leads; nowhere if whoever asks must not see the page."""
    if link["page"]:
        return showing.pages.get(link["page"].pk, "")
    if link["document"] and showing.page.pk:
        return reverse("pages:document", args=(showing.page.pk, link["document"].pk))
    return str(link["address"] or "")


SHOWERS = {
    "text": _text,
    "faq": _faq,
    "live": _live,
    "picture": _picture,
    "notice": _notice,
    "links": _links,
}
