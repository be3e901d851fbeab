"""Each invariant of `accounts` is kept by the database: every test breaks one."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from eduport.accounts.models import AccountKind, FailedLogin
from tests.factories.accounts import (
    AccountFactory,
    ActivationCodeFactory,
    TermsFactory,
)
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_username_is_given_once():
    AccountFactory(username="a.b@x.de")
    with refused("account_username_once"):
        AccountFactory(username="a.b@x.de")


def test_usernames_may_swap_in_one_statement():
    one, two = AccountFactory(username="one@x.de"), AccountFactory(username="two@x.de")

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_account SET username = "
            "CASE username WHEN 'one@x.de' THEN 'two@x.de' ELSE 'one@x.de' END "
            "WHERE username IN ('one@x.de', 'two@x.de')"
        )

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.username, two.username) == ("two@x.de", "one@x.de")


@pytest.mark.parametrize("username", ["", "Ada.Berg@x.de"])
def test_a_username_is_in_lower_case(username):
    with refused("account_username_is_lower_case"):
        AccountFactory(username=username)


def test_a_blocked_account_is_disabled():
    with refused("account_blocked_is_disabled"):
        AccountFactory(blocked_at=NOON)


def test_a_person_has_one_everyday_account():
    account = AccountFactory()
    with refused("account_one_of_a_kind"):
        AccountFactory(person=account.person)


def test_an_account_is_of_a_known_kind():
    with refused("account_kind_is_known"):
        AccountFactory(kind="robot")


def test_only_a_function_has_no_person():
    AccountFactory(person=None, kind=AccountKind.FUNCTION)
    with refused("account_belongs_to_a_person"):
        AccountFactory(person=None)


def test_an_account_has_one_code():
    code = ActivationCodeFactory()
    with refused("accounts_activationcode_account_id"):
        ActivationCodeFactory(account=code.account)


def test_a_code_is_never_kept_in_clear():
    with refused("activation_code_is_hashed"):
        ActivationCodeFactory(digest="K7WX-M2PA-9RTD")


def test_a_code_expires_after_its_issue():
    with refused("activation_code_expires_after_issue"):
        ActivationCodeFactory(expires_at=NOON)


@pytest.mark.parametrize("field", ["version", "text_de", "text_en"])
def test_terms_are_complete(field):
    with refused("terms_are_complete"):
        TermsFactory(**{field: ""})


def test_terms_have_different_versions():
    TermsFactory(version="1")
    with refused("accounts_terms_version"):
        TermsFactory(version="1")


def test_failures_count_from_one():
    with refused("failed_login_counts_from_one"):
        FailedLogin.objects.create(lane="0" * 64, failures=0, expires_at=NOON)


def test_nobody_can_read_who_failed():
    with refused("failed_login_lane_is_hashed"):
        FailedLogin.objects.create(
            lane="ada.berg@x.de", failures=1, expires_at=NOON + dt.timedelta(1)
        )
