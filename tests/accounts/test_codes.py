"""Codes for others."""

import pytest
from django.test import Client
from django.urls import reverse

from eduport.people.models import AdminRole
from tests.accounts.browsing import activation
from tests.factories.accounts import AccountFactory
from tests.factories.accounts import sign_in as already_signed_in
from tests.factories.people import (
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(ada):
    person = PersonFactory(home_school=ada.person.home_school)
    AppointmentFactory(person=person)
    return AccountFactory(person=person, kind="admin", username="admin.a@xy.de")


def issue_code(client, account):
    uid = account.person.uid
    return client.post(reverse("accounts:issue_code", args=[uid]))


def test_a_school_admin_shows_a_code_once(client, ada, admin):
    already_signed_in(client, admin)

    response = issue_code(client, ada)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.context["code"] in response.content.decode()
    data = activation(ada) | {"code": response.context["code"]}
    # activation() has made a newer one, so that of the page is worth nothing now.
    assert Client().post("/accounts/activate/", data).status_code == 422


def test_the_central_team_shows_codes_for_every_school(client, ada):
    person = AppointmentFactory(role=AdminRole.CENTRAL_TEAM, school=None).person
    central = AccountFactory(person=person, kind="admin", username="admin.c@xy.de")
    already_signed_in(client, central)

    assert issue_code(client, ada).status_code == 200


def test_the_school_admin_of_another_school_finds_nobody(client, ada):
    stranger = AppointmentFactory().person
    account = AccountFactory(person=stranger, kind="admin", username="admin.s@zz.de")
    already_signed_in(client, account)

    assert issue_code(client, ada).status_code == 404


def test_where_somebody_is_a_guest_the_school_admin_may_not(client, ada):
    school = SchoolFactory()
    AffiliationFactory(person=ada.person, school=school)
    person = AppointmentFactory(school=school).person
    account = AccountFactory(person=person, kind="admin", username="admin.s@zz.de")
    already_signed_in(client, account)

    assert issue_code(client, ada).status_code == 403


def test_a_colleague_finds_nobody(client, ada):
    colleague = AffiliationFactory(school=ada.person.home_school).person
    client.force_login(AccountFactory(person=colleague))

    assert issue_code(client, ada).status_code == 404


def test_a_visitor_signs_in_first(client, ada):
    assert issue_code(client, ada)["Location"].startswith("/accounts/login/")


def test_a_code_is_never_made_by_a_link(client, ada, admin):
    already_signed_in(client, admin)

    url = reverse("accounts:issue_code", args=[ada.person.uid])
    assert client.get(url).status_code == 405
