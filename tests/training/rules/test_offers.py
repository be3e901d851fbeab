"""Until when a seat is kept, and until when one can be given up."""

import datetime as dt

import pytest

from eduport.training.rules.offers import is_too_near, last_moment, offer_end

HOURS = dt.timedelta(hours=1)
START = dt.datetime(2026, 12, 10, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("before", "kept"), [(240, 48), (192, 48), (96, 24), (8, 2), (4, 1)]
)
def test_a_seat_is_kept_ever_shorter_near_the_date(before, kept):
    at = START - before * HOURS

    assert offer_end(START, 48 * HOURS, at=at) == at + kept * HOURS


@pytest.mark.parametrize(("before", "near"), [(5, False), (4, False), (3.9, True)])
def test_shortly_before_the_start_nobody_is_asked(before, near):
    assert is_too_near(START, at=START - before * HOURS) is near


def test_days_are_those_of_the_clock_also_when_it_is_changed():
    # 9:00 on Monday, 26 October 2026; the clocks were put back on Sunday.
    start = dt.datetime(2026, 10, 26, 8, tzinfo=dt.UTC)

    assert last_moment(start, 3) == dt.datetime(2026, 10, 23, 7, tzinfo=dt.UTC)
