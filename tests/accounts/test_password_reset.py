"""A forgotten password: who gets a link, what it opens, and what it does not."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection
from django_tasks_db.models import DBTaskResult

from eduport.accounts.errors import (
    LoginRefusedError,
    PasswordTooShortError,
    TooManyRequestsError,
    UsedLinkError,
)
from eduport.accounts.models import Account, FailedLogin, PasswordResetLink
from eduport.accounts.services.blocking import block_account
from eduport.accounts.services.password_reset import (
    ASKS_OF_A_DEVICE,
    GOOD_LINKS,
    LIFETIME,
    find_reset_link,
    purge_reset_links,
    refuse_many_requests,
    reset_password,
    send_reset_link,
)
from eduport.accounts.services.passwords import set_password
from eduport.accounts.services.sessions import record_session
from eduport.accounts.services.signing_in import check_login
from eduport.accounts.services.throttling import NETWORK_WINDOW, Origin
from eduport.accounts.tasks import ask_for_reset_link, send_reset_link_task
from eduport.audit.models import SecurityEvent
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.outbox import letters
from tests.factories.people import NOON, AddressFactory, PersonFactory
from tests.factories.recovery import PasswordResetLinkFactory, RecoveryAddressFactory

pytestmark = pytest.mark.django_db
LOGIN = "ada.berg@xy.hamburg.de"
OLD, NEW = "vier warme Brezeln", "fünf kalte Semmeln"
OFFICE, HERE = Actor("office"), Origin("203.0.113.9")
TOKEN = re.compile(r"/link/([\w.-]+)/")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(scope="module")
def hashed():
    return make_password(OLD)


@pytest.fixture
def ada(hashed):
    person = PersonFactory(home_school__code="xy")
    account = AccountFactory(person=person, username=LOGIN, password=hashed)
    RecoveryAddressFactory(account=account)
    return account


def ask(login=LOGIN, at=NOON):
    send_reset_link(login, language="de", at=at)


def tokens():
    found = (TOKEN.search(letter.text) for letter in letters())
    return [match[1] for match in found if match]


def reset(token, password=NEW, at=NOON):
    return reset_password(token, password, origin=HERE, at=at)


def test_a_link_goes_to_the_recovery_address_and_opens_the_account(ada):
    ask()

    (letter,) = letters()
    assert (letter.to, letter.subject) == ("ada@home.example", "Neues Passwort wählen")
    assert LOGIN in letter.text
    assert reset(tokens()[0]) == ada
    assert check_login(LOGIN, NEW, origin=HERE, at=NOON) == ada
    assert sorted(SecurityEvent.objects.values_list("action", flat=True)) == [
        "accounts.password.changed",
        "accounts.password_reset.sent",
        "accounts.password_reset.used",
    ]


def test_a_former_login_gets_the_link_too(ada):
    AddressFactory(
        person=ada.person, base="ada.alt", domain="xy.hamburg.de", replaced_at=NOON
    )

    ask("ada.alt@xy.hamburg.de")

    assert len(tokens()) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda ada: ada.recoveryaddress.delete(),
        lambda ada: block_account(ada, by=OFFICE, at=NOON),
        lambda _: Account.objects.update(kind="admin"),
        lambda _: Account.objects.update(username="other@xy.hamburg.de"),
    ],
    ids=["no address", "blocked or released", "Admin-Account", "unknown"],
)
def test_others_get_nothing(ada, change):
    change(ada)

    ask()

    assert (letters(), PasswordResetLink.objects.count()) == ([], 0)


def test_a_link_works_once(ada):
    ask()
    reset(tokens()[0])

    with pytest.raises(UsedLinkError):
        reset(tokens()[0], "sechs alte Krapfen")


def test_a_link_ends_after_half_an_hour(ada):
    ask()

    with pytest.raises(UsedLinkError):
        reset(tokens()[0], at=NOON + LIFETIME)
    assert reset(tokens()[0], at=NOON + LIFETIME - MINUTE) == ada


def test_a_new_password_ends_the_link(ada):
    ask()
    set_password(ada, "sechs alte Krapfen", by=OFFICE, at=NOON)

    with pytest.raises(UsedLinkError):
        reset(tokens()[0])


def test_a_block_ends_the_link(ada):
    ask()
    block_account(ada, by=OFFICE, at=NOON)

    with pytest.raises(UsedLinkError):
        reset(tokens()[0])


def test_of_two_links_both_are_good_until_one_is_used(ada):
    ask()
    ask(at=NOON + MINUTE)
    first, second = tokens()
    assert find_reset_link(second, at=NOON + MINUTE)

    reset(first, at=NOON + MINUTE)

    with pytest.raises(UsedLinkError):
        reset(second, "sechs alte Krapfen", at=NOON + MINUTE)


def test_asking_often_floods_no_mailbox_and_locks_nobody_out(ada):
    for _ in range(GOOD_LINKS + 2):
        ask()

    assert len(tokens()) == GOOD_LINKS
    assert reset(tokens()[0]) == ada


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token.partition(".")[0],
        lambda token: "x" + token[1:],
        lambda _: "",
        lambda _: "nonsense.\x00",
    ],
)
def test_another_token_opens_nothing(ada, spoil):
    ask()

    with pytest.raises(UsedLinkError):
        reset(spoil(tokens()[0]))


def test_the_link_of_one_account_is_not_good_for_another(ada):
    ask()
    other = AccountFactory(password=ada.password)
    PasswordResetLink.objects.update(account=other)

    with pytest.raises(UsedLinkError):
        reset(tokens()[0])


def test_tokens_are_stored_hashed(ada):
    ask()

    secret = tokens()[0].partition(".")[2]
    link = PasswordResetLink.objects.get()
    assert secret not in f"{link.uid} {link.digest}"


def test_a_weak_password_leaves_the_link_good(ada):
    ask()

    with pytest.raises(PasswordTooShortError):
        reset(tokens()[0], "kurz")

    assert reset(tokens()[0]) == ada


def test_all_sessions_end(ada):
    record_session(ada.pk, "a" * 32, "Firefox", at=NOON)
    ask()

    reset(tokens()[0])

    assert UserSession.objects.count() == 0


def test_the_lock_after_wrong_passwords_ends(ada, settings):
    for _ in range(settings.EDUPORT.login_failures):
        with pytest.raises(LoginRefusedError):
            check_login(LOGIN, "wrong", origin=HERE, at=NOON)
    ask()

    reset(tokens()[0])

    assert check_login(LOGIN, NEW, origin=HERE, at=NOON) == ada
    ada.refresh_from_db()
    assert ada.locked_until is None


def test_the_new_password_is_told(ada):
    ask()
    reset(tokens()[0])

    assert letters()[-1].subject == "Ihr Passwort wurde geändert"


def test_what_was_typed_stands_nowhere_in_the_clear(ada):
    ask_for_reset_link("my secret@password", language="de")

    task = DBTaskResult.objects.get()
    assert "secret" not in str(task.args_kwargs)


def test_the_task_sends_the_link(ada):
    ask_for_reset_link(LOGIN, language="de")
    arguments = DBTaskResult.objects.get().args_kwargs["kwargs"]

    send_reset_link_task.func(**arguments)

    assert len(tokens()) == 1


def test_a_device_asks_a_few_times(ada):
    device = Origin("203.0.113.9", {ada.pk: "its number"})
    for _ in range(ASKS_OF_A_DEVICE):
        refuse_many_requests(device, at=NOON)

    with pytest.raises(TooManyRequestsError):
        refuse_many_requests(device, at=NOON)
    refuse_many_requests(HERE, at=NOON)
    refuse_many_requests(device, at=NOON + NETWORK_WINDOW)


def test_a_network_asks_as_often_as_a_school_may(settings):
    few = settings.EDUPORT.model_copy(update={"network_failures": 2})
    settings.EDUPORT = few
    refuse_many_requests(HERE, at=NOON)
    refuse_many_requests(HERE, at=NOON + NETWORK_WINDOW - MINUTE)

    with pytest.raises(TooManyRequestsError):
        refuse_many_requests(HERE, at=NOON + NETWORK_WINDOW - MINUTE)
    refuse_many_requests(Origin("203.0.113.9", {1: "known"}), at=NOON)
    # The window ends although somebody came in its last minute.
    refuse_many_requests(HERE, at=NOON + NETWORK_WINDOW)
    assert FailedLogin.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("links", [1, 2])
def test_of_parallel_attempts_one_succeeds(ada, links):
    for _ in range(links):
        ask()
    given = [tokens()[number % links] for number in range(4)]

    def attempt(number):
        try:
            reset(given[number], f"{NEW} {number}")
        except UsedLinkError:
            return None
        finally:
            connection.close()
        return number

    with ThreadPoolExecutor(4) as pool:
        winners = [n for n in pool.map(attempt, range(4)) if n is not None]

    assert len(winners) == 1
    assert check_login(LOGIN, f"{NEW} {winners[0]}", origin=HERE, at=NOON) == ada


def test_links_that_ended_are_forgotten():
    link = PasswordResetLinkFactory(expires_at=NOON + 2 * MINUTE)
    PasswordResetLinkFactory(expires_at=NOON + MINUTE)

    purge_reset_links(at=NOON + MINUTE)

    assert PasswordResetLink.objects.get() == link


@pytest.mark.parametrize("wrong", [{"digest": "plain"}, {"expires_at": NOON}])
def test_links_are_hashed_and_end(wrong):
    with pytest.raises(IntegrityError):
        PasswordResetLinkFactory(**wrong)
