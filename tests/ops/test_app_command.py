"""`eduport app`: how services are connected and released."""

import pytest
from click.testing import CliRunner
from django.utils import translation

from eduport.audit.models import LogEntry
from eduport.core.hashers import RandomSecretHasher
from eduport.ops.cli import main
from eduport.people.models import Role
from eduport.sso.models import App, Release
from eduport.sso.rules.claims import SCHULCONNEX_CODES
from tests.factories.people import SchoolFactory
from tests.factories.sso import AppFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "--launch-url",
    "https://m.example/",
    "--redirect-uri",
    "https://m.example/cb",
)
MOODLE = ("app", "register", "moodle", "--name", "Lernplattform", *ADDRESSES)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def eduport(*arguments):
    return CliRunner().invoke(main, arguments)


def value_of(line, result):
    [found] = [row for row in result.stdout.splitlines() if row.startswith(line)]
    return found.removeprefix(line).strip()


def audience(app):
    rows = Release.objects.filter(app=app).order_by("school__code", "role")
    return list(rows.values_list("school__code", "role"))


def test_registering_prints_the_id_and_a_secret_that_is_right():
    result = eduport(*MOODLE)

    app, secret = App.objects.get(), value_of("Client secret", result)
    assert result.exit_code == 0
    assert value_of("Client id", result) == app.client_id
    assert RandomSecretHasher().verify(secret, app.client_secret)
    assert audience(app) == []


def test_all_that_was_said_is_registered():
    eduport(
        *MOODLE,
        *("--redirect-uri", "https://m.example/other"),
        *("--name-en", "Learning", "--sector", "school"),
        *("--post-logout-uri", "https://m.example/bye"),
        *("--backchannel-uri", "https://m.example/out"),
        *("--scope", "profile", "--scope", "school", "--claim", "roles"),
    )

    app = App.objects.get()
    assert (app.name_de, app.name_en) == ("Lernplattform", "Learning")
    assert (app.sector, app.launch_url) == ("school", "https://m.example/")
    assert app.redirect_uris == "https://m.example/cb https://m.example/other"
    assert app.post_logout_redirect_uris == "https://m.example/bye"
    assert app.back_channel_logout_uri == "https://m.example/out"
    assert (app.scopes, app.claims) == (["openid", "profile", "school"], ["roles"])


def test_without_more_a_service_learns_a_pseudonym_only():
    eduport(*MOODLE)

    app = App.objects.get()
    assert (app.scopes, app.claims, app.name_en) == (["openid"], [], "Lernplattform")


def test_a_scope_brings_its_claims():
    eduport(*MOODLE, "--scope", "school")

    assert App.objects.get().claims == ["home_school", "schools", "roles"]


def test_the_secret_is_neither_logged_nor_kept(caplog):
    with caplog.at_level("DEBUG"):
        first = value_of("Client secret", eduport(*MOODLE))
        second = value_of("Client secret", eduport("app", "renew-secret", "moodle"))

    kept = f"{App.objects.values().get()} {list(LogEntry.objects.values())}"
    assert not any(secret in caplog.text + kept for secret in (first, second))


def test_a_renewed_secret_ends_the_old_one():
    old = value_of("Client secret", eduport(*MOODLE))

    new = value_of("Client secret", eduport("app", "renew-secret", "moodle"))

    stored = App.objects.get().client_secret
    assert RandomSecretHasher().verify(new, stored)
    assert not RandomSecretHasher().verify(old, stored)


def test_a_service_is_released_to_everybody():
    app = AppFactory(slug="moodle")

    result = eduport("app", "release", "moodle")

    assert audience(app) == [(None, "")]
    assert result.stdout == "moodle is released to: everybody\n"


def test_a_service_is_released_to_roles_at_schools_and_twice_changes_nothing():
    app = AppFactory(slug="moodle")
    SchoolFactory(code="xa")
    SchoolFactory(code="xb")
    words = (
        "--school",
        "xa",
        "--school",
        "XB",
        "--role",
        "teacher",
        "--role",
        "office",
    )

    eduport("app", "release", "moodle", *words)
    result = eduport("app", "release", "moodle", *words)

    both = ["office", "teacher"]
    assert audience(app) == [(code, role) for code in ("xa", "xb") for role in both]
    assert "office at xa, teacher at xa, office at xb" in result.stdout
    assert LogEntry.objects.filter(action="sso.app.released").count() == 4


def test_withdrawing_takes_back_what_was_named_only():
    app = AppFactory(slug="moodle")
    ReleaseFactory(app=app, role=Role.TEACHER)
    ReleaseFactory(app=app, role=Role.STUDENT)

    result = eduport("app", "withdraw", "moodle", "--role", "student")
    again = eduport("app", "withdraw", "moodle", "--role", "student")

    assert audience(app) == [(None, "teacher")]
    assert result.stdout == "moodle is released to: teacher at every school\n"
    assert (again.exit_code, again.stdout) == (0, result.stdout)


def test_the_list_says_what_services_learn_and_who_may_use_them():
    app = AppFactory(slug="moodle", claims=["name"])
    AppFactory(slug="wiki", is_active=False)
    ReleaseFactory(app=app, school=SchoolFactory(code="xy"))

    result = eduport("app", "list")

    assert "moodle  Moodle  https://moodle.example/\n" in result.stdout
    assert f"  client id    {app.client_id}\n" in result.stdout
    assert "  learns       sub, name\n  released to  everybody at xy\n" in result.stdout
    assert "wiki (out of service)" in result.stdout


def test_an_empty_list_says_so():
    assert eduport("app", "list").stdout.startswith("No service yet.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((*MOODLE, "--redirect-uri", "http://m.example/"), "http://m.example/ cannot"),
        ((*MOODLE, "--post-logout-uri", "m.example"), "m.example cannot be used"),
        ((*MOODLE, "--backchannel-uri", "https://m.example/#a"), "no fragment"),
        ((*MOODLE, "--scope", "address"), "no such scope or claim: address"),
        ((*MOODLE, "--claim", "shoe_size"), "no such scope or claim: shoe_size"),
        ((*MOODLE, "--claim", "roles"), "“roles” needs the scope school"),
        ((*MOODLE, "--name", " "), "needs a name"),
        ((*MOODLE, "--name", "x" * 101), "longer than 100 letters"),
        (("app", "register", "a b", *MOODLE[3:]), "“a b” is no short name"),
        (("app", "register", "taken", *MOODLE[3:]), "already a service"),
        (("app", "release", "nothing"), "no service “nothing”"),
        (("app", "withdraw", "nothing"), "no service “nothing”"),
        (("app", "renew-secret", "nothing"), "no service “nothing”"),
        (("app", "release", "taken", "--school", "zz"), "no school with the code “zz”"),
        (("app", "release", "taken", "--role", "king"), "'king' is not one of"),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence(arguments, sentence):
    AppFactory(slug="taken")

    result = eduport(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert (App.objects.count(), Release.objects.count()) == (1, 0)


def test_an_unknown_school_releases_to_no_other_either():
    app = AppFactory(slug="moodle")
    SchoolFactory(code="xy")

    eduport("app", "release", "moodle", "--school", "xy", "--school", "zz")

    assert audience(app) == []


def test_every_role_can_be_named():
    assert list(SCHULCONNEX_CODES) == Role.values
