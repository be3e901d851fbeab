"""What all feeds of news say about themselves and about an item."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join

from eduport.news.types import PublicNews


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: whose it is, where it stands, and what it belongs to."""

    uid: str
    title: str
    author: str
    url: str
    page_url: str
    base_url: str
    language: str
    changed_at: datetime

    def absolute(self, path: str) -> str:
        return f"{self.base_url}{path}"


def tag_of(one: PublicNews) -> str:
    """The name of an item for good (RFC 9562 §4): it never changes."""
    return f"urn:uuid:{one.uid}"


def html_with_pictures(feed: Feed, one: PublicNews) -> str:
    """The text, and below it the pictures with their words."""
    pictures = format_html_join(
        "\n",
        '<p><img src="{}" alt="{}" width="{}" height="{}"></p>',
        ((feed.absolute(p.path), p.alt, p.width, p.height) for p in one.pictures),
    )
    return format_html("{}{}", one.html, pictures)
