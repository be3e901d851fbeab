"""Signing out: at the portal, at a service, and what every service is told."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from eduport.accounts.services.passwords import set_password
from eduport.accounts.services.sessions import end_other_sessions, record_session
from eduport.sso.models import LogoutNotice
from eduport.sso.services import keys
from eduport.sso.services.logout import MAX_TRIES, deliver_notice, purge_notices
from tests.factories.sso import AppFactory, ReleaseFactory
from tests.sso.relying_party import RelyingParty, claims_of, part_of

pytestmark = pytest.mark.django_db
BYE = "https://moodle.example/bye"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def ask(service, **parameters):
    return service.browser.get("/oidc/logout", parameters)


@contextmanager
def listening(status=200, location=None):
    """A service that takes logout tokens; gives its address and what came."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            received.append(parse_qs(body)["logout_token"][0])
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/logout", received
    finally:
        server.shutdown()
        server.server_close()


def test_a_service_signs_its_person_out_by_its_id_token(service):
    hint = service.sign_in()["id_token"]

    response = ask(
        service, id_token_hint=hint, post_logout_redirect_uri=BYE, state="s&1"
    )

    assert response.url == f"{BYE}?state=s%261"
    assert not is_signed_in(service.browser)


def test_an_expired_id_token_still_signs_out(service, settings):
    settings.OAUTH2_PROVIDER = {
        **settings.OAUTH2_PROVIDER,
        "ID_TOKEN_EXPIRE_SECONDS": -10,
    }
    hint = service.sign_in()["id_token"]

    assert ask(service, id_token_hint=hint).url == "/"
    assert not is_signed_in(service.browser)


def test_anybodys_link_only_asks(service):
    response = ask(
        service, client_id=service.app.client_id, post_logout_redirect_uri=BYE
    )

    assert response.status_code == 200
    assert "möchte Sie von eduPort abmelden" in response.content.decode()
    assert "https://moodle.example" in response.headers["Content-Security-Policy"]
    assert is_signed_in(service.browser)


def test_the_id_token_of_another_session_only_asks(service, account):
    elsewhere = Client()
    elsewhere.force_login(account)
    hint = RelyingParty(service.app, elsewhere).sign_in()["id_token"]

    assert ask(service, id_token_hint=hint).status_code == 200
    assert is_signed_in(service.browser)


def test_who_says_yes_is_signed_out(service):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = service.browser.cookies
    page = browser.get("/oidc/logout", {"client_id": service.app.client_id})
    given = page.context["parameters"]

    forged = browser.post("/oidc/logout/confirm", given)
    token = page.context["csrf_token"]
    real = browser.post(
        "/oidc/logout/confirm", {**given, "csrfmiddlewaretoken": str(token)}
    )

    assert forged.status_code == 403
    assert real.url == "/"
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "address", [BYE + "?x=1", "https://evil.example/", "javascript:alert(1)"]
)
def test_nobody_is_sent_on_to_an_address_that_is_not_registered(service, address):
    hint = service.sign_in()["id_token"]

    response = ask(service, id_token_hint=hint, post_logout_redirect_uri=address)

    assert response.status_code == 400
    assert is_signed_in(service.browser)


def test_a_changed_or_foreign_id_token_is_refused(service):
    hint = service.sign_in()["id_token"]
    head, body, signature = hint.split(".")
    other = AppFactory(sector="files.example")

    changed = ask(service, id_token_hint=f"{head}.{body[:-2]}AA.{signature}")
    foreign = ask(service, id_token_hint=hint, client_id=other.client_id)

    assert (changed.status_code, foreign.status_code) == (400, 400)
    assert is_signed_in(service.browser)


def test_who_is_not_signed_in_is_sent_on(service):
    service.browser.logout()

    response = ask(
        service, client_id=service.app.client_id, post_logout_redirect_uri=BYE
    )

    assert response.url == BYE


def test_a_service_may_ask_by_post(service):
    response = Client(enforce_csrf_checks=True).post("/oidc/logout", {"state": "x"})

    assert response.url == "/oidc/logout?state=x"


def test_signing_out_ends_the_tokens_of_this_browser_only(service, account):
    elsewhere = Client()
    elsewhere.force_login(account)
    here = service.sign_in(scope="openid offline_access")
    there = RelyingParty(service.app, elsewhere).sign_in()

    service.browser.logout()

    assert service.userinfo(here["access_token"]).status_code == 401
    assert service.refresh(here["refresh_token"]).status_code == 400
    assert service.userinfo(there["access_token"]).status_code == 200


def test_a_new_password_ends_all_tokens(service, account):
    tokens = service.sign_in(scope="openid offline_access")

    set_password(account, "vier warme Brezeln", by=account.actor, at=timezone.now())

    assert service.userinfo(tokens["access_token"]).status_code == 401
    assert service.refresh(tokens["refresh_token"]).status_code == 400


def test_a_session_that_is_ended_from_elsewhere_ends_at_its_services(service, account):
    service.app.back_channel_logout_uri = "https://moodle.example/logout"
    service.app.save()
    first, second = service.sign_in(), service.sign_in()
    key = service.browser.session.session_key
    record_session(account.pk, key, "", at=timezone.now())

    end_other_sessions(account, "another", at=timezone.now())

    notice = LogoutNotice.objects.get()
    assert notice.session == claims_of(first["id_token"])["sid"]
    assert service.userinfo(second["access_token"]).status_code == 401


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_services_are_told_of_the_logout(
    service, django_capture_on_commit_callbacks, enable_loopback
):
    silent = RelyingParty(
        ReleaseFactory(app=AppFactory(sector="files.example")).app, service.browser
    )
    silent.sign_in()
    with listening() as (address, received):
        service.app.back_channel_logout_uri = address
        service.app.save()
        id_token = claims_of(service.sign_in()["id_token"])

        with django_capture_on_commit_callbacks(execute=True):
            service.browser.logout()
        assert received == []
        queued = DBTaskResult.objects.get()
        queued.task.call(**queued.task_result.kwargs)

    (token,) = received
    told = keys.read_own_token(token)
    same = ("iss", "aud", "sub", "sid")
    assert {n: told[n] for n in same} == {n: id_token[n] for n in same}
    assert told["events"] == {EVENT: {}}
    assert "nonce" not in told
    assert part_of(token, 0)["typ"] == "logout+jwt"
    assert LogoutNotice.objects.get().is_delivered


@pytest.fixture
def enable_loopback(socket_enabled):
    """Let the test talk to itself."""


def make_notice(address):
    app = AppFactory(back_channel_logout_uri=address)
    return LogoutNotice.objects.create(
        app=app, subject="sub", session="sid", created_at=timezone.now()
    )


def test_a_service_that_does_not_answer_is_told_again_later(enable_loopback):
    with listening(status=500) as (address, received):
        notice, at = make_notice(address), timezone.now()

        tries = [deliver_notice(notice.pk, at=at) for _ in range(MAX_TRIES + 1)]

    assert len(received) == MAX_TRIES
    assert all(again > at for again in tries[: MAX_TRIES - 1])
    assert tries[MAX_TRIES - 1 :] == [None, None]
    assert not LogoutNotice.objects.get().is_delivered


def test_a_logout_token_does_not_follow_redirects(enable_loopback):
    with listening() as (target, stolen), listening(307, target) as (address, _):
        assert deliver_notice(make_notice(address).pk, at=timezone.now())

    assert stolen == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "https://169.254.169.254/latest",
        "http://moodle.example/",
        "file:///etc/passwd",
    ],
)
def test_a_logout_token_goes_nowhere_inside(settings, address, enable_loopback):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"development": False})
    with listening() as (own, received):
        port = own.split(":")[2].split("/")[0]
        notice = make_notice(address.format(port=port))

        assert deliver_notice(notice.pk, at=timezone.now())

    assert received == []


def test_old_notices_go():
    notice = make_notice("https://moodle.example/")

    assert purge_notices(at=timezone.now()) == 0
    assert purge_notices(at=notice.created_at.replace(year=2999)) == 1
