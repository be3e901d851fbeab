"""The pages of the recovery address."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eduport.accounts.models import Account, RecoveryAddress
from eduport.accounts.queries.recovery import is_reminder_due
from tests.factories.accounts import AccountFactory, give_second_factor
from tests.factories.outbox import letters
from tests.factories.people import NOON, AffiliationFactory, PersonFactory
from tests.factories.recovery import RecoveryAddressFactory

pytestmark = pytest.mark.django_db
SENTENCE = "vier warme Brezeln"
PAGE, REMOVE = "/account/recovery-address/", "/account/recovery-address/remove/"
REMINDER = "keine Wiederherstellungsadresse"


@pytest.fixture(scope="module")
def hashed():
    return make_password(SENTENCE)


@pytest.fixture
def ada(client, hashed):
    """Somebody who is signed in."""
    person = PersonFactory(home_school__code="xy")
    AffiliationFactory(person=person)
    account = AccountFactory(
        person=person, username="ada.berg@xy.hamburg.de", password=hashed
    )
    client.force_login(account)
    return account


def propose(client, address="ada@home.example", password=SENTENCE):
    return client.post(PAGE, {"address": address, "current_password": password})


def link():
    return re.search(r"https?://[^/]+(/\S+)", letters()[-1].text)[1]


def stored():
    return [row.address for row in RecoveryAddress.objects.all()]


def test_an_address_is_stored_with_password_and_mail(client, ada):
    response = propose(client)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    page = client.get(PAGE).content.decode()
    assert "wartet auf Bestätigung" in page
    assert stored() == []

    assert "ada@home.example" in client.get(link()).content.decode()
    assert stored() == [], "looking changes nothing: mail programs look at links"
    client.post(link())

    assert stored() == ["ada@home.example"]
    assert "bestätigt am" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"password": "wrong"}, "Das derzeitige Passwort ist falsch"),
        ({"address": "ada@xy.hamburg.de"}, "Nehmen Sie eine private Adresse"),
        ({"address": "ada@b.example\nBcc: all@b.example"}, "gültige E-Mail-Adresse"),
        ({"address": "ädä@b.example"}, "gültige E-Mail-Adresse"),
    ],
)
def test_a_refusal_says_why(client, ada, values, sentence):
    response = propose(client, **values)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert letters() == []


def test_the_link_wants_its_owner_signed_in(client, ada):
    propose(client)
    visitor, stranger = Client(), Client()
    stranger.force_login(AccountFactory())

    response = visitor.get(link())
    assert response["Location"] == f"{reverse('account_login')}?next={link()}"
    assert "gilt nicht mehr" in stranger.get(link()).content.decode()
    assert stranger.post(link()).status_code == 422
    assert stored() == []


def test_an_address_is_removed_with_the_password(client, ada):
    RecoveryAddressFactory(account=ada)

    assert client.post(REMOVE, {"current_password": "wrong"}).status_code == 422
    assert stored() == ["ada@home.example"]
    assert client.post(REMOVE, {"current_password": SENTENCE})["Location"] == PAGE
    assert stored() == []


def test_admin_accounts_have_none(client, ada):
    Account.objects.update(kind="admin")
    give_second_factor(ada)

    assert {client.get(url).status_code for url in (PAGE, REMOVE)} == {403}
    assert propose(client).status_code == 403
    assert "Wiederherstellungsadresse" not in client.get("/account/").content.decode()


def test_the_dashboard_reminds_and_can_be_told_not_to(client, ada):
    dashboard = reverse("portal:dashboard")
    assert REMINDER in client.get(dashboard).content.decode()
    assert REMINDER not in client.get("/account/").content.decode()

    url = "/account/recovery-address/remind-tomorrow/"
    response = client.post(url, {"next": dashboard})

    assert response["Location"] == dashboard
    assert REMINDER not in client.get(dashboard).content.decode()
    client.post("/account/recovery-address/remind-never/")
    ada.refresh_from_db()
    assert not is_reminder_due(ada, NOON.replace(year=2100))


def test_the_reminder_asks_no_table(client, ada):
    dashboard = reverse("portal:dashboard")
    client.get(dashboard)
    with CaptureQueriesContext(connection) as with_reminder:
        client.get(dashboard)
    client.post("/account/recovery-address/remind-never/")

    with CaptureQueriesContext(connection) as without:
        client.get(dashboard)

    assert len(with_reminder) == len(without)


def test_the_account_page_says_what_is_set_up(client, ada):
    assert "Adresse hinterlegen" in client.get("/account/").content.decode()

    RecoveryAddressFactory(account=ada)

    page = client.get("/account/").content.decode()
    assert "ansehen oder ändern" in page
    assert "ada@home.example" not in page
