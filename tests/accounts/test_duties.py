"""What comes before every other page."""

import pytest

from eduport.accounts.models import Account
from tests.accounts.browsing import (
    change_password,
    sign_in,
)
from tests.factories.accounts import TermsFactory

pytestmark = pytest.mark.django_db


def test_a_password_that_others_know_is_changed_first(client, ada):
    Account.objects.update(must_change_password=True)
    sign_in(client)

    response = client.get("/account/?x=1")

    assert response.status_code == 303
    assert response["Location"] == "/account/password/?next=%2Faccount%2F%3Fx%3D1"


def test_after_the_change_it_goes_on(client, ada):
    Account.objects.update(must_change_password=True)
    sign_in(client)

    response = change_password(client, next="/account/")

    assert response["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_who_has_a_duty_can_still_sign_out(client, ada):
    Account.objects.update(must_change_password=True)
    sign_in(client)

    client.post("/accounts/logout/")

    assert client.get("/account/")["Location"].startswith("/accounts/login/")


def test_htmx_is_sent_to_the_duty_as_a_whole_page(client, ada):
    Account.objects.update(must_change_password=True)
    client.force_login(ada)

    response = client.get("/account/", headers={"hx-request": "true"})

    assert response["HX-Redirect"] == "/account/password/"


def test_new_terms_are_accepted_before_anything_else(client, ada):
    TermsFactory(version="next")
    sign_in(client)

    assert client.get("/account/")["Location"].startswith("/account/terms/")
    assert "Seid freundlich." in client.get("/account/terms/").content.decode()
    response = client.post("/account/terms/", {"version": "next", "next": "/account/"})
    assert response["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_who_declines_is_signed_out(client, ada):
    TermsFactory(version="next")
    sign_in(client)

    client.post("/account/terms/", {"decline": "1"})

    assert client.get("/account/")["Location"].startswith("/accounts/login/")
    ada.refresh_from_db()
    assert ada.terms_version == "2026-1"


def test_somebody_accepts_only_what_was_on_the_page(client, ada):
    TermsFactory(version="next")
    sign_in(client)

    client.post("/account/terms/", {"version": "2026-1"})

    assert client.get("/account/").status_code == 303


def test_everybody_can_read_the_terms(client):
    assert "Umgang miteinander" in client.get("/terms/").content.decode()
    english = client.get("/terms/", headers={"accept-language": "en"})
    assert "How we treat each other" in english.content.decode()
