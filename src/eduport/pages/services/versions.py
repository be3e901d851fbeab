"""What of a page comes with the software, and how one sees that somebody changed it."""

import hashlib
import json
from typing import Any

from eduport.pages.models import InfoPage
from eduport.pages.types import ShippedText

FIELDS = ("title", "menu_title", "summary", "audience", "keywords", "review_months")


def content_of(text: ShippedText) -> dict[str, object]:
    """What a shipped text puts into a page."""
    return {field: getattr(text, field) for field in FIELDS} | {"body": list(text.body)}


def content_of_page(page: InfoPage) -> dict[str, object]:
    """The same of a page as it is."""
    body = page.body.stream_block.get_prep_value(page.body)
    return {field: getattr(page, field) for field in FIELDS} | {
        "body": without_ids(body)
    }


def write_content(page: InfoPage, content: dict[str, Any]) -> None:
    """Put it into a page, which is not saved by that."""
    for field in FIELDS:
        setattr(page, field, content[field])
    page.seo_title = ""
    page.body = json.dumps(content["body"])


def digest_of(page: InfoPage) -> str:
    """A short sign of what a page says: it changes when an editor changes the page."""
    text = json.dumps(content_of_page(page), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def without_ids(value: object) -> object:
    """A body without the names that the editor gives its blocks."""
    if isinstance(value, dict):
        if set(value) == {"type", "value", "id"} and value["type"] == "item":
            return without_ids(value["value"])
        return {k: without_ids(v) for k, v in value.items() if k != "id"}
    if isinstance(value, list):
        return [without_ids(one) for one in value]
    return value


def latest_of(page: InfoPage) -> InfoPage:
    """The page with its newest draft."""
    latest: InfoPage = page.get_latest_revision_as_object()
    return latest
