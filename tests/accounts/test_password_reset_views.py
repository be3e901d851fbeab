"""A forgotten password, through the browser's eyes."""

import re
import time
from statistics import median

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eduport.accounts.adapters import MFAAdapter
from eduport.accounts.services.blocking import block_account
from eduport.accounts.services.password_reset import send_reset_link
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.outbox import letters
from tests.factories.people import NOON, AffiliationFactory, PersonFactory
from tests.factories.recovery import RecoveryAddressFactory

pytestmark = pytest.mark.django_db
LOGIN, OLD, NEW = "ada.berg@xy.hamburg.de", "vier warme Brezeln", "fünf kalte Semmeln"
ASK, CHOOSE = "/accounts/password/", "/accounts/password/new/"
SENT = "/accounts/password/sent/"


@pytest.fixture(scope="module")
def hashed():
    return make_password(OLD)


@pytest.fixture
def ada(hashed):
    person = PersonFactory(home_school__code="xy")
    AffiliationFactory(person=person)
    account = AccountFactory(person=person, username=LOGIN, password=hashed)
    RecoveryAddressFactory(account=account)
    return account


@pytest.fixture
def link(ada):
    send_reset_link(LOGIN, language="de", at=timezone.now())
    return re.search(r"https?://[^/]+(/\S+)", letters()[-1].text)[1]


def choose(client, password=NEW):
    return client.post(CHOOSE, {"new_password": password, "repetition": password})


def sign_in(client, password):
    return client.post("/accounts/login/", {"login": LOGIN, "password": password})


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def answer_to(login):
    """What somebody sees who asks, and what the database was asked."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.post(ASK, {"login": login})
    page = client.get(response["Location"]).content.decode()
    statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
    return response.status_code, response.headers, page, statements


def test_the_login_page_leads_there(client):
    assert f'href="{ASK}"' in client.get("/accounts/login/").content.decode()


def test_everybody_gets_the_same_answer(ada):
    blocked = AccountFactory(username="bea.berg@xy.hamburg.de")
    block_account(blocked, by=Actor("office"), at=NOON)
    answer_to("warm.up@xy.hamburg.de")

    answers = [answer_to(login) for login in (LOGIN, blocked.username, "no@body.de")]

    pages = {re.sub(r'value="[^"]{64}"', "", page) for _, _, page, _ in answers}
    assert [status for status, *_ in answers] == [302] * 3
    assert {headers["Location"] for _, headers, *_ in answers} == {SENT}
    assert len(pages) == 1
    assert "Wenn es ein Konto mit dieser Benutzerkennung" in pages.pop()
    assert answers[0][3] == answers[1][3] == answers[2][3]
    assert not [sql for sql in answers[0][3] if "accounts_account" in sql]


@pytest.mark.slow
def test_everybody_waits_as_long(ada):
    def seconds(login):
        start = time.perf_counter()
        Client().post(ASK, {"login": login})
        return time.perf_counter() - start

    seconds(LOGIN)
    pairs = [(seconds(LOGIN), seconds("no@body.de")) for _ in range(30)]

    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    # Nothing in the request depends on the login; a mail would take twice as long.
    assert known / unknown == pytest.approx(1, abs=0.5)


def test_a_missing_domain_is_said(client):
    response = client.post(ASK, {"login": "ada.berg"})

    assert response.status_code == 422
    assert "ganzen Namen mit @" in response.content.decode()


def test_too_many_requests_are_said(client, settings):
    few = settings.EDUPORT.model_copy(update={"network_failures": 1})
    settings.EDUPORT = few
    client.post(ASK, {"login": LOGIN})

    response = client.post(ASK, {"login": LOGIN})

    assert response.status_code == 422
    assert "zu viele Links" in response.content.decode()


def test_the_address_of_the_link_stays_nowhere(client, link):
    response = client.get(link)

    cookie = response.cookies["ep_reset"]
    assert response["Location"] == CHOOSE
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        CHOOSE,
        True,
        "Lax",
    )
    assert response["Referrer-Policy"] == "no-referrer"
    for answer in (response, client.get(CHOOSE)):
        assert answer["Cache-Control"] == "no-store"


def test_a_new_password_is_chosen_and_signs_nobody_in(client, link):
    elsewhere = Client()
    sign_in(elsewhere, OLD)
    client.get(link)
    assert LOGIN in client.get(CHOOSE).content.decode()

    response = choose(client)

    assert response["Location"] == "/accounts/login/"
    assert response.cookies["ep_reset"].value == ""
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert sign_in(client, OLD).status_code == 422
    assert sign_in(client, NEW).status_code == 302
    assert is_signed_in(client)


def test_the_second_factor_is_asked_for_afterwards(client, ada, link):
    secret = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(
        user=ada, type=Authenticator.Type.TOTP, data={"secret": secret}
    )
    client.get(link)
    choose(client)

    response = sign_in(client, NEW)

    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)


def test_a_weak_password_is_explained_and_the_link_stays_good(client, link):
    client.get(link)

    response = choose(client, "kurz")

    assert response.status_code == 422
    assert "zu kurz" in response.content.decode()
    assert choose(client).status_code == 302


def test_a_link_twice_leads_to_a_new_one(client, link):
    client.get(link)
    choose(client)
    client.get(link)

    page = client.get(CHOOSE).content.decode()
    assert "gilt nicht mehr" in page
    assert LOGIN not in page
    assert choose(client, "sechs alte Krapfen").status_code == 422


def test_without_a_link_there_is_nothing_to_choose(client):
    assert "gilt nicht mehr" in client.get(CHOOSE).content.decode()
    assert choose(client).status_code == 422
