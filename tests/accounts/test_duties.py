"""What comes before every other page."""

import datetime as dt
from typing import get_args

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from eduport.accounts.models import Account
from eduport.config.schema import Settings
from eduport.people.models import AdminRole, Role
from tests.accounts.browsing import (
    change_password,
    number_of,
    sign_in,
)
from tests.factories.accounts import AccountFactory, TermsFactory, give_second_factor
from tests.factories.accounts import sign_in as already_signed_in
from tests.factories.people import NOON, AffiliationFactory, AppointmentFactory

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


# The second factor as a duty


PROTECT = "/account/protection/"


@pytest.fixture
def admin(hashed):
    """An Admin-Account that was just made."""
    person = AppointmentFactory(role=AdminRole.CENTRAL_TEAM, school=None).person
    return AccountFactory(
        person=person,
        kind="admin",
        username="admin.c@xy.de",
        password=hashed,
        second_factor=False,
    )


@pytest.fixture
def teachers_must(settings):
    wanted = {"second_factor_roles": ["teacher"], "second_factor_grace_days": 14}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=wanted)


def test_an_admin_account_sets_up_a_second_factor_before_anything_else(client, admin):
    sign_in(client, admin.username)

    places = [
        client.get(url)["Location"] for url in ("/account/", "/sync/", "/accounts/2fa/")
    ]

    assert [place.partition("?")[0] for place in places] == [PROTECT] * 3
    assert client.get(PROTECT).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_the_password_comes_before_the_terms_and_those_before_the_second_factor(
    client, admin
):
    TermsFactory(version="next")
    Account.objects.update(must_change_password=True)
    client.force_login(admin)

    first = client.get(reverse("mfa_activate_totp"))["Location"]
    Account.objects.update(must_change_password=False)
    second = client.get(reverse("mfa_activate_totp"))["Location"]
    Account.objects.update(terms_version="next")
    third = client.get("/account/")["Location"]

    assert first.startswith("/account/password/")
    assert second.startswith("/account/terms/")
    assert third.startswith(PROTECT)


def test_an_app_and_a_look_at_the_codes_open_the_rest(client, admin):
    sign_in(client, admin.username)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    answer = client.post(reverse("mfa_activate_totp"), {"code": number_of(secret)})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/account/")["Location"].startswith(PROTECT)
    assert "Ersatzcodes" in client.get(PROTECT).content.decode()
    client.get(reverse("mfa_view_recovery_codes"))
    assert client.get("/account/").status_code == 200


def test_the_last_second_factor_of_an_admin_account_stays(client, admin):
    give_second_factor(admin)
    already_signed_in(client, admin)

    answer = client.post(reverse("mfa_deactivate_totp"), follow=True)

    assert "muss einen zweiten Faktor haben" in answer.content.decode()
    assert Authenticator.objects.filter(user=admin, type="totp").exists()


def test_one_of_two_second_factors_can_go(client, admin):
    give_second_factor(admin)
    Authenticator.objects.create(user=admin, type="webauthn", data={})
    already_signed_in(client, admin)

    client.post(reverse("mfa_deactivate_totp"))

    types = Authenticator.objects.filter(user=admin).values_list("type", flat=True)
    assert sorted(types) == ["recovery_codes", "webauthn"]


def test_others_remove_what_they_set_up(client, ada):
    give_second_factor(ada)
    already_signed_in(client, ada)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=ada).exists()


@pytest.mark.usefixtures("teachers_must")
def test_a_role_gives_some_days_and_a_reminder_that_can_wait(client, ada):
    before = dt.datetime.now(dt.UTC)
    sign_in(client)

    ada.refresh_from_db()
    assert (ada.second_factor_due_at - before).days == 14
    assert "braucht einen zweiten Faktor" in client.get("/account/").content.decode()
    client.post(reverse("accounts:protect_later"))
    page = client.get("/account/").content.decode()
    assert "braucht einen zweiten Faktor" not in page


@pytest.mark.usefixtures("teachers_must")
def test_a_second_sign_in_gives_no_further_days(client, ada):
    Account.objects.update(second_factor_due_at=NOON)

    sign_in(client)

    ada.refresh_from_db()
    assert ada.second_factor_due_at == NOON
    assert client.get("/account/")["Location"].startswith(PROTECT)


@pytest.mark.usefixtures("teachers_must")
def test_who_has_a_second_factor_is_not_reminded(client, ada):
    give_second_factor(ada)
    Account.objects.update(second_factor_due_at=NOON)
    already_signed_in(client, ada)

    page = client.get("/account/")

    assert page.status_code == 200
    assert "braucht einen zweiten Faktor" not in page.content.decode()


@pytest.mark.usefixtures("teachers_must")
def test_other_roles_have_no_such_duty(client, hashed):
    pupil = AffiliationFactory(role=Role.STUDENT).person
    account = AccountFactory(person=pupil, username="p@xy.de", password=hashed)

    sign_in(client, "p@xy.de")

    account.refresh_from_db()
    assert account.second_factor_due_at is None


@pytest.mark.usefixtures("teachers_must")
def test_the_last_one_stays_where_a_role_wants_it(client, ada):
    give_second_factor(ada)
    Account.objects.update(second_factor_due_at=NOON)
    already_signed_in(client, ada)

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=ada, type="totp").exists()


def test_the_setting_knows_all_roles():
    field = Settings.model_fields["second_factor_roles"]

    assert set(get_args(get_args(field.annotation)[0])) == set(Role.values)
