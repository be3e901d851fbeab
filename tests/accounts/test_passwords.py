"""Good passwords are taken, guessable ones refused with a reason."""

import pytest
from allauth.usersessions.models import UserSession

from eduport.accounts.errors import (
    CommonPasswordError,
    MonotonousPasswordError,
    PasswordFromNameError,
    PasswordTooLongError,
    PasswordTooShortError,
    SamePasswordError,
)
from eduport.accounts.models import ActivationCode
from eduport.accounts.services.activation import issue_activation_codes
from eduport.accounts.services.passwords import (
    change_own_password,
    check_strength,
    draft_password,
    put_passwords_in_force,
    refused_passwords,
    set_password,
)
from eduport.accounts.services.sessions import record_session
from eduport.accounts.signals import password_changed
from eduport.audit.models import LogEntry, SecurityEvent
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SENTENCE = "vier warme Brezeln"


@pytest.mark.parametrize(
    "password",
    [
        "Ada mag Käse",
        "正しい馬電池ホッチキスだ",
        "q7x2w9k4z5",
        "bergsteigen im mai",
        "x" + "ab cd" * 5,
    ],
)
def test_good_passwords_are_taken(password):
    check_strength(password, AccountFactory.build(person=None))


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("neun Zeic", PasswordTooShortError),
        ("abcdefgh" * 16 + "!", PasswordTooLongError),
        ("1212121212", MonotonousPasswordError),
        ("Adaberg2026", PasswordFromNameError),
        ("ada.berg@xy", PasswordFromNameError),
        ("eduport-123", PasswordFromNameError),
        ("1q2w3e4r5t", CommonPasswordError),
        ("1Q2W3E4R5T!!", CommonPasswordError),
    ],
)
def test_guessable_passwords_are_refused(password, error):
    account = AccountFactory(
        username="ada.berg@xy.hamburg.de", person__home_school__code="xy"
    )

    with pytest.raises(error):
        check_strength(password, account)


def test_an_operator_adds_passwords_to_the_list(tmp_path, settings):
    path = tmp_path / "list.txt"
    path.write_text("Moin aus Hamburg\n\n")
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"password_list": path})
    refused_passwords.cache_clear()

    with pytest.raises(CommonPasswordError):
        check_strength("moin aus hamburg", AccountFactory.build(person=None))

    refused_passwords.cache_clear()


def test_a_new_password_ends_the_other_sessions_and_is_told():
    account = AccountFactory(activated_at=None)
    record_session(account.pk, "here", "", at=NOON)
    record_session(account.pk, "there", "", at=NOON)
    told = []

    def note(account_ids, at, **_kwargs):
        told.append((account_ids, at))

    password_changed.connect(note)
    set_password(
        account,
        SENTENCE,
        by=Actor("office"),
        at=NOON,
        must_change=True,
        keep_session="here",
    )
    password_changed.disconnect(note)

    account.refresh_from_db()
    assert account.check_password(SENTENCE)
    assert account.must_change_password
    assert account.activated_at == NOON
    assert [s.session_key for s in UserSession.objects.all()] == ["here"]
    assert told == [([account.pk], NOON)]
    assert SecurityEvent.objects.get().action == "accounts.password.changed"


def test_the_own_password_is_changed_to_another_one():
    account = AccountFactory()
    set_password(account, SENTENCE, by=Actor("office"), at=NOON)

    with pytest.raises(SamePasswordError):
        change_own_password(account, SENTENCE, at=NOON)


def drafts_for(accounts):
    drafts = {account.pk: draft_password(account) for account in accounts}
    return drafts, {pk: draft.stored for pk, draft in drafts.items()}


@pytest.mark.parametrize("number", [1, 3])
def test_drafted_passwords_hold_when_they_are_put_in_force(
    number, django_assert_num_queries
):
    accounts = [AccountFactory(activated_at=None) for _ in range(number)]
    drafts, stored = drafts_for(accounts)
    assert not any(
        account.check_password(drafts[account.pk].password) for account in accounts
    )

    # The savepoint twice, the update, the codes, the log, three kinds of tokens and
    # whom to tell of them with their savepoint, the sessions, the recovery addresses.
    with django_assert_num_queries(14):
        put_passwords_in_force(stored, must_change=True, by=Actor("office"), at=NOON)

    for account in accounts:
        account.refresh_from_db()
    assert [a.check_password(drafts[a.pk].password) for a in accounts] == [
        True
    ] * number
    assert [(a.must_change_password, a.activated_at) for a in accounts] == [
        (True, None)
    ] * number
    actions = LogEntry.objects.values_list("action", flat=True)
    assert list(actions) == ["accounts.password.generated"] * number


def test_a_password_that_need_not_be_changed_activates_the_account():
    account = AccountFactory(activated_at=None, must_change_password=True)
    _, stored = drafts_for([account])

    put_passwords_in_force(stored, must_change=False, by=Actor("office"), at=NOON)

    account.refresh_from_db()
    assert (account.must_change_password, account.activated_at) == (False, NOON)


def test_a_generated_password_leaves_no_other_way_in():
    account, other = AccountFactory(), AccountFactory()
    issue_activation_codes([account, other], by=Actor("office"), at=NOON)
    record_session(account.pk, "there", "", at=NOON)
    record_session(other.pk, "elsewhere", "", at=NOON)
    _, stored = drafts_for([account])

    put_passwords_in_force(stored, must_change=True, by=Actor("office"), at=NOON)

    assert [code.account for code in ActivationCode.objects.all()] == [other]
    assert [row.session_key for row in UserSession.objects.all()] == ["elsewhere"]
