"""Chapters, guides and videos are found by those who may read them."""

import datetime as dt

import pytest

from eduport.core.audience import Audience
from eduport.guides.queries import all_manuals, all_videos
from eduport.guides.services.indexing import index_guides
from eduport.search.models import SearchDocument
from eduport.search.queries import find_documents

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)
EVERYBODY = frozenset({Audience.PUBLIC})
STAFF = frozenset({Audience.PUBLIC, Audience.SIGNED_IN, Audience.STAFF})


def test_every_text_is_put_in_once_also_when_done_twice():
    index_guides(at=NOW)
    index_guides(at=NOW)

    keys = SearchDocument.objects.values_list("kind", flat=True)
    chapters = sum(len(manual.chapters) for manual in all_manuals())
    assert len(keys) == chapters + len(all_videos())
    assert {*keys} == {"handbook", "guide", "video"}


def test_a_visitor_finds_a_guide_by_other_forms_of_its_words():
    index_guides(at=NOW)

    found = find_documents("Kacheln ausblenden", EVERYBODY)

    assert "/guides/anleitungen/kacheln-ordnen/" in {hit.url for hit in found.hits}


def test_what_is_for_staff_is_found_by_staff_only():
    index_guides(at=NOW)
    words = "Zugangsdaten ausgeben Deckblatt"

    def staff_only(audiences):
        found = find_documents(words, audiences)
        return {hit.url for hit in found.hits if "-admins/" in hit.url}

    assert staff_only(EVERYBODY) == set()
    assert "/guides/anleitungen-admins/briefe/" in staff_only(STAFF)


def test_a_video_is_found_by_what_it_says():
    index_guides(at=NOW)

    found = find_documents("Großschreibung Bindestriche", EVERYBODY)

    assert "/guides/videos/zum-ersten-mal-anmelden/" in {hit.url for hit in found.hits}
