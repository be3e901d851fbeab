"""Public news as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.xmlutils import SimplerXMLGenerator

from eduport.news.formats.feeds import Feed, html_with_pictures, tag_of
from eduport.news.types import PublicNews

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class _Feed(Atom1Feed):
    """With the whole text, not only its beginning."""

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


def atom_of(feed: Feed, news: Sequence[PublicNews]) -> str:
    """The newest first; what was taken away is not in it any more."""
    written = _Feed(
        title=feed.title,
        link=feed.page_url,
        feed_url=feed.url,
        description=None,
        language=feed.language,
        author_name=feed.author,
        feed_guid=feed.uid,
    )
    for one in news:
        written.add_item(
            title=one.title,
            link=feed.absolute(one.path),
            description=one.summary,
            author_name=one.signed_as or feed.author,
            unique_id=tag_of(one),
            pubdate=one.starts_at,
            updateddate=max(one.changed_at, one.starts_at),
            enclosures=[
                Enclosure(feed.absolute(p.path), str(p.size), p.media_type)
                for p in one.pictures
            ],
            html=html_with_pictures(feed, one),
        )
    # Without entries the feed would say that it changed this very moment.
    written.latest_post_date = lambda: feed.changed_at  # type: ignore[method-assign]  # see above
    return written.writeString("utf-8")
