"""What a text refers to: pictures, files, pages, addresses, anchors."""

from collections.abc import Iterator
from typing import Any

from eduport.pages.formats.markdown import anchor_of, links_of, rendered


def pictures_in(body: Any) -> set[int]:
    """The keys of the pictures that a text shows."""
    return {
        block["value"]["picture"]
        for block in body.raw_data
        if block["type"] == "picture" and block["value"].get("picture")
    }


def documents_in(body: Any) -> set[int]:
    """The keys of the files that a text links to."""
    return {link["document"] for link in _link_values(body) if link.get("document")}


def page_links_in(body: Any) -> set[int]:
    """The keys of the pages that a text names in lists of links."""
    return {link["page"] for link in _link_values(body) if link.get("page")}


def addresses_in(body: Any) -> list[str]:
    """All addresses that stand in a text."""
    found = [link["address"] for link in _link_values(body) if link.get("address")]
    for text in texts_in(body):
        found += links_of(text)
    return found


def texts_in(body: Any) -> Iterator[str]:
    """Everything that is written in Markdown."""
    for block in body.raw_data:
        match block["type"], block["value"]:
            case "text", value:
                yield value
            case "notice", value:
                yield value["text"]
            case "faq", value:
                yield from (entry["answer"] for entry in _entries(value["entries"]))


def anchors_in(body: Any) -> set[str]:
    """The anchors that a page has, as it shows them."""
    taken = {"content"}
    for block in body.raw_data:
        match block["type"], block["value"]:
            case "text", value:
                rendered(value, taken)
            case "notice", value:
                rendered(value["text"], taken)
            case "faq", value:
                for entry in _entries(value["entries"]):
                    anchor_of(entry["question"], taken)
                    rendered(entry["answer"], taken)
    return taken


def _link_values(body: Any) -> Iterator[dict[str, Any]]:
    for block in body.raw_data:
        if block["type"] == "links":
            yield from _entries(block["value"]["links"])


def _entries(values: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Entries of a list; stored by the editor they have a name around them."""
    for value in values:
        yield value["value"] if value.get("type") == "item" else value
