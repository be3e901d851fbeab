"""Hours of work in Hamburg, holidays and changes of the clock included."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from eduport.support.models import Effect, Spread
from eduport.support.rules.hours import after_working, is_working_day
from eduport.support.rules.priorities import PRIORITIES, TARGETS, priority_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ((2026, 11, 23), True),  # a Monday
        ((2026, 11, 28), False),  # a Saturday
        ((2026, 10, 31), False),  # Reformation Day, since 2018 in Hamburg too
        ((2027, 3, 26), False),  # Good Friday moves
        ((2026, 12, 25), False),
        ((2027, 1, 6), True),  # Epiphany is no holiday in Hamburg
    ],
)
def test_the_desk_works_on_weekdays_without_holidays(day, works):
    assert is_working_day(dt.date(*day)) is works


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ((2026, 11, 23, 9), 1, (2026, 11, 23, 10)),
        ((2026, 11, 23, 5), 1, (2026, 11, 23, 8)),
        ((2026, 11, 23, 16), 1, (2026, 11, 23, 17)),
        ((2026, 11, 23, 16), 2, (2026, 11, 24, 8)),
        ((2026, 11, 27, 16), 4, (2026, 11, 30, 10)),  # over a weekend
        ((2026, 12, 24, 16), 2, (2026, 12, 28, 8)),  # over Christmas
        ((2026, 10, 23, 16), 2, (2026, 10, 26, 8)),  # over a change of the clock
        ((2026, 11, 23, 7), 30, (2026, 11, 25, 17)),
    ],
)
def test_time_passes_only_while_the_desk_works(start, hours, end):
    started = dt.datetime(*start, tzinfo=BERLIN).astimezone(dt.UTC)

    due = after_working(started, dt.timedelta(hours=hours))

    assert due == dt.datetime(*end, tzinfo=BERLIN)


def test_each_effect_and_spread_has_a_priority_and_each_priority_a_target():
    known = {(effect, spread) for effect in Effect for spread in Spread}

    assert known == PRIORITIES.keys()
    assert set(PRIORITIES.values()) == TARGETS.keys()


def test_more_people_or_a_worse_effect_are_never_less_urgent():
    spreads, effects = ["one", "class", "school"], ["minor", "hindered", "stopped"]

    for effect in effects:
        row = [priority_of(effect, spread) for spread in spreads]
        assert row == sorted(row, reverse=True)
    for spread in spreads:
        column = [priority_of(effect, spread) for effect in effects]
        assert column == sorted(column, reverse=True)
