"""The editor of the information site is Wagtail: who gets to its pages at all.

Every URL is asked as every role. All stand behind one door, so one row is right for
all: visitors sign in, editors get what Wagtail says, all others are refused. What an
editor of one school gets of another one's pages is in tests/pages/test_rights.py.
"""

import pytest

from tests.access.matrix import editor_urls
from tests.access.test_matrix import METHODS, answer, only_what_matters
from tests.access.test_step_up import clients_a_while_ago, is_asked
from tests.access.world import build

__all__ = ["only_what_matters"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
EDITORS = {"school_admin", "central_team", "foreign_school_admin"}
# What Wagtail answers to people who are let in; never a failure.
WITHIN = {"page", "moved", "invalid", "refused", "absent", "method"}
# Only its own pages send this; a form that lacks a field is an error to Wagtail there.
INCOMPLETE = {
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:copy",
    "wagtailadmin_choose_page_external_link",
    "wagtailredirects:process_import",
}
DOORS = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"}


def wanted_from(role, method):
    if method not in ("GET", "HEAD", "POST"):
        return {"method"}
    if role == "visitor":
        return {"login"}
    return WITHIN if role in EDITORS else {"refused"}


def surprises(world, method, roles):
    found = []
    for name, wanted in editor_urls().items():
        url = world.editor_url(name, wanted)
        for role in roles:
            word = answer(world, url, method, role)
            is_known = name in INCOMPLETE and method == "POST" and role in EDITORS
            if word not in wanted_from(role, method) and not is_known:
                found.append(f"{name} {method} {role}: {word}")
    return found


def test_there_are_all_pages_of_the_editor():
    assert len(editor_urls()) > 100


@pytest.mark.usefixtures("only_what_matters")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_is_kept_out_of_every_page_who_does_not_edit(method):
    world = build()

    assert surprises(world, method, world.cookies.keys() - EDITORS) == []


@pytest.mark.usefixtures("only_what_matters")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", sorted(EDITORS))
def test_editors_get_an_answer_from_every_page(method, role):
    assert surprises(build(), method, [role]) == []


@pytest.mark.usefixtures("only_what_matters")
@pytest.mark.parametrize("method", sorted({*METHODS} - {"GET", "HEAD", "POST"}))
def test_other_methods_are_answered_to_nobody(method):
    world = build()

    assert surprises(world, method, ["visitor", "pupil", "central_team"]) == []


def test_editors_who_confirmed_long_ago_are_asked_first_by_every_page(caplog):
    caplog.set_level("CRITICAL", "django.request")
    world = build()
    client = clients_a_while_ago(world)["central_team"]

    passed = [
        f"{method} {name}"
        for name, wanted in editor_urls().items()
        if name not in DOORS
        for method in ("GET", "POST")
        if not is_asked(client.generic(method, world.editor_url(name, wanted)))
    ]

    assert passed == []
