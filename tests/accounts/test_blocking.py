"""Locking and unlocking many people at once, and taking that back."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.services.blocking import (
    block_persons,
    unblock_persons,
    undo_blocking,
)
from eduport.accounts.services.sessions import record_session
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.services.actions import AlreadyUndoneError
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON, PersonFactory

pytestmark = pytest.mark.django_db
OFFICE = Actor("office")
LATER = NOON + dt.timedelta(hours=1)
MUCH_LATER = NOON + dt.timedelta(hours=2)


def outcomes(action):
    return dict(action.actionline_set.values_list("person", "outcome"))


def state_of(account):
    account.refresh_from_db()
    return account.blocked_at, account.disabled_at


def test_who_is_locked_cannot_sign_in_and_has_no_session():
    account = AccountFactory()
    record_session(account.pk, "a-key", "", at=NOON)

    action = block_persons([account.person_id], by=OFFICE, at=LATER)

    assert outcomes(action) == {account.person_id: "done"}
    assert state_of(account) == (LATER, LATER)
    assert not UserSession.objects.exists()
    assert LogEntry.objects.get().action == "accounts.account.blocked"


def test_some_people_are_left_as_they_are():
    blocked = AccountFactory(blocked_at=NOON, disabled_at=NOON)
    nobody, acting = PersonFactory(), AccountFactory()
    admin = AccountFactory(person=nobody, kind=AccountKind.ADMIN)
    persons = [blocked.person_id, nobody.pk, acting.person_id]
    by = Actor("school admin", person_id=acting.person_id)

    action = block_persons(persons, by=by, at=LATER)

    assert outcomes(action) == {
        blocked.person_id: "already",
        nobody.pk: "no_account",
        acting.person_id: "self",
    }
    assert state_of(blocked) == (NOON, NOON)
    assert state_of(admin) == state_of(acting) == (None, None)


def test_unlocking_lets_in_only_who_is_not_released():
    here = AccountFactory(blocked_at=NOON, disabled_at=NOON)
    released = AccountFactory(
        person__deletion_released_at=NOON, blocked_at=NOON, disabled_at=NOON
    )
    persons = [here.person_id, released.person_id]

    unblock_persons(persons, by=OFFICE, at=LATER)

    assert state_of(here) == (None, None)
    assert state_of(released) == (None, NOON)


def test_undoing_a_lock_spares_who_was_locked_again():
    first, second = AccountFactory(), AccountFactory()
    persons = [first.person_id, second.person_id]
    action = block_persons(persons, by=OFFICE, at=NOON)
    unblock_persons([second.person_id], by=OFFICE, at=NOON)
    block_persons([second.person_id], by=OFFICE, at=LATER)

    undo_blocking(action, by=OFFICE, at=MUCH_LATER)

    assert state_of(first) == (None, None)
    assert state_of(second) == (LATER, LATER)
    with pytest.raises(AlreadyUndoneError):
        undo_blocking(action, by=OFFICE, at=MUCH_LATER)


def test_undoing_an_unlock_locks_again():
    account = AccountFactory(blocked_at=NOON, disabled_at=NOON)
    action = unblock_persons([account.person_id], by=OFFICE, at=LATER)

    undo_blocking(action, by=OFFICE, at=MUCH_LATER)

    assert state_of(account) == (MUCH_LATER, MUCH_LATER)


def test_many_people_take_as_many_statements_as_one(django_assert_num_queries):
    for count in (1, 3):
        accounts = AccountFactory.create_batch(count)
        persons = [account.person_id for account in accounts]

        with django_assert_num_queries(10):
            action = block_persons(persons, by=OFFICE, at=LATER)
        with django_assert_num_queries(9):
            undo_blocking(action, by=OFFICE, at=MUCH_LATER)

        assert not Account.objects.filter(disabled_at__isnull=False).exists()
