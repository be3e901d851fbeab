"""Counting in memory and storing in one statement."""

import datetime as dt
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduport.accounts.models import AccountKind
from eduport.core.actor import VISITOR, Actor
from eduport.people.models import AdminRole, Role
from eduport.stats.models import SignInMonth, VisitCount
from eduport.stats.rules.rounding import STEP
from eduport.stats.services.counting import (
    Counter,
    add_sign_ins,
    add_visits,
    visit_of,
)
from eduport.stats.types import OTHER, CountedRole, VisitKind
from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory, SchoolFactory
from tests.factories.stats import TODAY, VisitCountFactory

pytestmark = pytest.mark.django_db
NEXT_DAY = TODAY + dt.timedelta(days=1)


def visit(item="portal:help", actor=VISITOR, day=TODAY):
    return visit_of(actor, VisitKind.PAGE, item, day=day)


def stored():
    columns = ("item", "school_kind", "role", "visits")
    return sorted(VisitCount.objects.values_list(*columns))


def actor_at(*schools, roles=(Role.TEACHER,)):
    ids = frozenset(school.pk for school in schools)
    return Actor("somebody", 1, 1, ids, frozenset(roles))


def test_visits_are_added_to_what_is_stored(django_assert_num_queries):
    add_visits({visit(): 2})

    with django_assert_num_queries(1):
        add_visits({visit(): 3, visit("portal:start"): 1})

    assert stored() == [
        ("portal:help", "", CountedRole.VISITOR, 5),
        ("portal:start", "", CountedRole.VISITOR, 1),
    ]


def test_of_people_only_role_and_kind_of_school_are_stored():
    school = SchoolFactory(kind="Gymnasium")

    add_visits({visit(actor=actor_at(school)): 4})

    assert stored() == [("portal:help", "Gymnasium", CountedRole.TEACHER, 4)]


def test_two_schools_of_one_kind_are_one_row():
    actors = [actor_at(SchoolFactory(kind="Grundschule")) for _ in range(2)]

    add_visits({visit(actor=actor): 1 for actor in actors})

    assert stored() == [("portal:help", "Grundschule", CountedRole.TEACHER, 2)]


def test_whoever_is_at_schools_of_two_kinds_is_counted_without_kind():
    actor = actor_at(SchoolFactory(kind="Grundschule"), SchoolFactory(kind="Gymnasium"))

    add_visits({visit(actor=actor): 1})

    assert stored() == [("portal:help", "", CountedRole.TEACHER, 1)]


@pytest.mark.parametrize(
    ("roles", "counted"),
    [
        ([Role.STUDENT], CountedRole.STUDENT),
        ([Role.TEACHER, Role.PRINCIPAL], CountedRole.PRINCIPAL),
        ([Role.TEACHER, AdminRole.IT_CONTACT], CountedRole.TEACHER),
        ([AdminRole.CENTRAL_TEAM], CountedRole.ADMINISTRATION),
        ([], CountedRole.ADMINISTRATION),
    ],
)
def test_everybody_is_counted_in_one_role(roles, counted):
    assert visit(actor=actor_at(roles=roles)).role == counted


def test_a_day_that_is_closed_takes_nothing_more():
    VisitCountFactory(
        item="portal:help",
        school_kind="",
        role=CountedRole.VISITOR,
        closed_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC),
    )

    add_visits({visit(): 3, visit(day=NEXT_DAY): 2})

    assert sorted(VisitCount.objects.values_list("day", "visits")) == [
        (TODAY, 10),
        (NEXT_DAY, 2),
    ]


def test_each_cell_gets_an_offset_of_its_own_and_keeps_it():
    pages = [visit(f"page:{place}") for place in range(60)]
    add_visits(dict.fromkeys(pages, 1))
    first = dict(VisitCount.objects.values_list("item", "offset"))

    add_visits(dict.fromkeys(pages, 1))

    assert dict(VisitCount.objects.values_list("item", "offset")) == first
    assert set(first.values()) == set(range(STEP))


def test_adding_asks_the_database_nothing():
    counter = Counter()

    with CaptureQueriesContext(connection) as queries:
        for _ in range(1000):
            counter.add(visit())

    assert len(queries) == 0
    assert counter.counts == {visit(): 1000}


def test_threads_lose_nothing_to_each_other():
    counter = Counter()
    threads = [
        Thread(target=lambda: [counter.add(visit()) for _ in range(5000)])
        for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counter.counts == {visit(): 40_000}


def test_memory_has_an_end_and_nothing_is_lost():
    counter = Counter(most=3)

    for place in range(10):
        counter.add(visit(f"page:{place}"))

    assert len(counter.counts) == 4
    assert counter.counts[visit(OTHER)] == 7
    assert sum(counter.counts.values()) == 10


def test_storing_empties_the_memory_and_twice_adds_once(django_assert_num_queries):
    counter = Counter()
    counter.add(visit())

    counter.store()
    with django_assert_num_queries(0):
        counter.store()

    assert stored() == [("portal:help", "", CountedRole.VISITOR, 1)]


@pytest.mark.django_db(transaction=True)
def test_without_the_database_the_counts_wait(caplog):
    counter = Counter(most=2)
    counter.add(visit("a:a"))
    counter.add(visit("b:b"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stats_visitcount RENAME TO away")

    try:
        counter.store()
        counter.add(visit("a:a"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO stats_visitcount")
    counter.store()

    assert [(row[0], row[3]) for row in stored()] == [("a:a", 2), ("b:b", 1)]
    assert "Visits could not be stored" in caplog.text


def signed_in(account, month, day=4):
    return account.pk, dt.date(2026, month, day)


def test_sign_ins_are_counted_at_the_home_school_in_the_first_role():
    school = SchoolFactory(kind="Gymnasium")
    head = AccountFactory(person__home_school=school)
    for role in (Role.TEACHER, Role.PRINCIPAL):
        AffiliationFactory(person=head.person, school=school, role=role)
    admin = AccountFactory(kind=AccountKind.ADMIN, person=head.person)
    gone = AccountFactory()
    gone_sign_in = signed_in(gone, 11)
    gone.delete()

    add_sign_ins({signed_in(head, 11): 2, signed_in(admin, 11): 1, gone_sign_in: 1})

    assert stored() == [
        ("sign_in", "Gymnasium", CountedRole.ADMINISTRATION, 1),
        ("sign_in", "Gymnasium", CountedRole.PRINCIPAL, 2),
    ]
    # Of the Admin-Account no month is kept, and of nobody a day.
    assert list(SignInMonth.objects.values_list()) == [(head.pk, dt.date(2026, 11, 1))]


def test_the_month_is_that_of_the_last_sign_in():
    one, other = AccountFactory(), AccountFactory()
    add_sign_ins({signed_in(one, 9): 1, signed_in(other, 10): 1})

    add_sign_ins({signed_in(one, 11): 1, signed_in(one, 10): 1, signed_in(other, 9): 1})

    found = dict(SignInMonth.objects.values_list("account", "month__month"))
    assert found == {one.pk: 11, other.pk: 10}


def test_any_number_of_sign_ins_takes_three_statements(django_assert_num_queries):
    accounts = [AccountFactory() for _ in range(3)]

    for number in (1, 3):
        with django_assert_num_queries(3):
            add_sign_ins({signed_in(one, 11): 1 for one in accounts[:number]})


@pytest.mark.django_db(transaction=True)
def test_a_sign_in_that_cannot_be_stored_is_stored_the_next_time():
    counter, account = Counter(), AccountFactory()
    counter.add_sign_in(*signed_in(account, 11))
    counter.add(visit_of(VISITOR, "no such kind", "portal:help", day=TODAY))

    counter.store()
    assert not SignInMonth.objects.exists()

    counter.counts.clear()
    counter.store()
    assert SignInMonth.objects.get().account == account
    assert stored()[0][3] == 1
