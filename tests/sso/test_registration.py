"""Connecting a service and releasing it."""

import dataclasses

import pytest
from django.db import IntegrityError, transaction

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import Role
from eduport.sso.errors import AppExistsError, UnknownScopeError, UnsafeAddressError
from eduport.sso.models import App, Release
from eduport.sso.permissions import can_launch
from eduport.sso.queries import apps_released_to
from eduport.sso.services.registration import (
    register_app,
    release_app,
    withdraw_app,
)
from eduport.sso.types import AppRegistration
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON, AppointmentFactory
from tests.factories.sso import AppFactory, ReleaseFactory
from tests.sso.relying_party import RelyingParty

pytestmark = pytest.mark.django_db
TEAM = Actor("central team")
MOODLE = AppRegistration(
    slug="moodle",
    name_de="Lernraum",
    name_en="Learning space",
    launch_url="https://moodle.example/start",
    redirect_uris=("https://moodle.example/callback",),
    scopes=("profile",),
    claims=("name",),
)


def register(**changes):
    return register_app(dataclasses.replace(MOODLE, **changes), by=TEAM, at=NOON)


def test_a_registered_service_can_sign_people_in(client, account):
    registered = register()
    release_app(registered.app, by=TEAM, at=NOON)
    client.force_login(account)
    service = RelyingParty(registered.app, client)

    code = service.answer()["code"]
    tokens = service.exchange(code, client_secret=registered.client_secret).json()

    assert service.userinfo(tokens["access_token"]).json()["name"] == "Ada Berg"
    assert registered.app.sector == "moodle.example"
    assert [entry.action for entry in LogEntry.objects.order_by("pk")][:2] == [
        "sso.app.registered",
        "sso.app.released",
    ]


def test_the_secret_is_random_and_only_its_checksum_is_kept():
    first, second = register(), register(slug="other")

    assert len(first.client_secret) >= 43  # 256 bits
    assert first.client_secret != second.client_secret
    assert first.client_secret not in str(App.objects.values())
    assert first.client_secret not in repr(first)


@pytest.mark.parametrize(
    "address",
    [
        "http://moodle.example/callback",
        "https://moodle.example/callback#here",
        "https://*.example/callback",
        "https://user@moodle.example/",
        "https://a.example/ https://b.example/",
        "//moodle.example/callback",
        "javascript:alert(1)",
        "https://[broken",
        "https://moodle.example:99999/",
        "",
    ],
)
@pytest.mark.parametrize("field", ["redirect_uris", "post_logout_redirect_uris"])
def test_an_unsafe_address_is_refused(address, field):
    with pytest.raises(UnsafeAddressError):
        register(**{field: (address,)})

    assert not App.objects.exists()


def test_plain_http_to_this_machine_is_for_development(settings):
    register(redirect_uris=("http://127.0.0.1:8080/callback",))
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"development": False})

    with pytest.raises(UnsafeAddressError):
        register(slug="other", redirect_uris=("http://127.0.0.1:8080/callback",))


def test_a_short_name_is_given_once():
    register()

    with pytest.raises(AppExistsError, match="moodle"):
        register()


def test_nothing_unknown_is_promised():
    with pytest.raises(UnknownScopeError, match="password, shoe_size"):
        register(scopes=("shoe_size",), claims=("password",))


def test_releasing_twice_is_releasing_once():
    app = AppFactory()

    release_app(app, role=Role.TEACHER, by=TEAM, at=NOON)
    release_app(app, role=Role.TEACHER, by=TEAM, at=NOON)
    release_app(app, by=TEAM, at=NOON)
    withdraw_app(app, role=Role.TEACHER, by=TEAM, at=NOON)
    withdraw_app(app, role=Role.TEACHER, by=TEAM, at=NOON)

    assert Release.objects.get().role == ""
    assert LogEntry.objects.count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_tiles_are_found_with_one_query(account, count, django_assert_num_queries):
    for _ in range(count):
        ReleaseFactory(role=Role.TEACHER)
    ReleaseFactory(role=Role.STUDENT)
    AppFactory()
    actor = account.actor

    with django_assert_num_queries(1):
        apps = apps_released_to(actor)

    assert len(apps) == count
    assert all(can_launch(actor, app) for app in apps)


def test_an_admin_account_has_no_tiles_of_services(app, account):
    AppointmentFactory(person=account.person)
    admin = AccountFactory(person=account.person, kind="admin")

    assert apps_released_to(account.actor) == [app]
    assert apps_released_to(admin.actor) == []
    assert not can_launch(admin.actor, app)


@pytest.mark.parametrize("change", [{"hue": "pink"}, {"scopes": []}, {"sector": ""}])
def test_the_catalogue_keeps_its_invariants(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        AppFactory(**change)
