"""Public news as a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Sequence
from typing import Any

from eduport.news.formats.feeds import Feed, html_with_pictures, tag_of
from eduport.news.types import PublicNews

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed_of(feed: Feed, news: Sequence[PublicNews]) -> str:
    """The newest first; what was taken away is not in it any more."""
    return json.dumps(
        {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": feed.page_url,
            "feed_url": feed.url,
            "language": feed.language,
            "authors": [{"name": feed.author}],
            "items": [_item(feed, one) for one in news],
        },
        ensure_ascii=False,
    )


def _item(feed: Feed, one: PublicNews) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": tag_of(one),
        "url": feed.absolute(one.path),
        "title": one.title,
        "summary": one.summary,
        "content_html": html_with_pictures(feed, one),
        "date_published": one.starts_at.isoformat(),
        "date_modified": max(one.changed_at, one.starts_at).isoformat(),
        "authors": [{"name": one.signed_as or feed.author}],
    }
    if one.pictures:
        item["image"] = feed.absolute(one.pictures[0].path)
        item["attachments"] = [
            {
                "url": feed.absolute(picture.path),
                "mime_type": picture.media_type,
                "title": picture.alt,
                "size_in_bytes": picture.size,
            }
            for picture in one.pictures
        ]
    return item
