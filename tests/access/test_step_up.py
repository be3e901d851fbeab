"""Whatever changes something asks first who it is, or says why it need not."""

import tomllib
from pathlib import Path

import pytest
from django.urls import get_resolver, path, reverse

from eduport.core.sessions import SessionStore
from eduport.web.access import AccessView, is_signed_in
from tests.access.test_matrix import all_urls, expected
from tests.access.world import build

LISTS = tomllib.loads((Path(__file__).parent / "without_step_up.toml").read_text())
LIGHT = [name for one in LISTS.values() for name in one["urls"]]
ASKING_PAGE = "/accounts/reauthenticate/"


class ForgottenView(AccessView):
    """Changes something, and nobody thought of asking."""

    permission = staticmethod(is_signed_in)

    def post(self, request):
        """Do it."""


def views(resolver, prefix=""):
    """Every URL's name with its class, or with its function."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from views(entry, prefix + space)
        else:
            view = entry.callback
            # A function around a view of a library may ask in its place.
            asks = getattr(view, "needs_step_up", False)
            declared = view if asks else getattr(view, "view_class", view)
            yield f"{prefix}{entry.name}", declared


def is_changing(view):
    """Takes POST from people who are signed in. A function may: it says nothing."""
    if getattr(view, "is_public", False):
        return False
    names = getattr(view, "http_method_names", ["post"])
    return "post" in names and (not isinstance(view, type) or hasattr(view, "post"))


def unasked(resolver):
    """What changes something without a step-up."""
    return {
        name
        for name, view in views(resolver)
        if is_changing(view) and not getattr(view, "needs_step_up", False)
    }


def asking_urls():
    """The URLs that ask who it is, with their arguments."""
    found = dict(views(get_resolver()))
    return {
        name: wanted
        for name, wanted in all_urls().items()
        if getattr(found[name], "needs_step_up", False)
    }


def test_every_changing_view_asks_who_it_is_or_has_a_reason_not_to():
    assert unasked(get_resolver()) - {*LIGHT} == set()


def test_the_lists_name_only_what_changes_something_without_asking():
    assert {*LIGHT} - unasked(get_resolver()) == set()


def test_no_view_has_two_reasons():
    assert sorted(LIGHT) == sorted({*LIGHT})


def test_a_view_that_nobody_thought_of_is_found():
    class Urls:
        url_patterns = [path("forgotten/", ForgottenView.as_view(), name="forgotten")]

    assert unasked(Urls) - {*LIGHT} == {"forgotten"}


def clients_a_while_ago(world):
    """Everybody is signed in since longer than a confirmation holds."""
    for key in filter(None, world.cookies.values()):
        session = SessionStore(session_key=key)
        [proof] = session["account_authentication_methods"]
        session["account_authentication_methods"] = [proof | {"at": proof["at"] - 960}]
        session.save()
    return {role: world.client_of(role) for role in world.cookies}


def is_asked(response):
    """The page that asks, or that says after a form that it was too late."""
    if response.status_code == 403:
        return ASKING_PAGE in response.content.decode()
    return response.get("Location", "").startswith(ASKING_PAGE)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_confirmed_long_ago_is_asked_first_by_every_such_view(method, caplog):
    caplog.set_level("CRITICAL", "django.request")
    world = build()
    clients = clients_a_while_ago(world)
    asking, passed = set(), []

    for name, wanted in asking_urls().items():
        url = reverse(name, kwargs=world.arguments(name, wanted))
        for role, client in clients.items():
            if expected(name, method, role) in {"page", "moved", "invalid"}:
                asking.add(name)
                if not is_asked(client.generic(method, url)):
                    passed.append(f"{name} {role}")

    assert len(asking) > 10
    assert passed == []
