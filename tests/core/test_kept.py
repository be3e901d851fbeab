"""Queries whose statement is written once."""

import pytest

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.core.kept import KeptQuery, ReaderQuery
from eduport.people.models import Affiliation, Role
from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory

pytestmark = pytest.mark.django_db

ACCOUNT = KeptQuery(
    lambda username: Account.objects.select_related("person__home_school").filter(
        username=username, disabled_at=None
    ),
    "<username>",
)


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def test_it_finds_what_the_query_would_find():
    AccountFactory()
    account = AccountFactory(language="en")
    expected = Account.objects.get(pk=account.pk)

    found = ACCOUNT.first(account.username)

    assert values_of(found) == values_of(expected)
    assert values_of(found.person) == values_of(expected.person)
    assert values_of(found.person.home_school) == values_of(expected.person.home_school)


def test_it_takes_one_query_with_what_belongs_to_the_row(django_assert_num_queries):
    account = AccountFactory()

    with django_assert_num_queries(1):
        found = ACCOUNT.first(account.username)
        assert found.person.home_school.name == account.person.home_school.name


def test_each_call_has_its_own_values():
    first, second = AccountFactory(), AccountFactory()

    found = [ACCOUNT.first(one.username).pk for one in (first, second, first)]

    assert found == [first.pk, second.pk, first.pk]


def test_what_is_not_there_is_none():
    assert ACCOUNT.first("nobody@ga.hamburg.de") is None


def test_too_few_values_are_a_mistake():
    with pytest.raises(ValueError, match="1 values are needed, not 0"):
        ACCOUNT.first()


def test_all_rows_come_in_their_order():
    first, second = AccountFactory(), AccountFactory()
    kept = KeptQuery(lambda pk: Account.objects.filter(pk__gte=pk).order_by("-pk"), -1)

    assert kept.all(first.pk) == [second, first]
    assert kept.all(second.pk) == [second]
    assert kept.all(second.pk + 1) == []


def test_rows_are_what_values_makes_of_them():
    account = AccountFactory()
    columns = ("username", "person__home_school__name", "created_at")
    build = Account.objects.values(*columns).filter

    kept = KeptQuery(lambda pk: build(pk=pk), -1)

    assert kept.all(account.pk) == list(build(pk=account.pk))
    assert kept.first(account.pk) == build(pk=account.pk).get()


def test_what_can_never_be_found_is_not_asked_for(django_assert_num_queries):
    kept = KeptQuery(lambda pk: Account.objects.filter(pk=pk, kind__in=[]), -1)

    with django_assert_num_queries(0):
        assert (kept.all(7), kept.first(7)) == ([], None)


def colleagues(actor):
    return (
        Affiliation.objects.filter(school__in=actor.school_ids, role__in=actor.roles)
        .exclude(person=actor.person_id)
        .order_by("pk")
    )


def test_readers_of_all_sorts_find_what_concerns_them():
    kept = ReaderQuery(colleagues)
    rows = [
        AffiliationFactory(role=role)
        for role in (Role.TEACHER, Role.TEACHER, Role.STUDENT, Role.STUDENT)
    ]
    schools = [row.school_id for row in rows]
    readers = [
        Actor("reader", 7, rows[0].person_id, frozenset(some), frozenset(roles))
        for some in ([], schools[:1], schools[1:2], schools[1:], schools)
        for roles in ([], [Role.TEACHER], [Role.STUDENT], [Role.TEACHER, Role.STUDENT])
    ]

    # Twice, so that a statement kept for one is asked for others too.
    found = [kept.all(reader) for reader in [*readers, *readers]]

    expected = [list(colleagues(reader)) for reader in readers]
    assert found == [*expected, *expected]
    assert {len(some) for some in expected} == {0, 1, 2, 3}
