"""Signing in, the first time, the own account: through the browser's eyes."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from eduport.accounts.adapters import MFAAdapter
from eduport.accounts.models import Account
from eduport.accounts.services.activation import issue_activation_codes
from eduport.accounts.services.blocking import block_account
from eduport.accounts.services.sessions import NOWHERE
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory, TermsFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
SENTENCE = "vier warme Brezeln"
OTHER_SENTENCE = "fünf kalte Semmeln"
OFFICE = Actor("office")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(scope="module")
def hashed():
    return make_password(SENTENCE)


@pytest.fixture
def ada(hashed):
    person = PersonFactory(home_school__code="xy")
    AddressFactory(person=person)
    AffiliationFactory(person=person)
    return AccountFactory(
        person=person, username="ada.berg@xy.hamburg.de", password=hashed
    )


def sign_in(client, username="ada.berg@xy.hamburg.de", password=SENTENCE, **kwargs):
    data = {"login": username, "password": password, **kwargs}
    return client.post("/accounts/login/", data, headers={"user-agent": FIREFOX})


def is_signed_in(client):
    return client.get(reverse("accounts:sessions")).status_code == 200


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


def test_signing_in_takes_four_statements(client, ada):
    client.get("/accounts/login/")

    with CaptureQueriesContext(connection) as queries:
        sign_in(client)

    verbs = [query["sql"].split()[0] for query in queries]
    assert [verb for verb in verbs if verb not in {"SAVEPOINT", "RELEASE"}] == [
        "SELECT",  # the account, and whether it has a second factor
        "SELECT",  # the counters
        "INSERT",  # whose the session is
        "INSERT",  # the session
    ]


def test_the_login_page_takes_no_query(client, django_assert_num_queries):
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


# The first time


def activation(account, **kwargs):
    [(_, code)] = issue_activation_codes([account], by=OFFICE, at=now())
    return {
        "login": account.username,
        "code": code,
        "new_password": OTHER_SENTENCE,
        "repetition": OTHER_SENTENCE,
        "has_accepted": "on",
        **kwargs,
    }


def now():
    return dt.datetime.now(dt.UTC)


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
        ({"has_accepted": ""}, "erforderlich"),
    ],
)
def test_a_mistake_at_the_first_sign_in_is_said(client, ada, mistake, sentence):
    response = client.post("/accounts/activate/", activation(ada, **mistake))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not is_signed_in(client)


# Codes for others


@pytest.fixture
def admin(ada):
    person = PersonFactory(home_school=ada.person.home_school)
    AppointmentFactory(person=person)
    return AccountFactory(person=person, kind="admin", username="admin.a@xy.de")


def issue_code(client, account):
    uid = account.person.uid
    return client.post(reverse("accounts:issue_code", args=[uid]))


def test_a_school_admin_shows_a_code_once(client, ada, admin):
    client.force_login(admin)

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
    client.force_login(central)

    assert issue_code(client, ada).status_code == 200


def test_the_school_admin_of_another_school_finds_nobody(client, ada):
    stranger = AppointmentFactory().person
    account = AccountFactory(person=stranger, kind="admin", username="admin.s@zz.de")
    client.force_login(account)

    assert issue_code(client, ada).status_code == 404


def test_where_somebody_is_a_guest_the_school_admin_may_not(client, ada):
    school = SchoolFactory()
    AffiliationFactory(person=ada.person, school=school)
    person = AppointmentFactory(school=school).person
    account = AccountFactory(person=person, kind="admin", username="admin.s@zz.de")
    client.force_login(account)

    assert issue_code(client, ada).status_code == 403


def test_a_colleague_finds_nobody(client, ada):
    colleague = AffiliationFactory(school=ada.person.home_school).person
    client.force_login(AccountFactory(person=colleague))

    assert issue_code(client, ada).status_code == 404


def test_a_visitor_signs_in_first(client, ada):
    assert issue_code(client, ada)["Location"].startswith("/accounts/login/")


def test_a_code_is_never_made_by_a_link(client, ada, admin):
    client.force_login(admin)

    url = reverse("accounts:issue_code", args=[ada.person.uid])
    assert client.get(url).status_code == 405


# Duties


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


# The own account


def change_password(client, current=SENTENCE, new=OTHER_SENTENCE, **kwargs):
    data = {
        "current_password": current,
        "new_password": new,
        "repetition": new,
        **kwargs,
    }
    return client.post("/account/password/", data)


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

    # Session, account with person and school, actor, addresses, roles; and the menu's.
    ours = [query for query in queries if "portal_" not in query["sql"]]
    assert len(ours) == 5


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


# The second factor


SECRET = "JBSWY3DPEHPK3PXP"


def totp_code():
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


@pytest.fixture
def with_app(ada):
    data = {"secret": MFAAdapter().encrypt(SECRET)}
    return Authenticator.objects.create(user=ada, type="totp", data=data)


def test_the_second_factor_is_asked_for(client, ada, with_app):
    response = sign_in(client, next="/account/")

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/")["Location"].startswith("/accounts/login/")
    page = client.get("/accounts/2fa/authenticate/").content.decode()
    assert "Authenticator-App" in page
    response = client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    assert response["Location"] == "/account/"
    assert is_signed_in(client)


def test_a_wrong_number_does_not_sign_in(client, ada, with_app):
    sign_in(client)

    response = client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert response.status_code == 422
    assert not is_signed_in(client)


def test_numbers_are_not_guessed_at_leisure(client, ada, with_app):
    sign_in(client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    response = client.post("/accounts/2fa/authenticate/", {"code": totp_code()})

    assert response.status_code == 422


def test_a_code_by_letter_does_not_replace_the_second_factor(client, ada, with_app):
    response = client.post("/accounts/activate/", activation(ada))

    assert response["Location"] == "/accounts/2fa/authenticate/"


def test_the_secret_lies_encrypted(with_app):
    assert SECRET not in with_app.data["secret"]
    assert MFAAdapter().decrypt(with_app.data["secret"]) == SECRET


def test_the_picture_for_the_app_lies_on_white():
    svg = MFAAdapter().build_totp_svg("otpauth://totp/x")

    assert svg.index('fill="white"') < svg.index("<path")


def test_an_app_is_set_up_after_the_password(client, ada):
    sign_in(client)
    response = client.get("/accounts/2fa/app/add/")
    assert response["Location"].startswith("/accounts/reauthenticate/")

    url = response["Location"]
    assert client.get(url).status_code == 200
    response = client.post(url, {"password": SENTENCE})
    assert response["Location"] == "/accounts/2fa/app/add/"
    page = client.get("/accounts/2fa/app/add/")
    assert page.status_code == 200
    assert "data:image/svg+xml" in page.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    ],
)
def test_the_pages_of_second_factors_are_ours(client, ada, with_app, name):
    Authenticator.objects.create(
        user=ada,
        type="recovery_codes",
        data={"seed": MFAAdapter().encrypt("x" * 80), "used_mask": 0},
    )
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    client.post("/accounts/reauthenticate/", {"password": SENTENCE})

    response = client.get(reverse(name), follow=True)

    assert response.status_code == 200
    assert "ep-header" in response.content.decode()


def test_a_visitor_sees_no_second_factor(client):
    assert client.get("/accounts/2fa/")["Location"].startswith("/accounts/login/")
