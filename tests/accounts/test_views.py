"""Signing in and the first time: through the browser's eyes."""

import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from eduport.accounts.models import Account
from eduport.accounts.services.blocking import block_account
from eduport.accounts.views.signing_in import LoginView
from tests.accounts.browsing import (
    OFFICE,
    OTHER_SENTENCE,
    activation,
    is_signed_in,
    sign_in,
)
from tests.factories.people import (
    NOON,
)

pytestmark = pytest.mark.django_db


def test_somebody_signs_in_and_out(client, ada):
    response = sign_in(client, next="/account/")

    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert is_signed_in(client)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_nobody_is_sent_to_a_foreign_site(client, ada):
    response = sign_in(client, next="https://evil.example/")

    assert response["Location"] == "/"


def test_a_wrong_password_is_said_above_the_form(client, ada):
    response = sign_in(client, password="wrong")

    assert response.status_code == 422
    assert "Benutzerkennung oder Passwort" in response.content.decode()
    assert not is_signed_in(client)


def test_a_missing_domain_is_said(client, ada):
    response = sign_in(client, username="ada.berg")

    assert "ganzen Namen mit @" in response.content.decode()


def test_the_session_gets_a_new_key(client, ada):
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before
    assert not type(client.session)().exists(before)


def test_signing_in_takes_three_statements(client, ada):
    client.get("/accounts/login/")

    with CaptureQueriesContext(connection) as queries:
        sign_in(client)

    verbs = [query["sql"].split()[0] for query in queries]
    assert [verb for verb in verbs if verb not in {"SAVEPOINT", "RELEASE"}] == [
        "SELECT",  # the account, and whether it has a second factor
        "SELECT",  # the counters
        "WITH",  # the session, and whose it is
    ]


def test_the_login_page_takes_no_query(client, django_assert_num_queries):
    Client().get("/accounts/login/")

    with django_assert_num_queries(0):
        response = client.get("/accounts/login/")

    assert response.status_code == 200


def test_the_kept_login_page_works_for_everybody(ada):
    browsers = [Client(enforce_csrf_checks=True) for _ in range(2)]
    tokens = []
    for browser in browsers:
        page = browser.get("/accounts/login/").content.decode()
        tokens += re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', page)[:1]

    answers = [
        sign_in(browser, csrfmiddlewaretoken=token).status_code
        for browser, token in zip(browsers, tokens, strict=True)
    ]

    assert answers == [302, 302]
    assert len(set(tokens)) == 2


def test_a_message_on_the_login_page_is_for_one_reader():
    LoginView.kept.clear()
    told, other = Client(), Client()
    told.cookies["messages"] = message_cookie("Your password is changed.")

    shown = told.get("/accounts/login/").content.decode()
    again = told.get("/accounts/login/").content
    elsewhere = other.get("/accounts/login/").content

    assert "Your password is changed." in shown
    assert b"Your password is changed." not in again + elsewhere


def message_cookie(text):
    """What a page writes that redirects with a message."""
    request, response = RequestFactory().get("/"), HttpResponse()
    storage = CookieStorage(request)
    storage.add(messages.SUCCESS, text)
    storage.update(response)
    return response.cookies["messages"].value


def test_the_kept_login_page_is_one_a_language_and_theme():
    english = Client().get("/accounts/login/", headers={"accept-language": "en"})
    dark = Client()
    dark.cookies["ep_theme"] = "dark"

    assert '<html lang="en"' in english.content.decode()
    assert '<html lang="de">' in Client().get("/accounts/login/").content.decode()
    page = dark.get("/accounts/login/").content.decode()
    assert 'data-kern-theme="dark"' in page


def test_a_device_is_known_after_a_success_and_gets_in_while_others_fail(client, ada):
    sign_in(client)
    client.post("/accounts/logout/")
    for _ in range(10):
        sign_in(Client(), password="wrong")

    assert sign_in(Client()).status_code == 422
    assert sign_in(client).status_code == 302


def test_a_forged_device_cookie_is_nothing(client, ada):
    for _ in range(10):
        sign_in(Client(), password="wrong")
    client.cookies["ep_device"] = f'{{"{ada.pk}": "x"}}:forged'

    assert sign_in(client).status_code == 422


def test_forty_sign_ins_from_one_address_are_fine(client, ada):
    assert {sign_in(Client()).status_code for _ in range(40)} == {302}


def test_pages_that_do_not_work_here_do_not_exist(client):
    for name in ("account_signup", "account_email", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/accounts/signup/").status_code == 404


def test_a_block_ends_the_session_at_once(client, ada):
    sign_in(client)

    block_account(ada, by=OFFICE, at=NOON)

    assert not is_signed_in(client)
    response = sign_in(client)
    assert "gesperrt" in response.content.decode()


def test_the_first_sign_in_needs_one_page(client, ada):
    Account.objects.update(activated_at=None, terms_version="", password="!")
    page = client.get("/accounts/activate/").content.decode()

    response = client.post("/accounts/activate/", activation(ada))

    assert "Nutzungsbedingungen" in page
    assert response.status_code == 302
    assert is_signed_in(client)
    ada.refresh_from_db()
    assert ada.terms_version == "2026-1"
    assert ada.check_password(OTHER_SENTENCE)


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ({"code": "AAAA-AAAA-AAAA"}, "gehören nicht zusammen"),
        ({"login": "nobody.here@xy.hamburg.de"}, "gehören nicht zusammen"),
        ({"new_password": "kurz", "repetition": "kurz"}, "zu kurz"),
        ({"repetition": "anders"}, "verschieden"),
        ({"has_accepted": ""}, "ausgefüllt"),
    ],
)
def test_a_mistake_at_the_first_sign_in_is_said(client, ada, mistake, sentence):
    response = client.post("/accounts/activate/", activation(ada, **mistake))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("page", ["/accounts/activate/", "/accounts/login/"])
def test_the_code_of_a_letter_fills_in_the_login(client, page):
    response = client.get(page, {"login": "ada.berg@xy.hamburg.de"})

    assert 'value="ada.berg@xy.hamburg.de"' in response.content.decode()
