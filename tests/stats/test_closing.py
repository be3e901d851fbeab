"""Days are closed and become months; what can be read of them stays the same."""

import datetime as dt

import pytest
from django.db.models import Sum

from eduport.stats.models import PUBLISHED, SignInMonth, VisitCount
from eduport.stats.queries.visits import visits_in
from eduport.stats.services.closing import close_days, condense_months, forget_months
from eduport.stats.types import Period
from tests.factories.people import NOON
from tests.factories.stats import TODAY, SignInMonthFactory, VisitCountFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def shown(**filters):
    return VisitCount.objects.filter(**filters).aggregate(n=Sum(PUBLISHED))["n"] or 0


@pytest.mark.parametrize(
    ("visits", "offset", "expected"),
    [(0, 4, 0), (1, 3, 0), (1, 4, 5), (4, 0, 0), (5, 0, 5), (7, 2, 5), (7, 3, 10)],
)
def test_closing_keeps_what_was_shown_and_forgets_the_rest(visits, offset, expected):
    VisitCountFactory(visits=visits, offset=offset)
    assert shown() == expected

    close_days(before=TODAY + DAY, at=NOON)

    rows = VisitCount.objects.values_list("visits", "offset", "closed_at")
    assert list(rows) == [(expected, 0, NOON)] * bool(expected)
    assert shown() == expected


def test_today_stays_open():
    VisitCountFactory(visits=7)

    assert close_days(before=TODAY, at=NOON) == 0

    assert VisitCount.objects.get().visits == 7


def test_closing_twice_is_the_same_as_once():
    VisitCountFactory(visits=7, offset=4)
    close_days(before=TODAY + DAY, at=NOON)

    assert close_days(before=TODAY + DAY, at=NOON + DAY) == 0

    assert VisitCount.objects.get().closed_at == NOON


def test_old_days_become_months_of_the_same_sum():
    for day in range(1, 31):
        VisitCountFactory(day=dt.date(2025, 9, day), visits=5, closed_at=NOON)
    VisitCountFactory(
        day=dt.date(2025, 9, 3), role="student", visits=15, closed_at=NOON
    )
    kept = VisitCountFactory(day=dt.date(2025, 10, 31), visits=5, closed_at=NOON)

    condense_months(today=dt.date(2026, 11, 30), keep_days=396, at=NOON)
    condense_months(today=dt.date(2026, 11, 30), keep_days=396, at=NOON)

    columns = ("day", "is_month", "role", "visits")
    assert sorted(VisitCount.objects.values_list(*columns)) == [
        (dt.date(2025, 9, 1), True, "student", 15),
        (dt.date(2025, 9, 1), True, "teacher", 150),
        (kept.day, False, "teacher", 5),
    ]


def test_a_day_that_comes_late_is_added_to_its_month():
    september = {"day": dt.date(2025, 9, 1), "visits": 20, "closed_at": NOON}
    VisitCountFactory(is_month=True, **september)
    VisitCountFactory(day=dt.date(2025, 9, 2), visits=5, closed_at=NOON)

    condense_months(today=dt.date(2026, 11, 30), keep_days=396, at=NOON)

    assert VisitCount.objects.get().visits == 25


def test_a_month_counts_only_where_it_lies_in_the_period_as_a_whole():
    september = {"day": dt.date(2025, 9, 1), "visits": 20, "closed_at": NOON}
    VisitCountFactory(is_month=True, **september)
    first, middle, end = (
        dt.date(2025, 9, 1),
        dt.date(2025, 9, 15),
        dt.date(2025, 10, 1),
    )

    found = [
        visits_in(Period(*days)).count()
        for days in [(first, end), (first, middle), (middle, end)]
    ]

    assert found == [1, 0, 0]


def test_months_of_sign_ins_go_when_they_are_too_old():
    kept = SignInMonthFactory(month=TODAY.replace(month=10, day=1))
    SignInMonthFactory(month=TODAY.replace(month=9, day=1))

    assert forget_months(today=TODAY, keep_days=62) == 1

    assert SignInMonth.objects.get() == kept
