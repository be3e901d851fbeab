"""What the database keeps of counts, broken one by one."""

import datetime as dt

import pytest

from tests.breaking import assert_refused, changed, twice
from tests.factories.people import NOON
from tests.factories.stats import (
    AccountFigureFactory,
    SignInMonthFactory,
    VisitCountFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("visit_count_once", twice(VisitCountFactory)),
        ("visit_count_kind_is_known", changed(VisitCountFactory, kind="x")),
        ("visit_count_role_is_known", changed(VisitCountFactory, role="x")),
        ("visit_count_is_a_count", changed(VisitCountFactory, visits=-5)),
        ("visit_count_is_a_count", changed(VisitCountFactory, offset=5)),
        (
            "visit_count_closed_is_rounded",
            changed(VisitCountFactory, closed_at=NOON, visits=4),
        ),
        (
            "visit_count_closed_is_rounded",
            changed(VisitCountFactory, closed_at=NOON, offset=1),
        ),
        (
            "visit_count_month_is_closed",
            changed(VisitCountFactory, is_month=True, day=dt.date(2026, 11, 1)),
        ),
        (
            "visit_count_month_is_closed",
            changed(VisitCountFactory, is_month=True, closed_at=NOON),
        ),
        (
            "sign_in_month_has_no_day",
            changed(SignInMonthFactory, month=dt.date(2026, 11, 2)),
        ),
        ("account_figure_once", twice(AccountFigureFactory)),
        ("account_figure_role_is_known", changed(AccountFigureFactory, role="x")),
        ("account_figure_adds_up", changed(AccountFigureFactory, activated=25)),
        ("account_figure_is_rounded", changed(AccountFigureFactory, activated=12)),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
