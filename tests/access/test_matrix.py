"""Who gets what from every URL: all of them, with GET and POST, by every role.

`matrix.toml` says what is right, in these words:

page      200: they see it, or it was done
moved     a redirect to another page: it was done, or another page comes first
login     a redirect to the login page
invalid   400, 401 or 422: they may, but what was sent is not complete
refused   403        absent   404        method   405
"""

import tomllib
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from eduport.web import navigation
from tests.access.world import build

pytestmark = pytest.mark.slow
MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text())
WORDS = {200: "page", 403: "refused", 404: "absent", 405: "method"}
WORDS |= dict.fromkeys((400, 401, 422), "invalid")
WORDS |= dict.fromkeys((301, 302, 303), "moved")
METHODS = ["GET", "POST"]


def named_urls(resolver, prefix=""):
    """Name and wanted arguments of every URL, those of libraries too."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            space = f"{entry.namespace}:" if entry.namespace else ""
            inner = named_urls(entry, prefix + space)
            outer = set(entry.pattern.converters)
            yield from ((name, wanted | outer) for name, wanted in inner)
        else:
            yield f"{prefix}{entry.name}", set(entry.pattern.converters)


URLS = dict(named_urls(get_resolver()))


def expected(name, method, role):
    """What the matrix says; `others` are the roles that it does not name."""
    row = MATRIX.get(name, {}).get(method, {})
    return row.get(role, row.get("others", "no row"))


def answer(world, name, method, role):
    """The word for what a role gets. Whatever the request changes is taken back."""
    url = reverse(name, kwargs=world.arguments(name, URLS[name]))
    with transaction.atomic():
        response = world.client_of(role).generic(method, url)
        transaction.set_rollback(True)
    is_to_login = response.get("Location", "").startswith(reverse("account_login"))
    return "login" if is_to_login else WORDS.get(response.status_code, response)


@pytest.fixture
def only_what_matters(caplog, monkeypatch):
    """No tracebacks of refusals, no menu on each page: they take most of the time."""
    caplog.set_level("CRITICAL", "django.request")
    monkeypatch.setattr(navigation, "_navigation", [])


@pytest.mark.django_db
@pytest.mark.usefixtures("only_what_matters")
@pytest.mark.parametrize("method", METHODS)
def test_every_role_gets_from_every_url_what_the_matrix_says(method):
    world = build()
    cases = [(name, method, role) for name in URLS for role in world.cookies]
    given = {case: answer(world, *case) for case in cases}

    assert [
        f"{case}: {word}, not {expected(*case)}"
        for case, word in given.items()
        if word != expected(*case)
    ] == []


def test_the_matrix_names_only_urls_that_exist():
    assert MATRIX.keys() - URLS.keys() == set()


def test_the_matrix_names_only_words_that_are_explained():
    rows = [row for methods in MATRIX.values() for row in methods.values()]

    assert {word for row in rows for word in row.values()} <= {*WORDS.values(), "login"}
