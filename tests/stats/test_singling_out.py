"""Nobody can be singled out, not by subtracting reports either.

The attacker may ask for every report: any days, kinds of school, roles, sums and parts,
before and after the night. The proof is a twin: another city in which all that was
published is simply true. Whoever reads the reports cannot tell both apart, and in the
twin every group, and every difference of groups, is nobody or at least five.
"""

import datetime as dt
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from eduport.stats.models import VisitCount
from eduport.stats.queries.figures import Figure, summed
from eduport.stats.queries.visits import over_time, sums_by, visits_in
from eduport.stats.rules.rounding import STEP, offset_of, published
from eduport.stats.services.closing import close_days
from eduport.stats.types import Period
from tests.factories.people import NOON
from tests.factories.stats import TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DAYS = [TODAY + place * DAY for place in range(2)]
KINDS = ["Grundschule", "Gymnasium"]
ROLES = ["student", "teacher"]
CELLS = list(product(DAYS, KINDS, ROLES))
# Small numbers are what an attacker is after.
SMALL = st.integers(0, 2 * STEP)
OFFSETS = st.integers(0, STEP - 1)
CITY = st.lists(st.tuples(SMALL, OFFSETS), min_size=len(CELLS), max_size=len(CELLS))
# Each example asks hundreds of reports; making a failing one smaller takes minutes.
QUICK = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def write_city(counts):
    """Store these counts and offsets, cell by cell."""
    VisitCount.objects.all().delete()
    VisitCount.objects.bulk_create(
        VisitCount(
            day=day,
            kind="page",
            item="portal:help",
            school_kind=kind,
            role=role,
            visits=visits,
            offset=offset,
        )
        for (day, kind, role), (visits, offset) in zip(CELLS, counts, strict=True)
    )


def all_reports():
    """Everything that anybody can ask: each period, kind, role, and each breakdown."""
    found = {}
    ends = [*DAYS, DAYS[-1] + DAY]
    for begin, end in product(ends, ends):
        for kind, role in product([None, *KINDS], ["", *ROLES]):
            if begin >= end:
                continue
            asked = visits_in(Period(begin, end), school_kind=kind, role=role)
            key = begin, end, kind, role
            for columns in (("kind",), ("school_kind",), ("role",), ("item", "role")):
                found[key, columns] = sums_by(asked, *columns)
            found[key, "time"] = over_time(asked, by_month=False)
    return found


def numbers_of(reports):
    """All numbers in these reports, also those that stand there as nothing."""
    yield 0
    for report in reports.values():
        rows = report.items() if isinstance(report, dict) else report
        yield from (row[-1] for row in rows)


@pytest.mark.slow
@given(CITY)
@QUICK
def test_all_reports_together_fit_a_city_without_small_groups(counts):
    write_city(counts)
    reports = all_reports()
    twin = [(published(visits, offset), 0) for visits, offset in counts]

    write_city(twin)

    assert all_reports() == reports
    # In the twin every cell is nobody or at least five; so is every sum, and every
    # difference of two sums.
    numbers = set(numbers_of(reports))
    assert {abs(a - b) % STEP for a in numbers for b in numbers} == {0}


@pytest.mark.slow
@given(CITY)
@QUICK
def test_the_reports_of_today_and_of_tomorrow_are_the_same(counts):
    write_city(counts)
    before = all_reports()

    close_days(before=DAYS[-1] + DAY, at=NOON)

    assert all_reports() == before


@given(
    st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=4, max_size=4),
    st.text(min_size=1, max_size=5),
)
def test_figures_of_accounts_fit_a_city_without_small_groups(steps, key):
    """Accounts, activated ones and those in use lie one within the other."""
    cells = [
        (kind, role, (new + used + rest, new + used, new))
        for (kind, role), (new, used, rest) in zip(
            product(KINDS, ROLES), steps, strict=True
        )
    ]
    figures = [
        Figure(kind, role, *(published(n, offset_of(key, kind, role)) for n in counts))
        for kind, role, counts in cells
    ]

    for one in [*figures, *summed(figures, "school_kind"), *summed(figures, "role")]:
        # The twin exists: each part is as large as what it lies in, or smaller.
        assert one.accounts >= one.activated >= one.in_use >= 0
        found = (one.accounts, one.activated, one.in_use)
        assert {number % STEP for number in found} == {0}
    total = summed(figures, "")[0]
    assert total.accounts == sum(one.accounts for one in figures)
    assert sum(one.accounts for one in summed(figures, "role")) == total.accounts


@given(st.lists(st.integers(0, 3 * STEP), min_size=2, max_size=6), OFFSETS)
def test_whoever_watches_a_number_grow_learns_of_no_small_group(steps, offset):
    """Also reports of different times fit a city in which five come at a time."""
    counts = [sum(steps[: place + 1]) for place in range(len(steps))]
    seen = [published(count, offset) for count in counts]

    assert [published(one, 0) for one in seen] == seen
    assert seen == sorted(seen)


def feasible(part, total):
    """The pairs of counts below ten that fit what suppression publishes of them."""
    pairs = product(range(10), range(10))
    return [pair for pair in pairs if suppressed(pair) == (part, total)]


def suppressed(pair):
    """The naive rule: small parts are left out, the sum is exact."""
    return tuple(one if one >= STEP else None for one in pair), sum(pair)


def test_suppression_alone_would_give_a_small_group_away():
    """The same attacker succeeds where parts are left out and sums are exact."""
    found = feasible(*suppressed((3, 7)))

    assert found == [(3, 7)]


def test_rounding_sums_by_themselves_would_give_a_small_group_away():
    """Two parts of nothing and a sum of five: both parts have somebody, but few."""

    def nearest(count):
        return (count + 2) // STEP * STEP

    fits = [
        pair
        for pair in product(range(10), range(10))
        if (nearest(pair[0]), nearest(pair[1]), nearest(sum(pair))) == (0, 0, 5)
    ]

    assert fits
    assert all(0 < one < STEP for pair in fits for one in pair)


@given(st.integers(0, 10_000))
def test_a_number_is_right_on_average(count):
    spread = [published(count, offset) for offset in range(STEP)]

    assert sum(spread) == STEP * count
    assert max(abs(one - count) for one in spread) < STEP


def test_the_offset_of_a_cell_never_changes_and_differs_from_others():
    names = [f"kind {place}" for place in range(500)]
    first = [offset_of("key", "accounts", name, "teacher") for name in names]

    assert [offset_of("key", "accounts", name, "teacher") for name in names] == first
    assert [offset_of("other", "accounts", name, "teacher") for name in names] != first
    assert all(first.count(one) > 50 for one in range(STEP))
