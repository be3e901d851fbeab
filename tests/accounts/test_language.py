"""The language of the pages, and of the mail."""

import pytest

from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    account = AccountFactory()
    client.force_login(account)
    return account


def choose(client, language):
    return client.post("/language/", {"language": language, "next": "/account/"})


@pytest.mark.parametrize(("typed", "kept"), [("en", "en"), ("xx", ""), ("", "")])
def test_mail_follows_the_language_of_the_pages(client, ada, typed, kept):
    response = choose(client, typed)

    ada.refresh_from_db()
    assert (response["Location"], ada.language) == ("/account/", kept)


def test_a_visitor_chooses_for_the_browser_only(client):
    choose(client, "en")

    assert "Sign in" in client.get("/accounts/login/").content.decode()


def test_looking_at_the_address_changes_nothing(client, ada):
    client.get("/language/", {"language": "en"})

    ada.refresh_from_db()
    assert ada.language == ""
