"""When events take place; over both changes of the clock, for whatever rule."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eduport.core.recurrence import BERLIN
from eduport.news.rules.occurrences import (
    Occurrence,
    Series,
    first_day,
    fits,
    last_day,
    moved_to,
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


def moved(day, *to, hours=2):
    """From a day of March 2026 to another moment of that year."""
    start = dt.datetime(2026, *to, tzinfo=BERLIN)
    return moved_to(start, start + hours * HOUR, dt.date(2026, 3, day))


def test_a_day_that_differs_stands_where_it_is_and_keeps_its_name():
    changed = [moved(25, 3, 27, 8), moved(26, 3, 26, 9)]
    series = evening("FREQ=DAILY;COUNT=4", changed=changed)

    found = [
        (one.occurs_on.day, one.named_on.day, one.starts_at.hour)
        for one in year(series)
    ]

    # In the morning of 27 March, before that of the day itself.
    assert found == [(24, 24, 18), (26, 26, 9), (27, 25, 8), (27, 27, 18)]


def test_what_is_put_off_or_brought_forward_is_found_outside_of_the_rule():
    changed = [moved(24, 2, 1, 10), moved(25, 5, 1, 10)]
    series = evening("FREQ=DAILY;COUNT=2", changed=changed)

    assert (first_day(series), last_day(series)) == (
        dt.date(2026, 2, 1),
        dt.date(2026, 5, 1),
    )
    assert not list(occurrences(series, wall(2026, 3, 1), wall(2026, 4, 1)))
    [found] = occurrences(series, wall(2026, 5, 1, 11), wall(2026, 5, 2))
    assert found == changed[1]


def test_other_days_instead_are_dates_too():
    other = Occurrence(
        dt.date(2027, 1, 4), dt.date(2027, 1, 8), instead_of=dt.date(2026, 12, 22)
    )
    series = holidays("FREQ=YEARLY", changed=[other])

    [found] = occurrences(series, wall(2027, 1, 8), wall(2027, 6, 1))

    assert found == other
    assert last_day(series) is None


@given(
    rule=st.sampled_from(
        [
            "FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,SA",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
            "FREQ=WEEKLY;BYDAY=MO,TU,TH;BYSETPOS=2",
            "FREQ=MONTHLY;BYDAY=4TU",
        ]
    ),
    days=st.integers(0, 2000),
)
@settings(max_examples=60, deadline=None)
def test_from_wherever_one_looks_a_rule_names_the_same_days(rule, days):
    series = evening(rule)
    since = series.first + dt.timedelta(days=days)

    before = since + dt.timedelta(days=60)
    whole = list(occurrences(series, series.first, before))
    part = list(occurrences(series, since, before))

    assert part == [one for one in whole if one.span[0] >= since]
