"""Taking the second factors of somebody away who has lost them."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from eduport.accounts.models import Account
from eduport.accounts.services.sessions import record_session
from eduport.audit.models import SecurityEvent
from eduport.people.models import AdminRole
from tests.factories.accounts import AccountFactory, give_second_factor, sign_in
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory(code="hafen")


@pytest.fixture
def ada(school):
    """A teacher with a second factor."""
    person = AffiliationFactory(person__home_school=school, school=school).person
    account = AccountFactory(person=person, username="ada@hafen.hamburg.de")
    give_second_factor(account)
    return account


def admin_at(school, role=AdminRole.SCHOOL_ADMIN, person=None):
    place = {"school": school if role == AdminRole.SCHOOL_ADMIN else None}
    who = {"person": person} if person else {"person__home_school": school}
    appointed = AppointmentFactory(role=role, **who, **place).person
    name = f"admin.{appointed.pk}@hafen.hamburg.de"
    return AccountFactory(person=appointed, kind="admin", username=name)


def url_of(account):
    kind = "admin_" if account.kind == "admin" else ""
    name = f"administration:remove_{kind}second_factor"
    return reverse(name, args=[account.person.uid])


def test_a_school_admin_removes_what_a_teacher_has_lost(client, school, ada):
    lost = Client()
    sign_in(lost, ada)
    record_session(ada.pk, lost.session.session_key, "", at=NOON)
    sign_in(client, admin_at(school))

    question = client.get(url_of(ada)).content.decode()
    answer = client.post(url_of(ada))

    assert ada.username in question
    person_page = reverse("administration:person", args=[ada.person.uid])
    assert answer["Location"] == person_page
    assert not Authenticator.objects.filter(user=ada).exists()
    assert lost.get("/account/").status_code == 302
    action = "accounts.second_factor.removed"
    assert SecurityEvent.objects.filter(action=action).count() == 1


def test_the_person_reads_of_it_until_it_is_read(client, school, ada):
    sign_in(client, admin_at(school))
    client.post(url_of(ada))
    owner = Client()
    owner.force_login(ada)

    before = owner.get("/account/").content.decode()
    owner.post(reverse("accounts:removal_read"))
    after = owner.get("/account/").content.decode()

    assert "Ihr zweiter Faktor wurde entfernt" in before
    assert "Ihr zweiter Faktor wurde entfernt" not in after


def test_the_central_team_helps_school_admins(client, school):
    lost = admin_at(school)
    sign_in(client, admin_at(school, AdminRole.CENTRAL_TEAM))

    client.post(url_of(lost))

    assert not Authenticator.objects.filter(user=lost).exists()


def test_school_admins_do_not_help_each_other(client, school):
    lost = admin_at(school)
    sign_in(client, admin_at(school))

    assert client.post(url_of(lost)).status_code == 403
    assert Authenticator.objects.filter(user=lost).count() == 2


def test_nobody_removes_the_own_second_factor_this_way(client, school, ada):
    own = admin_at(school, person=ada.person)
    sign_in(client, own)

    assert client.get(url_of(ada)).status_code == 403
    assert client.post(url_of(own)).status_code == 403


def test_strangers_find_nobody(client, ada):
    sign_in(client, admin_at(SchoolFactory()))

    assert client.post(url_of(ada)).status_code == 404


def test_it_is_asked_who_it_is(client, school, ada):
    sign_in(client, admin_at(school), ago=16)

    assert client.get(url_of(ada))["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(url_of(ada)).status_code == 403
    assert Authenticator.objects.filter(user=ada).count() == 2


def test_without_a_second_factor_it_is_said(client, school, ada):
    Authenticator.objects.all().delete()
    sign_in(client, admin_at(school))

    page = client.post(url_of(ada), follow=True).content.decode()

    assert "hat keinen zweiten Faktor" in page
    assert Account.objects.filter(second_factor_removed_at=None).count() == 2


@pytest.mark.parametrize(("has_one", "shown"), [(True, True), (False, False)])
def test_the_page_of_a_person_offers_it(client, school, ada, has_one, shown):
    if not has_one:
        Authenticator.objects.all().delete()
    sign_in(client, admin_at(school))

    page = client.get(reverse("administration:person", args=[ada.person.uid]))

    assert (url_of(ada) in page.content.decode()) is shown
