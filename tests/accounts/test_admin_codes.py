"""A new code for an Admin-Account whose owner has forgotten the password."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse

from eduport.accounts.models import AccountKind, ActivationCode
from eduport.accounts.services.activation import activate
from eduport.accounts.services.admin_codes import issue_admin_code
from eduport.audit.models import SecurityEvent
from eduport.people.models import AdminRole
from tests.accounts.browsing import OFFICE, OTHER_SENTENCE, SENTENCE, is_signed_in
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.outbox import letters
from tests.factories.people import NOON, AppointmentFactory
from tests.factories.recovery import RecoveryAddressFactory

pytestmark = pytest.mark.django_db


def admin_account(name, hashed, role=AdminRole.CENTRAL_TEAM, **values):
    person = AppointmentFactory(role=role, school=None).person
    return AccountFactory(
        person=person,
        kind=AccountKind.ADMIN,
        username=f"admin.{name}@xy.hamburg.de",
        password=hashed,
        **values,
    )


@pytest.fixture
def kim(hashed):
    """Forgot the password; has an everyday account and a recovery address."""
    account = admin_account("kim", hashed)
    everyday = AccountFactory(person=account.person, username="kim@xy.hamburg.de")
    RecoveryAddressFactory(account=everyday, address="kim@home.example")
    return account


@pytest.fixture
def colleague(client, hashed):
    account = admin_account("colleague", hashed)
    sign_in(client, account)
    return account


def url_of(account):
    return reverse("administration:admin_code", args=[account.person.uid])


def test_a_colleague_is_asked_and_makes_the_code(client, colleague, kim):
    asked = client.get(url_of(kim)).content.decode()
    made = client.post(url_of(kim)).content.decode()

    [event] = SecurityEvent.objects.filter(action="accounts.admin_code.issued")
    assert "Der zweite Faktor bleibt" in asked
    assert kim.username in made
    assert ActivationCode.objects.get().account == kim
    assert (event.subject_id, event.actor_id) == (kim.pk, colleague.pk)


def test_the_page_offers_it_as_a_new_code(client, colleague, kim):
    page = client.get(reverse("administration:roles", args=[kim.person.uid]))

    assert "Neuer Code" in page.content.decode()
    assert url_of(kim) in page.content.decode()


def test_nobody_makes_one_for_the_own_account(client, colleague):
    assert client.get(url_of(colleague)).status_code == 403
    assert client.post(url_of(colleague)).status_code == 403
    assert not ActivationCode.objects.exists()


def test_it_is_asked_who_it_is(client, hashed, kim):
    sign_in(client, admin_account("late", hashed), ago=16)

    assert client.get(url_of(kim))["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(url_of(kim)).status_code == 403
    assert not ActivationCode.objects.exists()


@pytest.mark.parametrize("role", [AdminRole.SERVICE_DESK])
def test_others_than_the_central_team_make_none(client, hashed, kim, role):
    sign_in(client, admin_account("desk", hashed, role=role))

    assert client.post(url_of(kim)).status_code in {403, 404}
    assert not ActivationCode.objects.exists()


def test_a_closed_account_gets_none(client, colleague, kim):
    kim.disabled_at = NOON
    kim.save()

    assert client.post(url_of(kim)).status_code == 404


def test_its_owner_is_told_at_the_everyday_account(kim):
    issue_admin_code(kim, by=OFFICE, at=NOON)

    told = letters()
    assert [letter.to for letter in told] == ["kim@xy.hamburg.de", "kim@home.example"]
    assert {letter.subject for letter in told} == {
        "Ein neuer Code für Ihren Admin-Account"
    }
    assert kim.username in told[0].text


def test_a_code_for_the_first_sign_in_is_handed_over_without_a_mail(hashed):
    new = admin_account("new", hashed, activated_at=None)
    AccountFactory(person=new.person, username="new@xy.hamburg.de")

    issue_admin_code(new, by=OFFICE, at=NOON)

    assert letters() == []


def test_the_password_holds_until_the_code_is_used(client, kim):
    sign_in(client, kim)
    UserSession.objects.create(
        user=kim, ip="127.0.0.1", session_key=client.session.session_key
    )
    code = issue_admin_code(kim, by=OFFICE, at=NOON)
    kim.refresh_from_db()
    assert kim.check_password(SENTENCE)
    assert is_signed_in(client)

    activate(kim.username, code, OTHER_SENTENCE, at=NOON)

    kim.refresh_from_db()
    assert kim.check_password(OTHER_SENTENCE)
    assert not is_signed_in(client)


def test_the_second_factor_stays_and_is_asked_for(client, kim):
    sent = {
        "login": kim.username,
        "code": issue_admin_code(kim, by=OFFICE, at=NOON),
        "new_password": OTHER_SENTENCE,
        "repetition": OTHER_SENTENCE,
        "has_accepted": "on",
    }

    ActivationCode.objects.update(expires_at="2100-01-01T00:00Z")
    response = client.post("/accounts/activate/", sent)

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert Authenticator.objects.filter(user=kim).count() == 2
