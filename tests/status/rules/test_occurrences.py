"""When maintenance takes place, over both changes of the clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduport.status.rules.occurrences import (
    BERLIN,
    Change,
    FrozenDays,
    Series,
    find_occurrence,
    is_rule,
    next_occurrence,
    occurrences,
    real_time,
)

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def at(year, month, day, hour=0, minute=0):
    """A moment by the clock of Berlin."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def utc(*numbers):
    return dt.datetime(*numbers, tzinfo=dt.UTC)


REGULAR = Series(
    at(2026, 1, 1, 22), at(2026, 1, 2), "FREQ=WEEKLY;BYDAY=TH"
)  # Thursday, 22:00 to 24:00
NIGHTLY = Series(at(2026, 1, 1, 1), at(2026, 1, 1, 4), "FREQ=DAILY")


def periods(series, after, before):
    return [(one.starts_at, one.ends_at) for one in occurrences(series, after, before)]


def test_thursday_evening_stays_thursday_evening_when_winter_begins():
    assert periods(REGULAR, at(2026, 10, 19), at(2026, 11, 2)) == [
        (utc(2026, 10, 22, 20), utc(2026, 10, 22, 22)),
        (utc(2026, 10, 29, 21), utc(2026, 10, 29, 23)),
    ]


def test_thursday_evening_stays_thursday_evening_when_summer_begins():
    assert periods(REGULAR, at(2026, 3, 23), at(2026, 4, 6)) == [
        (utc(2026, 3, 26, 21), utc(2026, 3, 26, 23)),
        (utc(2026, 4, 2, 20), utc(2026, 4, 2, 22)),
    ]


def test_the_night_in_which_winter_begins_is_an_hour_longer():
    [(start, end)] = periods(NIGHTLY, at(2026, 10, 25), at(2026, 10, 26))

    assert (start, end - start) == (utc(2026, 10, 24, 23), 4 * HOUR)


def test_the_night_in_which_summer_begins_is_an_hour_shorter():
    [(start, end)] = periods(NIGHTLY, at(2026, 3, 29), at(2026, 3, 30))

    assert (start, end - start) == (utc(2026, 3, 29, 0), 2 * HOUR)


def test_an_hour_that_no_clock_shows_is_an_hour_later():
    assert real_time(dt.datetime(2026, 3, 29, 2, 30)) == utc(2026, 3, 29, 1, 30)  # noqa: DTZ001


def test_an_end_that_the_clock_shows_twice_is_the_later_one():
    series = Series(at(2026, 10, 24, 1), at(2026, 10, 24, 2, 30), "FREQ=DAILY")

    [(_start, end)] = periods(series, at(2026, 10, 25), at(2026, 10, 25, 12))

    assert end == utc(2026, 10, 25, 1, 30)


def test_a_window_over_midnight_is_still_going_on_after_it():
    series = Series(at(2026, 11, 5, 23), at(2026, 11, 6, 2), "FREQ=WEEKLY;BYDAY=TH")

    moment = at(2026, 11, 13, 1)

    assert periods(series, moment, moment + dt.timedelta(seconds=1)) == [
        (at(2026, 11, 12, 23), at(2026, 11, 13, 2))
    ]


def test_the_end_itself_is_not_part_of_a_window():
    midnight = at(2026, 11, 27)

    assert periods(REGULAR, midnight, midnight + HOUR) == []
    assert len(periods(REGULAR, midnight - HOUR, midnight)) == 1


def test_occurrences_far_ahead_need_not_be_counted_up_to():
    found = occurrences(REGULAR, at(2126, 1, 1), at(9999, 1, 1))

    assert next(found).starts_at == at(2126, 1, 3, 22)


def test_a_series_ends_with_its_last_day():
    series = Series(
        REGULAR.starts_at, REGULAR.ends_at, REGULAR.rule, dt.date(2026, 1, 15)
    )

    assert [
        start.day for start, _ in periods(series, at(2026, 1, 1), at(2027, 1, 1))
    ] == [1, 8, 15]


def test_a_counted_series_ends_by_itself():
    series = Series(REGULAR.starts_at, REGULAR.ends_at, f"{REGULAR.rule};COUNT=2")

    assert len(periods(series, at(2026, 1, 1), at(2030, 1, 1))) == 2


def test_days_without_maintenance_leave_an_occurrence_out():
    frozen = [FrozenDays(dt.date(2026, 11, 16), dt.date(2026, 11, 22))]
    series = Series(REGULAR.starts_at, REGULAR.ends_at, REGULAR.rule, frozen=frozen)

    assert [
        start.day for start, _ in periods(series, at(2026, 11, 9), at(2026, 12, 1))
    ] == [12, 26]


@pytest.mark.parametrize(("last", "count"), [(18, 1), (19, 0)])
def test_both_days_of_a_freeze_belong_to_it(last, count):
    frozen = [FrozenDays(dt.date(2026, 11, 16), dt.date(2026, 11, last))]
    series = Series(REGULAR.starts_at, REGULAR.ends_at, REGULAR.rule, frozen=frozen)

    assert len(periods(series, at(2026, 11, 19), at(2026, 11, 20))) == count


def test_a_change_concerns_one_occurrence():
    longer = {at(2026, 11, 12, 22): Change(ends_at=at(2026, 11, 13, 3))}
    series = Series(REGULAR.starts_at, REGULAR.ends_at, REGULAR.rule, changes=longer)

    assert periods(series, at(2026, 11, 12), at(2026, 11, 20)) == [
        (at(2026, 11, 12, 22), at(2026, 11, 13, 3)),
        (at(2026, 11, 19, 22), at(2026, 11, 20)),
    ]


def test_what_was_cancelled_is_not_the_next_one():
    gone = {at(2026, 11, 12, 22): Change(cancelled_at=at(2026, 11, 1))}
    series = Series(REGULAR.starts_at, REGULAR.ends_at, REGULAR.rule, changes=gone)

    found = next_occurrence(series, at(2026, 11, 9))

    assert found is not None
    assert found.starts_at == at(2026, 11, 19, 22)


def test_only_a_start_by_the_rule_names_an_occurrence():
    assert find_occurrence(REGULAR, at(2026, 11, 12, 22)) is not None
    assert find_occurrence(REGULAR, at(2026, 11, 13, 22)) is None


@pytest.mark.parametrize(
    ("rule", "is_good"),
    [
        ("FREQ=WEEKLY;BYDAY=TH", True),
        ("FREQ=MONTHLY;BYDAY=1SU", True),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10", True),
        ("FREQ=SECONDLY", False),
        ("FREQ=WEEKLY;BYHOUR=3", False),
        ("FREQ=WEEKLY;UNTIL=20270101T000000Z", False),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", False),
        ("FREQ=WEEKLY;INTERVAL=0", False),
        ("every Thursday", False),
        ("", False),
    ],
)
def test_a_rule_is_read_or_refused(rule, is_good):
    assert is_rule(rule) is is_good


@given(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2035, 1, 1)))  # noqa: DTZ001
def test_every_regular_window_shows_22_to_24_on_the_clock(moment):
    after = moment.replace(tzinfo=dt.UTC)

    [(start, end)] = periods(REGULAR, after, after + 7 * DAY)[-1:]

    wall = start.astimezone(BERLIN), end.astimezone(BERLIN)
    assert (wall[0].weekday(), wall[0].hour, wall[1].hour) == (3, 22, 0)
    assert end - start == 2 * HOUR
