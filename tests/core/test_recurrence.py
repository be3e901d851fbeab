"""The clock of Berlin on the nights on which it changes."""

import datetime as dt

import pytest

from eduport.core.recurrence import on_the_wall, real_time


def wall(*values):
    return dt.datetime(*values)  # noqa: DTZ001 -- on the wall


@pytest.mark.parametrize(
    ("shown", "first", "last"),
    [
        (wall(2026, 7, 1, 12), 10, 10),
        # Twice in October; in March nobody sees it, and it is an hour later.
        (wall(2026, 10, 25, 2, 30), 0, 1),
        (wall(2026, 3, 29, 2, 30), 1, 1),
    ],
)
def test_what_the_clock_shows_is_a_moment_or_two(shown, first, last):
    assert real_time(shown).hour == first
    assert real_time(shown, last=True).hour == last


def test_a_moment_is_shown_as_berlin_sees_it():
    moment = dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)

    assert on_the_wall(moment) == wall(2026, 3, 29, 3, 30)
