"""The recovery address: who stores it, who confirms it, who is told."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError

from eduport.accounts.errors import (
    OwnMailDomainError,
    SameRecoveryAddressError,
    TooManyMailsError,
    UsedLinkError,
)
from eduport.accounts.models import PendingRecoveryAddress, RecoveryAddress
from eduport.accounts.queries.recovery import is_reminder_due
from eduport.accounts.services.passwords import set_password
from eduport.accounts.services.recovery import (
    LIFETIME,
    MAILS_AN_HOUR,
    confirm_recovery_address,
    postpone_reminder,
    propose_recovery_address,
    purge_pending_addresses,
    remove_recovery_address,
    stop_reminder,
)
from eduport.audit.models import SecurityEvent
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.outbox import letters
from tests.factories.people import NOON, SchoolAuthorityFactory
from tests.factories.recovery import (
    PendingRecoveryAddressFactory,
    RecoveryAddressFactory,
)

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/confirm/([\w-]{43})/")


@pytest.fixture
def ada():
    return AccountFactory(username="ada.berg@xy.hamburg.de")


def token_of(letter):
    return TOKEN.search(letter.text)[1]


def stored(account):
    return [row.address for row in RecoveryAddress.objects.filter(account=account)]


def test_an_address_counts_once_it_is_confirmed(ada):
    propose_recovery_address(ada, "ada@home.example", at=NOON)

    assert stored(ada) == []
    (letter,) = letters()
    assert (letter.to, letter.language) == ("ada@home.example", "de")
    confirm_recovery_address(ada, token_of(letter), at=NOON)
    assert stored(ada) == ["ada@home.example"]
    assert SecurityEvent.objects.get().action == "accounts.recovery_address.confirmed"


def test_the_mail_names_nobody_to_the_owner_of_a_mistyped_address(ada):
    propose_recovery_address(ada, "stranger@home.example", at=NOON)

    text = letters()[0].text.lower()
    assert "bestätigen" in text
    assert "ada" not in text


def test_neither_addresses_nor_tokens_lie_in_the_clear(ada):
    propose_recovery_address(ada, "ada@home.example", at=NOON)
    pending = PendingRecoveryAddress.objects.get()
    token = token_of(letters()[0])

    assert "ada@home.example" not in pending.encrypted
    assert token not in (pending.digest, pending.encrypted)
    address = confirm_recovery_address(ada, token, at=NOON)
    assert "ada@home.example" not in address.encrypted


def test_a_link_works_once(ada):
    propose_recovery_address(ada, "ada@home.example", at=NOON)
    token = token_of(letters()[0])
    confirm_recovery_address(ada, token, at=NOON)

    with pytest.raises(UsedLinkError):
        confirm_recovery_address(ada, token, at=NOON)


def test_a_link_ends_after_a_day(ada):
    propose_recovery_address(ada, "ada@home.example", at=NOON)

    with pytest.raises(UsedLinkError):
        confirm_recovery_address(ada, token_of(letters()[0]), at=NOON + LIFETIME)


def test_a_link_is_good_for_its_account_only(ada):
    propose_recovery_address(ada, "ada@home.example", at=NOON)
    stranger = AccountFactory()
    propose_recovery_address(stranger, "eve@home.example", at=NOON)

    with pytest.raises(UsedLinkError):
        confirm_recovery_address(stranger, token_of(letters()[0]), at=NOON)

    assert stored(stranger) == []


def test_a_later_proposal_replaces_an_earlier_one(ada):
    propose_recovery_address(ada, "typo@home.example", at=NOON)
    propose_recovery_address(ada, "ada@home.example", at=NOON)
    first, second = letters()

    with pytest.raises(UsedLinkError):
        confirm_recovery_address(ada, token_of(first), at=NOON)
    confirm_recovery_address(ada, token_of(second), at=NOON)

    assert stored(ada) == ["ada@home.example"]


@pytest.mark.parametrize(
    "address",
    ["ada.berg@xy.hamburg.de", "ada@Hamburg.de", "ada@schulen.example"],
)
def test_an_address_of_our_own_is_refused(ada, address):
    SchoolAuthorityFactory(mail_domain="schulen.example")

    with pytest.raises(OwnMailDomainError):
        propose_recovery_address(ada, address, at=NOON)

    assert letters() == []


def test_a_domain_that_only_ends_alike_is_not_ours(ada):
    propose_recovery_address(ada, "ada@nothamburg.de", at=NOON)

    assert len(letters()) == 1


def test_the_present_address_is_not_confirmed_again(ada):
    RecoveryAddressFactory(account=ada)

    with pytest.raises(SameRecoveryAddressError):
        propose_recovery_address(ada, "ada@home.example", at=NOON)


def test_nobody_is_pestered_through_us(ada):
    for number in range(MAILS_AN_HOUR):
        propose_recovery_address(ada, f"v{number}@home.example", at=NOON)

    with pytest.raises(TooManyMailsError):
        propose_recovery_address(ada, "victim@home.example", at=NOON)
    assert len(letters()) == MAILS_AN_HOUR
    later = NOON + dt.timedelta(hours=1)
    propose_recovery_address(ada, "ada@home.example", at=later)
    assert len(letters()) == MAILS_AN_HOUR + 1


def test_the_old_address_is_told_of_a_change(ada):
    RecoveryAddressFactory(account=ada, address="old@home.example")
    propose_recovery_address(ada, "new@home.example", at=NOON)
    confirm_recovery_address(ada, token_of(letters()[0]), at=NOON)

    told = letters()[1]
    assert told.to == "old@home.example"
    assert told.subject == "Ihre Wiederherstellungsadresse wurde geändert"
    assert "new@home.example" not in told.text
    assert stored(ada) == ["new@home.example"]


def test_a_removed_address_is_told_and_gone(ada):
    RecoveryAddressFactory(account=ada)
    PendingRecoveryAddressFactory(account=ada)

    remove_recovery_address(ada, at=NOON)
    remove_recovery_address(ada, at=NOON)

    (told,) = letters()
    assert told.to == "ada@home.example"
    assert told.subject == "Ihre Wiederherstellungsadresse wurde entfernt"
    assert (stored(ada), PendingRecoveryAddress.objects.count()) == ([], 0)
    assert SecurityEvent.objects.get().action == "accounts.recovery_address.removed"


@pytest.mark.parametrize("is_blocked", [False, True])
def test_a_new_password_is_told(ada, is_blocked):
    RecoveryAddressFactory(account=ada)
    RecoveryAddressFactory(address="bea@home.example")
    if is_blocked:
        ada.disabled_at = NOON
        ada.save()

    set_password(ada, "vier warme Brezeln", by=Actor("office"), at=NOON)

    told = [(letter.to, letter.subject) for letter in letters()]
    notice = ("ada@home.example", "Ihr Passwort wurde geändert")
    assert told == ([] if is_blocked else [notice])


def test_the_reminder_comes_daily_until_it_is_stopped(ada):
    tomorrow = NOON + dt.timedelta(days=1)
    assert is_reminder_due(ada, NOON)

    postpone_reminder(ada, at=NOON)
    assert [is_reminder_due(ada, at) for at in (NOON, tomorrow)] == [False, True]

    stop_reminder(ada)
    assert not is_reminder_due(ada, tomorrow)


def test_who_has_an_address_is_not_reminded_until_it_is_removed(ada):
    propose_recovery_address(ada, "ada@home.example", at=NOON)
    confirm_recovery_address(ada, token_of(letters()[0]), at=NOON)
    assert not is_reminder_due(ada, NOON + dt.timedelta(days=1))

    remove_recovery_address(ada, at=NOON)

    assert is_reminder_due(ada, NOON + dt.timedelta(days=1))


def test_an_admin_account_is_not_reminded():
    assert not is_reminder_due(AccountFactory(kind="admin"), NOON)


def test_what_was_not_confirmed_is_forgotten(ada):
    pending = PendingRecoveryAddressFactory(account=ada)
    PendingRecoveryAddressFactory(expires_at=NOON + dt.timedelta(minutes=1))

    purge_pending_addresses(at=NOON + dt.timedelta(minutes=1))

    assert PendingRecoveryAddress.objects.get() == pending


@pytest.mark.parametrize("wrong", [{"digest": "plain"}, {"expires_at": NOON}])
def test_pending_addresses_are_hashed_and_end(wrong):
    with pytest.raises(IntegrityError):
        PendingRecoveryAddressFactory(**wrong)
