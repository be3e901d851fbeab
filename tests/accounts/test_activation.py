"""One-time codes work once, for their owner, in time."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from eduport.accounts.errors import (
    CommonPasswordError,
    PasswordTooShortError,
    WrongActivationCodeError,
)
from eduport.accounts.models import Account, ActivationCode
from eduport.accounts.services.activation import activate, issue_activation_codes
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON

OFFICE = Actor("office")
LATER = NOON + dt.timedelta(days=3)
SENTENCE = "vier warme Brezeln"


def issued_code(**kwargs):
    account = AccountFactory(activated_at=None, **kwargs)
    [(_, code)] = issue_activation_codes([account], by=OFFICE, at=NOON)
    return account, code


@pytest.mark.django_db
@pytest.mark.parametrize("write", [str, str.lower, lambda code: code.replace("-", "")])
def test_a_code_sets_the_password_once(write):
    account, code = issued_code()

    activated = activate(account.username.upper(), write(code), SENTENCE, at=LATER)

    assert activated == account
    account.refresh_from_db()
    assert account.check_password(SENTENCE)
    assert account.activated_at == LATER
    assert ActivationCode.objects.count() == 0
    with pytest.raises(WrongActivationCodeError):
        activate(account.username, code, SENTENCE, at=LATER)


@pytest.mark.django_db
def test_codes_are_made_for_many_at_once(django_assert_num_queries):
    accounts = [AccountFactory() for _ in range(3)]

    with django_assert_num_queries(4):  # two of them are the savepoint
        codes = issue_activation_codes(accounts, by=OFFICE, at=NOON)

    assert [account for account, _ in codes] == accounts
    assert len({code for _, code in codes}) == 3
    assert (
        LogEntry.objects.filter(action="accounts.activation_code.issued").count() == 3
    )


@pytest.mark.django_db
def test_a_new_code_replaces_the_one_before():
    account, old = issued_code()
    issue_activation_codes([account], by=OFFICE, at=NOON)

    with pytest.raises(WrongActivationCodeError):
        activate(account.username, old, SENTENCE, at=LATER)


@pytest.mark.django_db
def test_the_code_of_somebody_else_does_not_work():
    account, _ = issued_code()
    _, other = issued_code()

    with pytest.raises(WrongActivationCodeError):
        activate(account.username, other, SENTENCE, at=LATER)


@pytest.mark.django_db
def test_an_unknown_login_gets_the_same_answer():
    _, code = issued_code()

    with pytest.raises(WrongActivationCodeError):
        activate("nobody.here@s1.hamburg.de", code, SENTENCE, at=LATER)


@pytest.mark.django_db
def test_a_code_expires(settings):
    account, code = issued_code()
    too_late = NOON + dt.timedelta(days=settings.EDUPORT.activation_days)

    with pytest.raises(WrongActivationCodeError):
        activate(account.username, code, SENTENCE, at=too_late)


@pytest.mark.django_db
def test_a_disabled_account_is_not_activated():
    account, code = issued_code()
    Account.objects.update(disabled_at=NOON)

    with pytest.raises(WrongActivationCodeError):
        activate(account.username, code, SENTENCE, at=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "error"),
    [("kurz", PasswordTooShortError), ("1234567890", CommonPasswordError)],
)
def test_after_a_bad_password_the_code_still_works(password, error):
    account, code = issued_code()

    with pytest.raises(error):
        activate(account.username, code, password, at=LATER)

    assert activate(account.username, code, SENTENCE, at=LATER) == account


@pytest.mark.django_db(transaction=True)
def test_of_parallel_attempts_with_one_code_one_succeeds():
    account, code = issued_code()
    barrier = Barrier(4)

    def attempt(_):
        try:
            barrier.wait()
            activate(account.username, code, SENTENCE, at=LATER)
        except WrongActivationCodeError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(attempt, range(4)))

    assert sorted(results) == [False, False, False, True]
