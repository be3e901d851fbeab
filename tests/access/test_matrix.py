"""Who gets what from every URL: all of them, with every method, by every role.

`matrix.toml` says what is right, in these words:

page      200: they see it, or it was done
moved     a redirect to another page: it was done, or another page comes first
login     a redirect to the login page
invalid   400, 401 or 422: they may, but what was sent is not complete
refused   403        absent   404        method   405
"""

from types import ModuleType

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpResponse
from django.urls import path, reverse

from eduport.config import urls
from eduport.web import navigation
from tests.access.matrix import MATRIX, NO_ROW, all_urls, expected
from tests.access.world import build

pytestmark = pytest.mark.slow
WORDS = {200: "page", 201: "page", 403: "refused", 404: "absent", 405: "method"}
WORDS |= dict.fromkeys((400, 401, 422), "invalid")
WORDS |= dict.fromkeys((301, 302, 303), "moved")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def answer(world, url, method, role):
    """The word for what a role gets. Whatever the request changes is taken back."""
    with transaction.atomic():
        response = world.client_of(role).generic(method, url)
        transaction.set_rollback(True)
    close(response)
    is_to_login = response.get("Location", "").startswith(reverse("account_login"))
    return "login" if is_to_login else WORDS.get(response.status_code, response)


def close(response):
    """Close the files that were sent, and not the connection to the database."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def surprises(world, wanted, method):
    """What of these URLs is not as the matrix says, a line each."""
    found = []
    for name, arguments in wanted.items():
        url = reverse(name, kwargs=world.arguments(name, arguments))
        for role in world.cookies:
            word, right = answer(world, url, method, role), expected(name, method, role)
            if word != right:
                found.append(
                    f"{name} {method} {role or 'visitor'}: {word}, not {right}"
                )
    return found


@pytest.fixture
def only_what_matters(caplog, monkeypatch):
    """No tracebacks of refusals, no menu and banner on each page: they take long."""
    caplog.set_level("CRITICAL", "django.request")
    monkeypatch.setattr(navigation, "_navigation", [])
    monkeypatch.setattr(navigation, "_banners", [])


@pytest.fixture
def one_more_url(settings):
    """A copy of all URLs with one to which somebody forgot to write a row."""
    copied = ModuleType("copied_urls")
    vars(copied).update(vars(urls))
    new = path("forgotten/", lambda _request: HttpResponse(), name="forgotten")
    copied.urlpatterns = [*urls.urlpatterns, new]
    settings.ROOT_URLCONF = copied


@pytest.mark.django_db
@pytest.mark.usefixtures("only_what_matters")
@pytest.mark.parametrize("method", METHODS)
def test_every_role_gets_from_every_url_what_the_matrix_says(method):
    assert surprises(build(), all_urls(), method) == []


def test_every_url_has_a_row():
    assert all_urls().keys() - MATRIX.keys() == set()


@pytest.mark.usefixtures("one_more_url")
def test_a_url_without_a_row_is_found():
    assert all_urls().keys() - MATRIX.keys() == {"forgotten"}


@pytest.mark.django_db
@pytest.mark.usefixtures("one_more_url")
@pytest.mark.parametrize("method", METHODS)
def test_a_url_without_a_row_is_wrong_for_everybody(method):
    world = build()
    forgotten = {name: all_urls()[name] for name in ("forgotten", "portal:help")}

    word = "page" if method in {"GET", "HEAD", "POST"} else "method"
    assert surprises(world, forgotten, method) == [
        f"forgotten {method} {role or 'visitor'}: {word}, not {NO_ROW}"
        for role in world.cookies
    ]


def test_the_matrix_names_only_urls_that_exist():
    assert MATRIX.keys() - all_urls().keys() == set()


def test_the_matrix_names_only_words_that_are_explained():
    rows = [row for methods in MATRIX.values() for row in methods.values()]

    assert {word for row in rows for word in row.values()} <= {*WORDS.values(), "login"}


def test_the_matrix_names_only_methods_and_roles_that_are_tried(db):
    roles = {*build().cookies, "others"}

    for name, methods in MATRIX.items():
        assert methods.keys() <= set(METHODS), name
        assert {role for row in methods.values() for role in row} <= roles, name


def test_strangers_of_another_school_are_among_those_who_try(db):
    assert {"visitor", "foreign_teacher", "foreign_school_admin"} <= {*build().cookies}
