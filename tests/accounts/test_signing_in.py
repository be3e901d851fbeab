"""Who may sign in, who may not, and what they are told."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from eduport.accounts.errors import (
    AccountDisabledError,
    LoginRefusedError,
    LoginReplacedError,
    MissingDomainError,
    NameChangedError,
    SchoolChangedError,
    SchoolCodeChangedError,
    TooManyFailuresError,
)
from eduport.accounts.models import Account, FailedLogin
from eduport.accounts.queries import find_login
from eduport.accounts.services import signing_in
from eduport.accounts.services.blocking import lift_lock
from eduport.accounts.services.signing_in import check_login
from eduport.accounts.services.throttling import Origin, purge_failures
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON, AddressFactory, PersonFactory, SchoolFactory

pytestmark = pytest.mark.django_db
WRONG = "not the password"
SENTENCE = "vier warme Brezeln"
SCHOOL_NET = Origin(network="192.0.2.1")
LATER = NOON + dt.timedelta(minutes=6)


@pytest.fixture(scope="module")
def hashed():
    return make_password(SENTENCE)


@pytest.fixture
def ada(hashed):
    person = PersonFactory(home_school__code="xy")
    AddressFactory(person=person)
    return AccountFactory(
        person=person, username="ada.berg@xy.hamburg.de", password=hashed
    )


def attempt(login, password=WRONG, origin=SCHOOL_NET, at=NOON):
    return check_login(login, password, origin=origin, at=at)


def fail(login, times=1, **kwargs):
    for _ in range(times):
        with pytest.raises(LoginRefusedError):
            attempt(login, **kwargs)


def reason(login, password=WRONG, **kwargs):
    with pytest.raises(LoginRefusedError) as refusal:
        attempt(login, password, **kwargs)
    return type(refusal.value)


@pytest.mark.parametrize(
    "login", ["ada.berg@xy.hamburg.de", " Ada.Berg@XY.hamburg.de "]
)
def test_the_right_password_signs_in(ada, login):
    assert attempt(login, SENTENCE) == ada


def test_the_account_that_was_looked_up_is_whole(ada):
    Account.objects.update(language="en", terms_version="3", activated_at=NOON)
    ada.refresh_from_db()

    found = find_login(ada.username).account

    names = [field.attname for field in Account._meta.fields]
    assert [getattr(found, name) for name in names] == [
        getattr(ada, name) for name in names
    ]


def test_a_composed_letter_is_the_same_password(ada):
    Account.objects.update(password=make_password("K\u00e4se auf dem Brot"))

    assert attempt(ada.username, "Ka\u0308se auf dem Brot") == ada


def test_signing_in_takes_two_queries(ada, django_assert_num_queries):
    with django_assert_num_queries(2):
        attempt(ada.username, SENTENCE)


def test_the_login_is_looked_up_over_indexes_only(ada):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        queries = []
        with connection.execute_wrapper(
            lambda run, sql, params, many, context: (
                queries.append((sql, params)),
                run(sql, params, many, context),
            )[1]
        ):
            find_login("ada.berg@xy.hamburg.de")
        [(sql, params)] = queries
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "UPPER" not in sql
    assert "account_username_once" in plan
    assert "address_given_once" in plan
    assert "Seq Scan on accounts_account" not in plan


@pytest.mark.parametrize("login", ["ada.berg", "ada.berg@", "@xy.hamburg.de", "ada"])
def test_without_a_domain_one_sentence_says_so(ada, login):
    assert reason(login, SENTENCE) is MissingDomainError
    assert FailedLogin.objects.count() == 0


def test_unknown_logins_and_wrong_passwords_get_the_same_answer(ada):
    assert reason(ada.username) is LoginRefusedError
    assert reason("nobody.here@xy.hamburg.de") is LoginRefusedError


def test_an_account_without_a_password_gets_the_same_answer():
    account = AccountFactory(password="!")

    assert reason(account.username, "!") is LoginRefusedError


@pytest.mark.parametrize("is_known", [True, False])
def test_every_refusal_hashes_once(ada, is_known, monkeypatch):
    hashes = []
    verify = Account.objects.model.check_password

    plain = signing_in.check_password
    monkeypatch.setattr(
        Account,
        "check_password",
        lambda account, raw: hashes.append(1) or verify(account, raw),
    )
    monkeypatch.setattr(
        signing_in,
        "check_password",
        lambda raw, encoded: hashes.append(1) or plain(raw, encoded),
    )

    fail(ada.username if is_known else "nobody.here@xy.hamburg.de")

    assert hashes == [1]


def test_a_disabled_account_is_named_only_to_who_knows_the_password(ada):
    Account.objects.update(disabled_at=NOON)

    assert reason(ada.username, SENTENCE) is AccountDisabledError
    assert reason(ada.username) is LoginRefusedError


def test_after_a_change_of_name_the_owner_learns_the_new_login(ada):
    rename(ada, "ada.tal@xy.hamburg.de", base="ada.tal")

    with pytest.raises(NameChangedError, match=r"ada\.tal@xy\.hamburg\.de"):
        attempt("ada.berg@xy.hamburg.de", SENTENCE)


def test_a_stranger_learns_nothing_from_an_old_login(ada):
    rename(ada, "ada.tal@xy.hamburg.de", base="ada.tal")

    assert reason("ada.berg@xy.hamburg.de") is LoginRefusedError


def test_after_a_change_of_school_the_rule_is_named(ada):
    ada.person.home_school = SchoolFactory(code="zz")
    ada.person.save()
    rename(ada, "ada.berg@zz.hamburg.de")

    assert reason("ada.berg@xy.hamburg.de", SENTENCE) is SchoolChangedError


def test_after_a_change_of_the_schools_code_the_rule_is_named(ada):
    rename(ada, "ada.berg@new.hamburg.de", domain="new.hamburg.de")

    assert reason("ada.berg@xy.hamburg.de", SENTENCE) is SchoolCodeChangedError


def test_without_an_address_at_home_the_change_is_named_without_a_rule(ada):
    ada.person.address_set.update(replaced_at=NOON)
    Account.objects.update(username="ada.other@xy.hamburg.de")

    assert reason("ada.berg@xy.hamburg.de", SENTENCE) is LoginReplacedError


def rename(account, username, **address):
    account.person.address_set.update(replaced_at=NOON)
    AddressFactory(person=account.person, **address)
    Account.objects.update(username=username)


def test_an_old_login_gives_no_second_set_of_attempts(ada):
    rename(ada, "ada.tal@xy.hamburg.de", base="ada.tal")
    fail("ada.berg@xy.hamburg.de", 5)
    fail("ada.tal@xy.hamburg.de", 5)

    assert reason("ada.tal@xy.hamburg.de", SENTENCE) is TooManyFailuresError


def test_failures_lock_also_for_the_right_password(ada):
    fail(ada.username, 10)

    assert reason(ada.username, SENTENCE) is TooManyFailuresError
    ada.refresh_from_db()
    assert ada.is_locked(NOON)
    assert not ada.is_locked(LATER)
    assert attempt(ada.username, SENTENCE, at=LATER) == ada


def test_an_unknown_login_locks_in_the_same_way():
    fail("nobody.here@xy.hamburg.de", 10)

    assert reason("nobody.here@xy.hamburg.de") is TooManyFailuresError


def test_the_sentence_says_how_long_to_wait(ada):
    fail(ada.username, 10)

    with pytest.raises(TooManyFailuresError) as refusal:
        attempt(ada.username)

    assert refusal.value.params == {"minutes": 5}


def test_a_success_forgets_the_failures(ada):
    fail(ada.username, 9)
    attempt(ada.username, SENTENCE)
    fail(ada.username, 9)

    assert attempt(ada.username, SENTENCE) == ada


def test_who_is_locked_out_by_others_gets_in_on_the_own_device(ada):
    fail(ada.username, 10)
    tablet = Origin("192.0.2.1", {ada.pk: "tablet"})

    assert attempt(ada.username, SENTENCE, origin=tablet) == ada
    assert reason(ada.username, SENTENCE) is TooManyFailuresError


def test_a_known_device_has_a_limit_of_its_own(ada):
    tablet = Origin("192.0.2.1", {ada.pk: "tablet"})
    fail(ada.username, 10, origin=tablet)

    assert reason(ada.username, SENTENCE, origin=tablet) is TooManyFailuresError
    assert attempt(ada.username, SENTENCE) == ada


def test_the_device_of_somebody_else_helps_nobody(ada):
    fail(ada.username, 10)
    theirs = Origin("192.0.2.1", {ada.pk + 1: "tablet"})

    assert reason(ada.username, SENTENCE, origin=theirs) is TooManyFailuresError


def test_a_school_with_many_typing_errors_stays_open(ada, settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"network_failures": 3})
    fail("somebody.else@xy.hamburg.de", 9)

    assert attempt(ada.username, SENTENCE) == ada


def test_a_network_that_tries_very_many_accounts_is_refused(ada, settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"network_failures": 3})
    for name in ("a.a", "b.b", "c.c"):
        fail(f"{name}@xy.hamburg.de")
    tablet = Origin("192.0.2.1", {ada.pk: "tablet"})
    elsewhere = Origin("198.51.100.7")

    assert reason(ada.username, SENTENCE) is TooManyFailuresError
    assert attempt(ada.username, SENTENCE, origin=tablet) == ada
    assert attempt(ada.username, SENTENCE, origin=elsewhere) == ada


def test_lifting_the_lock_lets_in_at_once(ada):
    fail(ada.username, 10)

    lift_lock(ada, by=Actor("office"), at=NOON)

    assert attempt(ada.username, SENTENCE) == ada
    ada.refresh_from_db()
    assert ada.locked_until is None


def test_old_counters_are_purged(ada):
    fail(ada.username)

    purge_failures(at=NOON + dt.timedelta(hours=1))

    assert FailedLogin.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_parallel_failures_all_count():
    def fail_once(_):
        try:
            fail("nobody.here@xy.hamburg.de")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fail_once, range(8)))

    counts = sorted(FailedLogin.objects.values_list("failures", flat=True))
    assert counts == [1, 8]  # one login, once for the network
