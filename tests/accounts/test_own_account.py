"""The own account: what is stored, password, sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eduport.accounts.services.sessions import NOWHERE
from eduport.people.models import Role
from tests.accounts.browsing import change_password, is_signed_in, sign_in
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    AddressFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db


def test_the_profile_shows_what_is_stored(client, ada):
    AddressFactory(person=ada.person, school=SchoolFactory(code="zz", name="Guest"))
    client.force_login(ada)

    page = client.get("/account/").content.decode()

    for text in (
        "Ada",
        "Berg",
        ada.username,
        "ada.berg@zz.hamburg.de",
        str(Role.TEACHER.label),
    ):
        assert text in page


def test_the_profile_takes_few_queries(client, ada):
    client.force_login(ada)
    client.get("/account/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/account/")

    # Session, account with person and school, actor, addresses, roles, what is set up
    # for security, notices of the status page; and the menu's.
    ours = [query for query in queries if "portal_" not in query["sql"]]
    assert len(ours) == 7


@pytest.mark.parametrize(
    "name",
    ["profile", "change_password", "sessions", "accept_terms"],
)
def test_a_visitor_sees_no_account(client, name):
    response = client.get(reverse(f"accounts:{name}"))

    assert response["Location"].startswith("/accounts/login/")


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client, ada):
    other = Client()
    sign_in(client)
    sign_in(other)

    assert change_password(client)["Location"] == "/account/"

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert UserSession.objects.get().session_key == client.session.session_key


def test_the_current_password_must_be_right(client, ada):
    client.force_login(ada)

    response = change_password(client, current="wrong")

    assert response.status_code == 422
    assert "derzeitige Passwort ist falsch" in response.content.decode()


def test_guessing_the_current_password_locks(client, ada):
    client.force_login(ada)
    for _ in range(10):
        change_password(client, current="wrong")

    assert "zu viele Fehlversuche" in change_password(client).content.decode()


def test_the_own_sessions_are_listed_and_ended(client, ada):
    other = Client()
    sign_in(client)
    sign_in(other)
    page = client.get("/account/sessions/").content.decode()
    row = UserSession.objects.get(session_key=other.session.session_key)

    client.post(reverse("accounts:end_session", args=[row.pk]))

    assert page.count("Firefox, Windows") == 2
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_all_other_sessions_are_ended(client, ada):
    others = [Client(), Client()]
    for one in (client, *others):
        sign_in(one)

    client.post(reverse("accounts:end_other_sessions"))

    assert [is_signed_in(one) for one in (client, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_a_stranger(client, ada):
    stranger = Client()
    sign_in(stranger)
    row = UserSession.objects.get()
    client.force_login(AccountFactory())

    response = client.post(reverse("accounts:end_session", args=[row.pk]))

    assert response.status_code == 404
    assert is_signed_in(stranger)


def test_a_session_keeps_no_place(client, ada):
    sign_in(client)

    assert UserSession.objects.get().ip == NOWHERE
