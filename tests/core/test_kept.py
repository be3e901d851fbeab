"""Queries whose statement is written once."""

import pytest

from eduport.accounts.models import Account
from eduport.core.kept import KeptQuery
from tests.factories.accounts import AccountFactory

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
    with pytest.raises(ValueError, match="shorter"):
        ACCOUNT.first()
