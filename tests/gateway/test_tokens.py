"""Tokens: made once, checked every time, and over one day."""

import datetime as dt

import pytest
from django.utils import timezone

from eduport.audit.models import LogEntry
from eduport.gateway.errors import (
    NoScopeError,
    TokenLastsTooLongError,
    TokenRefusedError,
    TooManyRequestsError,
    UnknownNetworkError,
)
from eduport.gateway.models import ApiToken, Scope
from eduport.gateway.services.tokens import check_token, count_request, revoke_token
from eduport.people.models import AdminRole
from tests.factories.accounts import sign_in
from tests.factories.gateway import SYSTEM, token_of
from tests.factories.people import NOON
from tests.gateway.conftest import admin_of

pytestmark = pytest.mark.django_db
READ = Scope.TICKETS_READ
HERE = "192.0.2.7"
DAY = dt.timedelta(days=1)


def test_a_token_opens_by_its_text_which_is_stored_nowhere():
    token, text = token_of(READ, at=NOON)

    assert check_token(text, HERE, at=NOON) == token
    stored = [str(value) for value in ApiToken.objects.values_list().get()]
    secret = text.rpartition("_")[2]
    assert [value for value in stored if text in value or secret in value] == []
    assert LogEntry.objects.get().action == "gateway.token.made"


@pytest.mark.parametrize("change", [str.upper, lambda text: text[:-1], lambda _: "x"])
def test_another_text_opens_nothing(change):
    _token, text = token_of(READ, at=NOON)

    with pytest.raises(TokenRefusedError):
        check_token(change(text), HERE, at=NOON)


def test_a_token_ends_by_itself():
    _token, text = token_of(READ, days=30, at=NOON)

    assert check_token(text, HERE, at=NOON + 29 * DAY)
    with pytest.raises(TokenRefusedError):
        check_token(text, HERE, at=NOON + 30 * DAY)


def test_a_revoked_token_opens_nothing_and_keeps_its_first_end():
    token, text = token_of(READ, at=NOON)

    revoke_token(token, by=SYSTEM, at=NOON + DAY)
    revoke_token(token, by=SYSTEM, at=NOON + 2 * DAY)

    with pytest.raises(TokenRefusedError):
        check_token(text, HERE, at=NOON + DAY)
    token.refresh_from_db()
    assert token.revoked_at == NOON + DAY
    revoked = LogEntry.objects.filter(action="gateway.token.revoked")
    assert revoked.count() == 1


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("192.0.2.7", True),
        ("::ffff:192.0.2.7", True),
        ("2001:db8:1::5", True),
        ("192.0.3.7", False),
        ("2001:db9::1", False),
        ("", False),
    ],
)
def test_a_token_may_be_bound_to_networks(address, is_open):
    token, text = token_of(READ, networks=["192.0.2.0/24", "2001:db8::/32"], at=NOON)

    if is_open:
        assert check_token(text, address, at=NOON) == token
    else:
        with pytest.raises(TokenRefusedError):
            check_token(text, address, at=NOON)


def test_a_token_needs_a_scope_an_end_and_readable_networks():
    with pytest.raises(NoScopeError):
        token_of(at=NOON)
    with pytest.raises(TokenLastsTooLongError, match="366"):
        token_of(READ, days=368, at=NOON)
    with pytest.raises(UnknownNetworkError, match="nowhere"):
        token_of(READ, networks=["nowhere"], at=NOON)


def test_the_last_use_is_known_by_the_day():
    token, _text = token_of(READ, at=NOON)

    count_request(token, at=NOON)

    token.refresh_from_db()
    assert token.last_used_on == NOON.date()


def test_requests_of_a_minute_are_counted(settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(
        update={"api_requests_per_minute": 2}
    )
    token, _text = token_of(READ, at=NOON)

    left = [count_request(token, at=NOON).remaining for _ in range(2)]
    with pytest.raises(TooManyRequestsError, match="30"):
        count_request(token, at=NOON + dt.timedelta(seconds=30))

    assert left == [1, 0]
    assert count_request(token, at=NOON + dt.timedelta(minutes=1)).remaining == 1


def test_the_central_team_makes_a_token_and_sees_it_once(client):
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM))
    form = {
        "name": "Zammad",
        "scopes": ["tickets:read", "notes"],
        "expires_on": (timezone.localdate() + 30 * DAY).isoformat(),
        "networks": "192.0.2.7, 2001:db8::/32",
    }

    answer = client.post("/gateway/tokens/new/", form)

    token = ApiToken.objects.get()
    text = answer.context["made"].text
    assert text in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert token.networks == ["192.0.2.7/32", "2001:db8::/32"]
    assert check_token(text, HERE, at=timezone.now()) == token
    listed = client.get("/gateway/tokens/").content.decode()
    assert f"eduport_{token.prefix}" in listed
    assert text not in listed


def test_making_a_token_asks_who_it_is_first(client):
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM), ago=16)

    asked = client.get("/gateway/tokens/new/")
    refused = client.post("/gateway/tokens/new/", {})

    assert (asked.status_code, refused.status_code) == (302, 403)
    assert not ApiToken.objects.exists()


def test_a_token_that_lasts_too_long_is_refused_on_the_page(client):
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM))
    for days in (-1, 400):
        day = timezone.localdate() + days * DAY
        form = {"name": "Z", "scopes": ["notes"], "expires_on": day.isoformat()}

        answer = client.post("/gateway/tokens/new/", form)

        assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_the_central_team_revokes_a_token(client):
    token, text = token_of(READ)
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM))
    page = f"/gateway/tokens/{token.uid}/revoke/"

    assert token.name in client.get(page).content.decode()
    assert client.post(page).status_code == 302

    with pytest.raises(TokenRefusedError):
        check_token(text, HERE, at=timezone.now())


@pytest.mark.parametrize("role", [AdminRole.SERVICE_DESK, AdminRole.SCHOOL_ADMIN])
def test_nobody_else_makes_or_revokes_tokens(client, role):
    token, _text = token_of(READ)
    sign_in(client, admin_of(role))

    paths = ["/gateway/tokens/", "/gateway/tokens/new/"]
    paths.append(f"/gateway/tokens/{token.uid}/revoke/")
    answers = [client.post(path).status_code for path in paths]

    assert answers == [403, 403, 403]
