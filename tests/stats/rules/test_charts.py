"""Where bars stand, and what periods are made of."""

import datetime as dt

import pytest

from eduport.stats.rules.charts import BELOW, HEIGHT, columns, rows, top_of
from eduport.stats.rules.modules import module_of
from eduport.stats.rules.periods import months_within, school_year_of, steps_of
from eduport.stats.types import Period


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (95, 200), (401, 800)]
)
def test_the_top_line_is_a_round_number(most, top):
    assert top_of([most, 1]) == top


def test_the_highest_column_ends_at_its_line():
    chart = columns([("a", 0), ("b", 40), ("c", 20)])

    none, most, half = chart.bars
    assert none.height == 0
    assert most.height == 2 * half.height
    assert {round(bar.y + bar.height, 1) for bar in chart.bars} == {HEIGHT - BELOW}
    assert [line.count for line in chart.lines] == [0, 10, 20, 30, 40]


def test_of_many_columns_a_dozen_at_most_has_words():
    chart = columns([(str(place), place) for place in range(62)])

    assert sum(bar.is_marked for bar in chart.bars) <= 12


@pytest.mark.parametrize("draw", [columns, rows])
def test_nothing_can_be_drawn(draw):
    assert list(draw([]).bars) == []


@pytest.mark.parametrize(
    ("page", "module"),
    [
        ("support:own", "support"),
        ("account_login", "accounts"),
        ("mfa_index", "accounts"),
        ("other", "other"),
        ("wagtail_serve", "wagtail_serve"),
    ],
)
def test_a_page_belongs_to_a_module(page, module):
    assert module_of(page) == module


def test_a_short_period_has_days_and_a_long_one_months():
    week = Period(dt.date(2026, 11, 28), dt.date(2026, 12, 2))
    half_a_year = Period(dt.date(2026, 8, 15), dt.date(2026, 11, 2))

    assert [day.day for day in steps_of(week)] == [28, 29, 30, 1]
    assert [day.month for day in steps_of(half_a_year)] == [8, 9, 10, 11]
    assert months_within(half_a_year) == (dt.date(2026, 9, 1), dt.date(2026, 11, 1))


@pytest.mark.parametrize(
    ("day", "year"), [(dt.date(2026, 8, 1), 2026), (dt.date(2026, 7, 31), 2025)]
)
def test_a_school_year_begins_on_the_first_of_august(day, year):
    assert school_year_of(day) == dt.date(year, 8, 1)
