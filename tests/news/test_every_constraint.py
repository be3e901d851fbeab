"""What the database keeps of news and events, broken one by one."""

import datetime as dt

import pytest

from eduport.news import models
from tests.breaking import assert_refused, changed, twice
from tests.factories.accounts import AccountFactory
from tests.factories.news import EventFactory, ItemFactory, PictureFactory
from tests.factories.people import NOON, GroupFactory, SchoolFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HASH = "0" * 64


def for_item():
    return models.NewsAudience.objects.create(
        item=ItemFactory(audience=[]), school=SchoolFactory()
    )


def for_event():
    return models.EventAudience.objects.create(
        item=EventFactory(audience=[]), school=SchoolFactory()
    )


def confirmation():
    return models.Confirmation.objects.create(
        item=ItemFactory(), reader=HASH, cell="teacher"
    )


def exception():
    return models.EventException.objects.create(
        event=EventFactory(), occurs_on=NOON.date()
    )


def token():
    return models.CalendarToken.objects.create(
        account=AccountFactory(), token_hash=HASH, created_at=NOON
    )


def choice():
    return models.DigestChoice.objects.create(account=AccountFactory(), rhythm="daily")


def run():
    return models.DigestRun.objects.create(
        rhythm="daily", day=NOON.date(), since=NOON - DAY, until=NOON
    )


def reader():
    return models.DigestReader.objects.create(
        run=run(), account=AccountFactory(), item_ids=[1]
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("newsitem_has_a_title", changed(ItemFactory, title="")),
        ("newsitem_has_a_text", changed(ItemFactory, text="")),
        (
            "newsitem_changes_after_it_began",
            changed(ItemFactory, changed_at=NOON - 2 * DAY),
        ),
        (
            "newsitem_ends_after_its_start",
            changed(ItemFactory, ends_at=NOON - DAY),
        ),
        ("newsaudience_once", twice(for_item)),
        ("newsaudience_role_is_known", changed(for_item, role="x")),
        (
            "newsaudience_group_has_a_school",
            changed(for_item, school=None, group=GroupFactory),
        ),
        ("newspicture_says_what_it_shows", changed(PictureFactory, alt="")),
        ("newspicture_is_of_a_known_kind", changed(PictureFactory, media_type="x")),
        ("newspicture_is_not_empty", changed(PictureFactory, size=0)),
        ("confirmation_once", twice(confirmation)),
        ("confirmation_names_nobody", changed(confirmation, reader="ada.berg")),
        ("confirmation_is_counted_somewhere", changed(confirmation, cell="")),
    ],
)
def test_the_database_refuses_of_news(name, write):
    assert_refused(name, write)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("event_has_a_title", changed(EventFactory, title="")),
        (
            "event_changes_after_it_began",
            changed(EventFactory, changed_at=NOON - 2 * DAY),
        ),
        ("event_has_times_or_days", changed(EventFactory, starts_at=None)),
        (
            "event_ends_after_its_start",
            changed(EventFactory, ends_at=dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)),
        ),
        (
            "event_last_day_is_not_before_the_first",
            changed(
                EventFactory,
                starts_at=None,
                ends_at=None,
                starts_on=dt.date(2026, 12, 2),
                last_day_on=dt.date(2026, 12, 1),
            ),
        ),
        (
            "event_repeated_has_a_rule",
            changed(EventFactory, repeated_until=dt.date(2027, 1, 1)),
        ),
        (
            "event_is_over_after_it_began",
            changed(EventFactory, over_on=dt.date(2026, 11, 30)),
        ),
        ("event_kind_is_known", changed(EventFactory, kind="x")),
        ("eventaudience_once", twice(for_event)),
        ("eventaudience_role_is_known", changed(for_event, role="x")),
        (
            "eventaudience_group_has_a_school",
            changed(for_event, school=None, group=GroupFactory),
        ),
        ("eventexception_once", twice(exception)),
        (
            "eventexception_has_times_or_days_or_is_left_out",
            changed(exception, place="Aula"),
        ),
        (
            "eventexception_ends_after_its_start",
            changed(exception, starts_at=NOON, ends_at=NOON),
        ),
        (
            "eventexception_last_day_is_not_before_the_first",
            changed(exception, starts_on=NOON.date(), last_day_on=NOON.date() - DAY),
        ),
    ],
)
def test_the_database_refuses_of_events(name, write):
    assert_refused(name, write)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("calendartoken_is_hashed", changed(token, token_hash="secret")),
        ("digestchoice_rhythm_is_known", changed(choice, rhythm="x")),
        ("digestrun_once", twice(run)),
        ("digestrun_rhythm_is_known", changed(run, rhythm="x")),
        ("digestrun_ends_after_its_start", changed(run, since=NOON)),
        ("digestreader_once", twice(reader)),
        ("digestreader_gets_something", changed(reader, item_ids=[], event_ids=[])),
    ],
)
def test_the_database_refuses_of_subscriptions(name, write):
    assert_refused(name, write)
