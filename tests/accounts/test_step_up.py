"""Confirming who one is before something dangerous is done."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from eduport.accounts.models import AccountKind, ActivationCode
from eduport.accounts.rules.step_up import is_confirmed
from eduport.people.models import AdminRole
from eduport.sync.models import RunState, SchoolPlan, SyncRun
from tests.accounts.browsing import SENTENCE, totp_code
from tests.factories.accounts import AccountFactory, give_second_factor, sign_in
from tests.factories.people import NOON, AppointmentFactory, SchoolFactory

pytestmark = pytest.mark.django_db
ASKED = "/accounts/reauthenticate/?next="
QUARTER = dt.timedelta(minutes=15)


@pytest.fixture
def central(hashed):
    person = AppointmentFactory(role=AdminRole.CENTRAL_TEAM, school=None).person
    return AccountFactory(
        person=person, kind=AccountKind.ADMIN, username="admin.c@xy.de", password=hashed
    )


@pytest.fixture
def question():
    """The address of a question before something dangerous: approve a held school."""
    school = SchoolFactory()
    run = SyncRun.objects.create(
        source=school.source, state=RunState.HELD, started_at=NOON, finished_at=NOON
    )
    hold = {"code": "leavers", "params": {}}
    SchoolPlan.objects.create(run=run, unit=1, name="Hafen", hold_reason=hold)
    return reverse("sync:approve", args=[run.pk])


def record(method="mfa", minutes=1):
    return {"method": method, "at": (NOON - dt.timedelta(minutes=minutes)).timestamp()}


@pytest.mark.parametrize(
    ("records", "by_second_factor", "expected"),
    [
        ([], False, False),
        ([record("password")], False, True),
        ([record("password")], True, False),
        ([record("mfa")], True, True),
        ([record("mfa")], False, True),
        ([record("mfa", 16), record("password", 1)], True, False),
        ([record("mfa", 15)], True, True),
    ],
)
def test_what_confirms(records, by_second_factor, expected):
    assert expected is is_confirmed(
        records, by_second_factor=by_second_factor, at=NOON, within=QUARTER
    )


def test_who_has_just_signed_in_is_not_asked_again(client, central, question):
    sign_in(client, central)

    assert client.get(question).status_code == 200


def test_later_the_page_asks_and_comes_back(client, central, question):
    sign_in(client, central, ago=16)

    response = client.get(question)
    assert response["Location"] == ASKED + question
    way = client.get(response["Location"], follow=True).redirect_chain[-1][0]
    assert way.startswith("/accounts/2fa/reauthenticate/")
    answer = client.post(way, {"code": totp_code(), "next": question})

    assert answer["Location"] == question
    assert client.get(question).status_code == 200


def test_the_password_does_not_confirm_where_there_is_a_second_factor(
    client, central, question
):
    sign_in(client, central, ago=16)

    client.post("/accounts/reauthenticate/", {"password": SENTENCE})

    assert client.get(question)["Location"] == ASKED + question


def test_without_a_second_factor_the_password_confirms(client, ada):
    page = reverse("mfa_activate_totp")
    sign_in(client, ada, ago=16)
    assert client.get(page)["Location"].startswith(ASKED)

    client.post("/accounts/reauthenticate/", {"password": SENTENCE})

    assert client.get(page).status_code == 200


def test_an_everyday_account_with_a_second_factor_confirms_with_it(client, ada):
    give_second_factor(ada)
    sign_in(client, ada, ago=16)

    client.post("/accounts/reauthenticate/", {"password": SENTENCE})

    page = reverse("mfa_deactivate_totp")
    assert client.get(page)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_a_passkey_is_asked_for_before_a_number(client, central, question):
    Authenticator.objects.create(user=central, type="webauthn", data={})
    sign_in(client, central, ago=16)

    response = client.get(ASKED + question)

    assert response["Location"].startswith("/accounts/2fa/passkeys/reauthenticate/")


def test_htmx_goes_to_the_page_that_asks(client, central, question):
    sign_in(client, central, ago=16)
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/sync/"}

    response = client.get(question, headers=headers)

    assert response["HX-Redirect"].startswith(ASKED)
    assert response.content == b""


def test_a_form_that_comes_too_late_does_nothing_and_is_not_lost(client, central, ada):
    sign_in(client, central, ago=16)
    url = reverse("accounts:issue_code", args=[ada.person.uid])
    sent = {"reason": 'a "new" phone', "list_password": "geheim"}

    response = client.post(url, sent)

    page = response.content.decode()
    assert response.status_code == 403
    assert 'name="reason" value="a &quot;new&quot; phone"' in page
    assert "geheim" not in page
    assert ASKED + "/accounts/confirmed/" in page
    assert not ActivationCode.objects.exists()


def test_the_form_is_sent_again_after_confirming(client, central, ada):
    sign_in(client, central, ago=16)
    url = reverse("accounts:issue_code", args=[ada.person.uid])
    client.post(url)

    page = reverse("accounts:confirmed")
    data = {"code": totp_code(), "next": page}
    assert client.post("/accounts/2fa/reauthenticate/", data)["Location"] == page
    assert client.get(page).status_code == 200
    client.post(url)

    assert ActivationCode.objects.get().account == ada


def test_who_may_not_is_refused_and_not_asked(client, ada, question):
    sign_in(client, ada, ago=16)

    assert client.get(question).status_code == 404
