"""What homepages, feeds and the search get: what is public, and nothing else."""

import datetime as dt

import pytest

from eduport.news.formats.markdown import plain_of, summary_of
from eduport.news.models import EventException
from eduport.news.queries import public_events_of, public_news_of
from tests.factories.news import EventFactory, ItemFactory, PictureFactory
from tests.factories.people import NOON, SchoolFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
YEAR = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


def test_only_public_news_that_is_shown_now_is_given(school):
    ItemFactory(school=school, title="Für uns")
    shown = ItemFactory(school=school, title="Für alle", is_public=True)
    ItemFactory(school=school, is_public=True, published_at=None, title="Entwurf")
    ItemFactory(school=school, is_public=True, trashed_at=NOON, title="Müll")
    ItemFactory(school=school, is_public=True, starts_at=NOON + DAY, title="Morgen")
    ItemFactory(school=school, is_public=True, ends_at=NOON, title="Vorbei")
    ItemFactory(school=SchoolFactory(), is_public=True, title="Andere Schule")
    ItemFactory(is_public=True, title="Behörde")

    assert [one.title for one in public_news_of(school, NOON)] == ["Für alle"]
    assert [one.title for one in public_news_of(None, NOON)] == ["Behörde"]
    [found] = public_news_of(school, NOON)
    assert found.uid == shown.uid
    assert found.path == f"/news/{shown.uid}/"
    assert str(found.html) == "<p>Es gibt <strong>etwas</strong> Neues.</p>\n"
    assert found.summary == "Es gibt etwas Neues."


@pytest.mark.parametrize("number", [1, 3])
def test_news_with_pictures_takes_two_queries(
    school, number, django_assert_num_queries
):
    for _ in range(number):
        PictureFactory(item=ItemFactory(school=school, is_public=True))

    with django_assert_num_queries(2):
        found = public_news_of(school, NOON)

    assert [len(one.pictures) for one in found] == [1] * number
    assert found[0].pictures[0].alt == "Ein Chor auf der Bühne"


def test_nothing_of_a_closed_school_is_given(school):
    ItemFactory(school=school, is_public=True)
    EventFactory(school=school, is_public=True)
    school.closed_at = NOON
    school.save()

    assert public_news_of(school, NOON) == []
    assert public_events_of(school, *YEAR) == []


def test_the_newest_comes_first_and_no_more_than_wanted(school):
    for days in (3, 1, 2):
        ItemFactory(
            school=school,
            is_public=True,
            title=f"vor {days}",
            starts_at=NOON - days * DAY,
        )

    titles = [one.title for one in public_news_of(school, NOON, limit=2)]

    assert titles == ["vor 1", "vor 2"]


@pytest.mark.parametrize("number", [1, 3])
def test_occurrences_come_in_order_with_two_queries(
    school, number, django_assert_num_queries
):
    for _ in range(number):
        EventFactory(
            school=school, is_public=True, rule="FREQ=WEEKLY;COUNT=2", over_on=None
        )

    with django_assert_num_queries(2):
        found = public_events_of(school, *YEAR)

    days = [one.first_day.day for one in found]
    assert days == [1] * number + [8] * number
    assert len({one.key for one in found}) == 2 * number


def test_an_event_keeps_its_time_in_summer_and_is_left_out_on_single_days(school):
    event = EventFactory(
        school=school,
        is_public=True,
        rule="FREQ=MONTHLY",
        starts_at=dt.datetime(2026, 2, 1, 18, tzinfo=dt.UTC),
        ends_at=dt.datetime(2026, 2, 1, 20, tzinfo=dt.UTC),
        begins_on=dt.date(2026, 2, 1),
        over_on=None,
    )
    EventException.objects.create(event=event, occurs_on=dt.date(2026, 3, 1))

    found = public_events_of(school, *YEAR, limit=3)

    assert [(one.first_day.month, one.starts_at.hour) for one in found] == [
        (2, 18),
        (4, 17),
        (5, 17),
    ]


def test_days_are_dates_and_what_touches_the_period_is_in_it(school):
    EventFactory(
        school=school,
        is_public=True,
        starts_at=None,
        ends_at=None,
        starts_on=dt.date(2025, 12, 22),
        last_day_on=dt.date(2026, 1, 2),
        begins_on=dt.date(2025, 12, 22),
        over_on=dt.date(2026, 1, 2),
    )
    EventFactory(school=school, title="Nicht öffentlich")

    [found] = public_events_of(school, *YEAR)

    assert found.is_all_day
    assert (found.first_day, found.last_day) == (
        dt.date(2025, 12, 22),
        dt.date(2026, 1, 2),
    )


def test_a_summary_is_one_line_without_signs():
    text = "# Fest\n\nAm **Freitag** & sonst:\n\n- Kuchen\n- [Kaffee](https://e.org)"

    assert summary_of(text) == "Fest Am Freitag & sonst: Kuchen, Kaffee."


def test_the_items_of_a_list_become_a_sentence():
    text = "Es gibt:\n\n- Führungen\n- Wer kommt?\n- Kuchen\n\nWir freuen uns."

    said = "Es gibt: Führungen, Wer kommt? Kuchen. Wir freuen uns."
    assert summary_of(text) == said
    assert summary_of("") == ""
    assert plain_of("a < b\n\n- c") == "a < b\n\n- c"


def test_a_day_that_differs_is_where_it_is_and_keeps_its_key(school):
    event = EventFactory(
        school=school,
        is_public=True,
        place="Aula",
        rule="FREQ=WEEKLY;COUNT=3",
        over_on=dt.date(2026, 12, 15),
    )
    start = dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC)
    event.exceptions.create(
        occurs_on=dt.date(2026, 12, 8),
        starts_at=start,
        ends_at=start + dt.timedelta(hours=1),
        place="Turnhalle",
    )
    event.exceptions.create(occurs_on=dt.date(2026, 12, 15))

    first, moved = public_events_of(school, *YEAR)

    assert (first.place, moved.place) == ("Aula", "Turnhalle")
    assert (moved.first_day.day, moved.starts_at) == (10, start)
    assert moved.key == f"{event.uid}.20261208"
