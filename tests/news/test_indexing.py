"""The search knows public news while it is shown, and nothing else of it."""

import datetime as dt

import pytest

from eduport.news.services.indexing import bring_search_up_to_date
from eduport.news.tasks import index_news
from eduport.search.models import SearchDocument
from tests.factories.news import CurrentItemFactory, ItemFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def found():
    return set(
        SearchDocument.objects.filter(kind="news").values_list("title", "audience")
    )


def test_only_public_news_is_found_and_only_while_it_is_shown(school):
    ItemFactory(school=school, title="Chor", is_public=True, ends_at=NOON + 2 * DAY)
    ItemFactory(school=school, title="Morgen", is_public=True, starts_at=NOON + DAY)
    ItemFactory(school=school, title="Intern")

    numbers, seen = [], []
    for days in (0, 0, 1, 2):
        numbers.append(bring_search_up_to_date(at=NOON + days * DAY))
        seen.append({title for title, _audience in found()})

    assert numbers == [1, 0, 1, 1]
    assert seen == [{"Chor"}, {"Chor"}, {"Chor", "Morgen"}, {"Morgen"}]
    assert found() == {("Morgen", "public")}


def test_what_changes_is_read_again_and_what_is_trashed_goes(school):
    item = ItemFactory(school=school, title="Chor", is_public=True)
    bring_search_up_to_date(at=NOON)
    item.title, item.changed_at = "Orchester", NOON + DAY
    item.save(update_fields=["title", "changed_at"])

    bring_search_up_to_date(at=NOON + DAY)
    changed = found()
    item.trashed_at = NOON + DAY
    item.save(update_fields=["trashed_at"])
    bring_search_up_to_date(at=NOON + DAY)

    assert changed == {("Orchester", "public")}
    assert found() == set()


@pytest.mark.parametrize("number", [1, 3])
def test_looking_for_changes_costs_two_queries(
    school, number, django_assert_num_queries
):
    for _ in range(number):
        ItemFactory(school=school, is_public=True)
    bring_search_up_to_date(at=NOON)

    with django_assert_num_queries(2 + 2):  # and the transaction's savepoint
        assert bring_search_up_to_date(at=NOON) == 0


def test_the_beat_brings_the_search_up_to_date(school):
    CurrentItemFactory(school=school, is_public=True, title="Chor")

    index_news()

    assert found() == {("Chor", "public")}
