"""Figures about reports, which name nobody."""

import datetime as dt

import pytest
from django.urls import reverse

from eduport.support.models import TicketState
from eduport.support.queries.figures import bars, figures_at
from tests.factories.people import NOON, SchoolFactory
from tests.factories.status import ComponentFactory
from tests.factories.support import FaultFactory, QuestionFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


def shown(rows):
    return [(row.label, row.count, row.percent) for row in rows]


def test_bars_are_as_long_as_the_counts():
    assert shown(bars([("a", 4), ("b", 1), ("c", 0)])) == [
        ("a", 4, 100),
        ("b", 1, 25),
        ("c", 0, 0),
    ]
    assert shown(bars([("a", 0)])) == [("a", 0, 0)]
    assert bars([]) == []


def test_open_reports_are_counted_by_age_service_and_school():
    mail, files = (ComponentFactory(name_de=name) for name in ("E-Mail", "Ablage"))
    school = SchoolFactory(name="Hafenschule")
    for component, age in ((mail, HOUR), (mail, DAY), (files, 8 * DAY)):
        FaultFactory(component=component, school=school, created_at=NOON - age)
    FaultFactory(
        component=mail,
        school=None,
        state=TicketState.SOLVED,
        solved_at=NOON,
        created_at=NOON - HOUR,
    )
    QuestionFactory()

    found = figures_at(NOON)

    assert (found.open_count, found.ages) == (3, [1, 1, 0, 1])
    assert [
        (one.label, one.open_count, one.oldest_days) for one in found.by_component
    ] == [("E-Mail", 2, 1), ("Ablage", 1, 8)]
    assert [
        (one.label, one.open_count, one.oldest_days) for one in found.by_school
    ] == [("Hafenschule", 3, 8)]


def test_first_answers_are_counted_by_service_and_school():
    mail, files = (ComponentFactory(name_de=name) for name in ("E-Mail", "Ablage"))
    school = SchoolFactory(name="Hafenschule")
    due = {"first_answer_due_at": NOON, "created_at": NOON - DAY, "school": school}
    for component, answered_at in ((mail, NOON), (mail, NOON + HOUR), (files, None)):
        FaultFactory(component=component, answered_at=answered_at, **due)
    FaultFactory(component=mail, answered_at=NOON, **due)

    found = figures_at(NOON)

    assert [
        (one.label, one.in_time, one.late, one.in_time_percent, one.late_percent)
        for one in (*found.by_component, *found.by_school)
    ] == [
        ("E-Mail", 2, 1, 67, 33),
        ("Ablage", 0, 0, 0, 0),
        ("Hafenschule", 2, 1, 67, 33),
    ]


def test_first_answers_are_in_time_or_late():
    due = {"first_answer_due_at": NOON, "created_at": NOON - DAY}
    for answered_at in (NOON, NOON - HOUR, NOON + HOUR, None):
        FaultFactory(answered_at=answered_at, **due)
    FaultFactory(**due | {"answered_at": NOON, "created_at": NOON - 91 * DAY})

    found = figures_at(NOON)

    assert (found.answered_in_time, found.answered_late) == (2, 1)


def test_the_desk_sees_the_figures_and_no_names(desk, operator_account):
    FaultFactory(assignee=operator_account.person, component__name_de="E-Mail")

    page = desk.get(reverse("support:figures")).content.decode()

    main = page.partition("<main")[2]
    assert "E-Mail" in main
    assert "1 Meldung ist offen." in main
    assert "Dieter" not in main


def test_the_figures_cost_the_same_however_many(django_assert_num_queries):
    for number in (1, 3):
        while figures_at(NOON).open_count < number:
            FaultFactory()
        with django_assert_num_queries(5):
            figures_at(NOON)
