"""The headers of every answer, and the reference number."""

import logging
import re

import pytest

from eduport.web import csp
from eduport.web.reference import ReferenceFilter, current_reference

pytestmark = pytest.mark.urls("tests.web.pages")

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def test_pages_carry_the_strict_policy_and_stay_in_no_cache(client):
    response = client.get("/open/")

    assert response["Content-Security-Policy"] == STRICT
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X"])
def test_other_methods_are_refused_before_anybody_is_asked(client, method):
    # No session, no account: the test has no database at all.
    response = client.generic(method, "/open/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert response["Content-Security-Policy"] == STRICT


def test_one_answer_may_let_its_forms_end_elsewhere(client):
    policy = client.get("/service/")["Content-Security-Policy"]

    assert policy == STRICT.replace(
        "form-action 'self'", "form-action 'self' https://learn.example"
    )


def test_foreign_software_below_a_path_has_its_own_policy(monkeypatch):
    monkeypatch.setattr(csp, "_exceptions", {})
    csp.register_policy("/editor/", {"style-src": "'self' 'unsafe-inline'"})

    assert csp.policy_for("/editor/x")["style-src"] == "'self' 'unsafe-inline'"
    assert csp.policy_for("/editor/x")["script-src"] == "'self'"
    assert csp.policy_for("/open/") == csp.STRICT


def test_the_error_page_shows_the_number_that_stands_in_the_logs(client, caplog):
    client.raise_request_exception = False
    caplog.handler.addFilter(ReferenceFilter())

    response = client.get("/broken/")

    reference = response["X-Request-ID"]
    assert response.status_code == 500
    assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}", reference)
    assert f'<strong class="ep-mono">{reference}</strong>' in response.text
    assert {record.reference for record in caplog.records} == {reference}


def test_outside_of_a_request_there_is_no_reference():
    record = logging.makeLogRecord({})
    ReferenceFilter().filter(record)

    assert (record.reference, current_reference()) == ("-", "-")


def test_the_page_for_what_is_missing_tells_a_way_on(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in response.text
