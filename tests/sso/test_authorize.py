"""Who gets a code, and what is asked of the person before."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from eduport.accounts.models import AccountKind
from eduport.people.models import Role
from eduport.sso.models import Grant, Release
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON, AffiliationFactory, SchoolFactory
from tests.factories.sso import REDIRECT_URI, AppFactory, ReleaseFactory
from tests.sso.relying_party import RelyingParty, claims_of, parameters_of

pytestmark = pytest.mark.django_db
RECORDS = "account_authentication_methods"


def authenticate_again(browser, *, ago=0.0, kind="password"):
    """Leave the trace in the session that proving the password again leaves."""
    session = browser.session
    record = {"method": kind, "at": time.time() - ago, "reauthenticated": True}
    session[RECORDS] = [*session.get(RECORDS, []), record]
    session.save()


def grow_old(browser, seconds):
    """Let the sign-in of this session be so many seconds ago."""
    session = browser.session
    session["sso_sign_in"] = time.time() - seconds
    session.save()


def test_the_answer_names_its_issuer_and_the_state(service):
    answer = service.answer()

    assert answer.keys() == {"code", "state", "iss"}
    assert answer["state"] == "some-state"
    assert answer["iss"] == "http://127.0.0.1:8000"


def test_the_issuer_does_not_follow_the_host_header(service):
    service.browser.defaults["HTTP_HOST"] = "evil.example"

    assert service.answer()["iss"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "address",
    [
        REDIRECT_URI + "?evil=1",
        REDIRECT_URI + "/",
        REDIRECT_URI.upper(),
        "https://evil.example/callback",
        None,
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(service, address):
    response = service.authorize(redirect_uri=address)

    assert response.status_code == 400
    assert "nicht angemeldet" in response.content.decode()


def test_an_unknown_or_inactive_service_gets_nothing(service):
    service.app.is_active = False
    service.app.save()

    assert service.authorize().status_code == 400
    assert service.authorize(client_id="unknown").status_code == 400
    assert service.authorize(client_id="zero\0byte").status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unauthorized_client"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"request": "abc"}, "request_not_supported"),
        ({"request_uri": "https://evil.example"}, "request_uri_not_supported"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"id_token_hint": "not.a.token"}, "invalid_request"),
    ],
)
def test_a_wrong_request_is_answered_with_its_error(service, changes, error):
    answer = service.answer(**changes)

    assert answer["error"] == error
    assert answer["state"] == "some-state"
    assert answer["iss"] == "http://127.0.0.1:8000"
    assert not Grant.objects.exists()


def test_parameters_do_not_pass_for_what_we_know_ourselves(service):
    answer = service.answer(
        sign_in="x", grant="x", user="1", client="x", scopes="openid admin"
    )

    tokens = service.exchange(answer["code"], grant="x", old="x", user="2").json()
    assert tokens["scope"] == "openid profile email school groups"


def test_scopes_that_the_service_may_not_have_are_left_out(service):
    service.app.scopes = ["openid", "school"]
    service.app.save()

    tokens = service.sign_in(scope="openid profile email school nonsense")

    assert tokens["scope"] == "openid school"


def test_a_visitor_signs_in_first_and_then_comes_back(app, client, account):
    service = RelyingParty(app, client)
    response = service.authorize()
    path, _, query = response.url.partition("?")
    target = parse_qs(query)["next"][0]
    client.force_login(account)

    page = client.get(target)

    assert path == "/accounts/login/"
    assert page.context["target"].startswith("/oidc/authorize?")
    assert "code" in parameters_of(client.get(page.context["target"]))


def test_the_page_between_login_and_service_starts_a_new_navigation(client):
    page = client.get("/oidc/continue", {"client_id": '"><script>', "next": "//evil"})

    body = page.content.decode()
    assert '<meta http-equiv="refresh" content="0;url=/oidc/authorize?' in body
    assert '"><script>' not in body


def test_a_request_by_post_becomes_one_by_get(service):
    response = Client(enforce_csrf_checks=True).post("/oidc/authorize", {"a": "b"})

    assert response.url == "/oidc/authorize?a=b"


def test_silent_sign_in_needs_a_session(app, client):
    answer = RelyingParty(app, client).answer(prompt="none")

    assert answer["error"] == "login_required"


def test_silent_sign_in_works_with_a_session(service):
    assert "code" in service.answer(prompt="none")


def test_silent_sign_in_fails_while_something_is_to_be_done(service, account):
    account.must_change_password = True
    account.save()

    assert service.answer(prompt="none")["error"] == "interaction_required"
    page = urlsplit(service.authorize().url)
    assert page.path == "/account/password/"
    assert parse_qs(page.query)["next"][0].startswith("/oidc/continue?")


def test_silent_sign_in_fails_when_the_sign_in_is_too_old(service):
    grow_old(service.browser, 100)

    assert service.answer(prompt="none", max_age="60")["error"] == "login_required"
    assert "code" in service.answer(prompt="none", max_age="200")


def test_consent_is_the_authoritys(service):
    assert "code" in service.answer(prompt="consent")


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "0"}])
def test_a_new_sign_in_cannot_be_skipped_by_reloading(service, wish):
    first, reloaded = service.authorize(**wish), service.authorize(**wish)
    stripped = service.authorize()
    authenticate_again(service.browser)

    assert [urlsplit(r.url).path for r in (first, reloaded, stripped)] == [
        "/accounts/reauthenticate/"
    ] * 3
    assert "code" in service.answer(**wish)


def test_a_new_sign_in_counts_once(service):
    service.authorize(prompt="login")
    authenticate_again(service.browser)
    assert "code" in service.answer(prompt="login")

    again = service.authorize(prompt="login")
    assert urlsplit(again.url).path == "/accounts/reauthenticate/"


def test_a_fresh_login_is_new_enough(app, client, account):
    service = RelyingParty(app, client)
    service.authorize(prompt="login")

    client.force_login(account)

    assert "code" in service.answer(prompt="login")


def test_the_id_token_says_when_and_how_the_person_signed_in(service):
    grow_old(service.browser, 3600)
    authenticate_again(service.browser, ago=1000)
    authenticate_again(service.browser, ago=100, kind="mfa")
    session = service.browser.session
    session[RECORDS][-1]["type"] = "totp"
    session.save()

    claims = claims_of(service.sign_in()["id_token"])

    assert time.time() - claims["auth_time"] == pytest.approx(100, abs=5)
    assert claims["amr"] == ["otp", "pwd", "mfa"]


def test_a_hint_of_somebody_else_needs_that_person(service, app):
    hint = service.sign_in()["id_token"]
    other = AccountFactory()
    AffiliationFactory(person=other.person)
    service.browser.force_login(other)

    answer = service.answer(id_token_hint=hint)

    assert answer["error"] == "login_required"


def lock(account):
    account.locked_until = NOON.replace(year=2999)
    account.save()


def disable(account):
    account.disabled_at = NOON
    account.save()


def release(account):
    account.person.deletion_released_at = NOON
    account.person.save()


def leave(account):
    account.person.affiliation_set.update(ended_at=NOON.replace(year=2999))


def withdraw(account):
    Release.objects.all().delete()


REASONS = [lock, disable, release, leave, withdraw]


@pytest.mark.parametrize("happen", REASONS)
def test_who_may_not_use_a_service_gets_no_code(service, account, happen):
    happen(account)

    response = service.authorize(prompt="none")

    assert parameters_of(response)["error"] in {"access_denied", "login_required"}
    assert not Grant.objects.exists()


@pytest.mark.parametrize("happen", REASONS)
def test_who_may_no_longer_use_a_service_loses_it_at_once(service, account, happen):
    tokens = service.sign_in(scope="openid offline_access")
    code = service.answer()["code"]

    happen(account)

    assert service.exchange(code).json() == {"error": "invalid_grant"}
    assert service.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}
    assert service.userinfo(tokens["access_token"]).status_code == 401
    assert service.introspect(tokens["access_token"]) == {"active": False}


def test_the_person_reads_why_and_can_go_back(service, app):
    Release.objects.all().delete()

    response = service.authorize()

    body = response.content.decode()
    assert response.status_code == 403
    assert "für Ihre Rolle an Ihrer Schule nicht freigegeben" in body
    assert f"{REDIRECT_URI}?error=access_denied&amp;iss=" in body


def test_an_admin_account_uses_no_services(app, client, account):
    admin = AccountFactory(person=account.person, kind=AccountKind.ADMIN)
    client.force_login(admin)

    response = RelyingParty(app, client).authorize()

    assert response.status_code == 403
    assert "Alltagskonto" in response.content.decode()


@pytest.mark.parametrize(
    ("of_school", "role", "is_released"),
    [
        ("own", "", True),
        ("own", Role.TEACHER, True),
        ("own", Role.STUDENT, False),
        ("other", "", False),
        (None, Role.TEACHER, True),
        (None, Role.STUDENT, False),
    ],
)
def test_a_service_is_released_by_school_and_role(
    client, account, of_school, role, is_released
):
    schools = {"own": account.person.home_school, "other": SchoolFactory(), None: None}
    app = ReleaseFactory(app=AppFactory(), school=schools[of_school], role=role).app
    client.force_login(account)

    answer = RelyingParty(app, client).answer(prompt="none")

    assert ("code" in answer) is is_released


def test_two_services_know_a_person_by_different_names(service, account):
    other = RelyingParty(
        ReleaseFactory(app=AppFactory(sector="files.example")).app, service.browser
    )

    here, there = (claims_of(s.sign_in()["id_token"]) for s in (service, other))

    assert here["sub"] != there["sub"]
    assert here["sid"] != there["sid"]
    assert str(account.person.uid) not in str(here)
