"""When events take place; over both changes of the clock, for whatever rule."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eduport.core.recurrence import BERLIN
from eduport.news.rules.occurrences import (
    Series,
    fits,
    last_day,
    occurrences,
    takes_place,
    timed,
    whole_days,
)

HOUR = dt.timedelta(hours=1)
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
        "FREQ=DAILY;COUNT=40",
    ]
)


def wall(*values):
    return dt.datetime(*values)  # noqa: DTZ001 -- on the wall


def evening(rule="", **values):
    """19:00 to 21:00 on 24 March 2026, a Tuesday."""
    starts_at = dt.datetime(2026, 3, 24, 19, tzinfo=BERLIN)
    first, lasts = timed(starts_at, starts_at + 2 * HOUR)
    return Series(first, lasts, is_all_day=False, rule=rule, **values)


def holidays(rule="", **values):
    first, lasts = whole_days(dt.date(2026, 12, 22), dt.date(2027, 1, 2))
    return Series(first, lasts, is_all_day=True, rule=rule, **values)


def year(series):
    return list(occurrences(series, wall(2026, 1, 1), wall(2027, 1, 1)))


def test_seven_in_the_evening_stays_so_over_both_changes_of_the_clock():
    found = year(evening("FREQ=WEEKLY"))

    hours = {one.starts_at.astimezone(BERLIN).hour for one in found}
    offsets = [one.starts_at.hour for one in found]
    assert hours == {19}
    assert (offsets[0], offsets[1], offsets[-1]) == (18, 17, 18)
    assert {one.ends_at - one.starts_at for one in found} == {2 * HOUR}


def test_what_lies_before_or_after_the_period_is_left_out():
    series = evening("FREQ=DAILY")
    found = list(occurrences(series, wall(2026, 4, 1, 20), wall(2026, 4, 3, 19)))

    assert [one.occurs_on.day for one in found] == [1, 2]


def test_days_without_it_are_left_out():
    series = evening("FREQ=DAILY;COUNT=3", without=frozenset({dt.date(2026, 3, 25)}))

    assert [one.occurs_on.day for one in year(series)] == [24, 26]


def test_whole_days_are_dates_and_reach_over_the_new_year():
    [found] = occurrences(holidays(), wall(2027, 1, 2), wall(2027, 2, 1))

    assert (found.occurs_on, found.last_day_on) == (
        dt.date(2026, 12, 22),
        dt.date(2027, 1, 2),
    )
    assert (found.starts_at, found.ends_at) == (None, None)
    assert not list(occurrences(holidays(), wall(2027, 1, 3), wall(2027, 2, 1)))


def test_what_ends_at_midnight_is_over_on_the_day_before():
    first, lasts = timed(
        dt.datetime(2026, 5, 1, 20, tzinfo=BERLIN),
        dt.datetime(2026, 5, 2, 0, tzinfo=BERLIN),
    )
    [found] = year(Series(first, lasts, is_all_day=False))

    assert found.last_day_on == dt.date(2026, 5, 1)


def test_the_hour_that_no_clock_shows_is_an_hour_later():
    start = dt.datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN)
    first, lasts = timed(start, start + HOUR)
    series = Series(first, lasts, is_all_day=False, rule="FREQ=DAILY;COUNT=2")

    assert [one.starts_at.astimezone(BERLIN).hour for one in year(series)] == [2, 3]


@pytest.mark.parametrize(
    ("series", "day"),
    [
        (evening(), dt.date(2026, 3, 24)),
        (evening("FREQ=WEEKLY"), None),
        (evening("FREQ=WEEKLY;COUNT=3"), dt.date(2026, 4, 7)),
        (evening("FREQ=WEEKLY", until=dt.date(2026, 4, 6)), dt.date(2026, 3, 31)),
        (holidays(), dt.date(2027, 1, 2)),
    ],
)
def test_the_last_day_is_known_if_there_is_one(series, day):
    assert last_day(series) == day


@pytest.mark.parametrize(
    ("rule", "is_fine"),
    [
        ("", True),
        ("FREQ=WEEKLY;BYDAY=TU", True),
        ("FREQ=WEEKLY;BYDAY=WE", False),
        ("FREQ=HOURLY", False),
        ("FREQ=DAILY;COUNT=1000", True),
        ("FREQ=DAILY;COUNT=1001", False),
        ("FREQ=DAILY;COUNT=0", False),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", False),
        ("nonsense", False),
    ],
)
def test_a_rule_fits_if_the_first_day_is_one_of_it(rule, is_fine):
    assert fits(evening(rule)) is is_fine


def test_a_day_is_one_of_the_rule_or_not():
    series = evening("FREQ=WEEKLY")

    assert takes_place(series, dt.date(2026, 3, 31))
    assert not takes_place(series, dt.date(2026, 4, 1))


@given(rule=RULES, hour=st.integers(0, 23), length=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_parts_of_a_period_give_the_same_as_the_whole(rule, hour, length):
    start = dt.datetime(2026, 1, 30, hour, tzinfo=BERLIN)
    first, lasts = timed(start, start + length * HOUR)
    series = Series(first, lasts, is_all_day=False, rule=rule)
    middle = wall(2026, 7, 14, 13)

    before = list(occurrences(series, wall(2026, 1, 1), middle))
    after = list(occurrences(series, middle, wall(2027, 1, 1)))
    both = [*before, *(one for one in after if one not in before)]

    assert both == year(series)
    assert {one.starts_at.astimezone(BERLIN).hour for one in both} <= {hour, hour + 1}
