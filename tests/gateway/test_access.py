"""Who gets into the API: tokens with the scope, nobody else, and never a session."""

import json

import pytest
from django.test import Client, RequestFactory
from ninja import NinjaAPI

from eduport.gateway.api import documents, guard
from eduport.gateway.models import Scope
from eduport.people.models import AdminRole
from tests.factories.accounts import sign_in
from tests.factories.gateway import desk, desk_with_all
from tests.gateway.conftest import admin_of

pytestmark = pytest.mark.django_db
UID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
OPERATIONS = [
    (method, path.replace("{uid}", UID).replace("{slug}", "mail"), details["x-scope"])
    for path, methods in documents.document()["paths"].items()
    for method, details in methods.items()
]


def call(client, method, path, **headers):
    return client.generic(
        method.upper(), path, "{}", content_type="application/json", headers=headers
    )


def empty(request):
    """An operation that answers nothing."""
    return {}


def problem_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return body["type"].rpartition("#")[2]


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_every_operation_opens_to_its_scope_only(method, path, scope):
    others = desk(*(set(Scope) - {Scope(scope)}))
    own = desk(Scope(scope))

    refused = call(Client(), method, path, **others.headers())
    answered = call(Client(), method, path, **own.headers())

    assert problem_of(refused) == "insufficient-scope"
    expected = f'Bearer realm="eduPort", error="insufficient_scope", scope="{scope}"'
    assert refused["WWW-Authenticate"] == expected
    assert answered.status_code not in {401, 403, 405}


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_a_session_opens_nothing(client, method, path, scope):
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM))

    answer = call(client, method, path)

    assert problem_of(answer) == "unauthenticated"
    assert answer["WWW-Authenticate"] == 'Bearer realm="eduPort"'


def test_a_wrong_token_is_refused_without_saying_why(client):
    answer = call(client, "get", "/api/v1/tickets", Authorization="Bearer eduport_x_y")

    assert problem_of(answer) == "unauthenticated"
    expected = 'Bearer realm="eduPort", error="invalid_token"'
    assert answer["WWW-Authenticate"] == expected


def test_a_token_in_an_address_is_refused(client):
    other = desk(Scope.TICKETS_READ)

    answer = client.get("/api/v1/tickets", {"access_token": other.text})

    assert problem_of(answer) == "malformed"


def test_a_token_of_another_network_is_refused():
    other = desk(Scope.TICKETS_READ, networks=["192.0.2.0/24"])
    other.client = Client(REMOTE_ADDR="192.0.2.9")
    assert other.get("/tickets").status_code == 200

    other.client = Client(REMOTE_ADDR="192.0.3.9")

    assert problem_of(other.get("/tickets")) == "unauthenticated"


def test_too_many_requests_are_told_when_to_come_back(settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(
        update={"api_requests_per_minute": 1}
    )
    other = desk(Scope.STATUS_READ)

    answers = [other.get("/components") for _ in range(3)]

    refused = answers[-1]
    assert problem_of(refused) == "too-many-requests"
    assert 1 <= int(refused["Retry-After"]) <= 60
    allowed = next(one for one in answers if one.status_code == 200)
    assert allowed["RateLimit-Policy"] == '"minute";q=1;w=60'
    assert allowed["RateLimit"].startswith('"minute";r=0;t=')


def test_an_operation_without_a_scope_is_closed_to_everybody():
    api = NinjaAPI(auth=guard.closed, docs_url=None, openapi_url=None)
    api.get("/forgotten", url_name="forgotten")(empty)
    (pattern,) = guard.patterns_of(api)
    other = desk_with_all()
    request = RequestFactory().get("/forgotten", headers=other.headers())

    assert pattern.callback(request).status_code == 401


def test_an_operation_that_is_open_does_not_pass_for_decided():
    api = NinjaAPI(docs_url=None, openapi_url=None)
    api.get("/open", url_name="open")(empty)

    (pattern,) = guard.patterns_of(api)

    assert not hasattr(pattern.callback, "permission")


def test_head_is_answered_as_get_and_other_methods_are_not():
    other = desk_with_all()

    head = other.client.head("/api/v1/tickets", headers=other.headers())
    put = other.client.put("/api/v1/tickets", headers=other.headers())
    patch = other.client.patch("/api/v1/tickets", headers=other.headers())

    assert head.status_code == 200
    assert problem_of(put) == problem_of(patch) == "method-not-allowed"
    assert set(patch["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_what_cannot_be_read_is_told_with_its_place():
    other = desk_with_all()

    broken = other.client.post(
        "/api/v1/tickets",
        "{",
        content_type="application/json",
        headers=other.headers(**{"Idempotency-Key": "1"}),
    )
    unfit = other.post("/tickets", {"text": "", "colour": "red"})

    assert problem_of(broken) == "malformed"
    assert problem_of(unfit) == "invalid"
    places = {one["pointer"] for one in unfit.json()["errors"]}
    assert {"#/text", "#/colour", "#/reporter", "#/effect"} <= places


def test_refusals_speak_the_language_of_who_asks(client):
    answers = [
        client.get("/api/v1/tickets", headers={"Accept-Language": language})
        for language in ("de", "en")
    ]

    details = [json.loads(one.content)["title"] for one in answers]
    assert details == ["Ein gültiges Token fehlt", "A valid token is missing"]


def test_all_of_it_is_in_the_document():
    named = {str(entry.pattern) for entry in guard.patterns_of(documents.api)}
    paths = documents.document()["paths"]

    described = {path.removeprefix("/api/v1/").replace("{", "<") for path in paths}
    assert named == {path.replace("}", ">") for path in described}


def test_an_address_that_cannot_be_is_one_without_anything():
    answers = [desk_with_all().get(path) for path in ("/tickets/1", "/incidents/x%0A")]

    assert [problem_of(one) for one in answers] == ["not-found", "not-found"]
