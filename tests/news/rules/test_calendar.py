"""The pages of a calendar, states, and when digests are due."""

import datetime as dt

import pytest

from eduport.news.rules.calendar import Shape, page_on
from eduport.news.rules.rhythms import Due, due_digests
from eduport.news.rules.states import State, state_of

DAY = dt.date
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("shape", "on", "days"),
    [
        ("month", DAY(2026, 2, 10), (DAY(2026, 1, 26), DAY(2026, 3, 2))),
        ("month", DAY(2026, 12, 31), (DAY(2026, 11, 30), DAY(2027, 1, 4))),
        ("week", DAY(2026, 11, 23), (DAY(2026, 11, 23), DAY(2026, 11, 30))),
        ("list", DAY(2026, 11, 23), (DAY(2026, 11, 23), DAY(2026, 12, 21))),
        ("month", DAY(1, 1, 1), (DAY(1999, 12, 27), DAY(2000, 2, 7))),
    ],
)
def test_a_page_has_whole_weeks_or_four_of_them(shape, on, days):
    page = page_on(Shape(shape), on)

    assert (page.first, page.before) == days
    assert len(page.days) % 7 == 0


def test_the_pages_of_months_follow_each_other():
    page = page_on(Shape.MONTH, DAY(2026, 1, 31))

    assert (page.earlier, page.later) == (DAY(2025, 12, 1), DAY(2026, 2, 1))
    assert page.last == DAY(2026, 2, 1)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, State.DRAFT),
        ({"trashed_at": NOON, "published_at": NOON}, State.TRASH),
        ({"published_at": NOON, "starts_at": LATER}, State.PLANNED),
        ({"published_at": NOON, "starts_at": NOON, "ends_at": LATER}, State.ACTIVE),
        ({"published_at": NOON, "starts_at": NOON, "ends_at": NOON}, State.EXPIRED),
        ({"published_at": NOON}, State.ACTIVE),
    ],
)
def test_a_state_follows_from_times(values, state):
    names = ("published_at", "trashed_at", "starts_at", "ends_at")
    assert state_of(**dict.fromkeys(names) | values, at=NOON) == state


@pytest.mark.parametrize(
    ("here", "daily", "weekly"),
    [
        ((24, 6, 0), DAY(2026, 11, 24), DAY(2026, 11, 23)),
        ((24, 5, 59), DAY(2026, 11, 23), DAY(2026, 11, 23)),
        ((23, 5, 0), DAY(2026, 11, 22), DAY(2026, 11, 16)),
    ],
)
def test_digests_are_named_for_their_day_and_their_monday(here, daily, weekly):
    moment = dt.datetime(2026, 11, *here, tzinfo=dt.UTC)

    assert due_digests(moment, 6) == [Due("daily", daily), Due("weekly", weekly)]
