"""Incidents and maintenance on the portal's pages: only for those concerned."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.people.models import Role
from eduport.portal.models import Tile
from eduport.portal.services.standard import ensure_standard_tiles
from eduport.status.models import Component, Impact, MaintenanceWindow
from eduport.status.queries import forget_notices
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
)
from eduport.status.services.publishing import publish_board
from tests.factories.portal import TileFactory, TileReleaseFactory
from tests.factories.sso import AppFactory, ReleaseFactory
from tests.factories.status import ComponentFactory, WindowFactory
from tests.portal.conftest import account_with
from tests.portal.test_views import MAX_QUERIES
from tests.status.conftest import DESK

pytestmark = pytest.mark.django_db
DASHBOARD = reverse("portal:dashboard")
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _quiet(db):
    MaintenanceWindow.objects.all().delete()
    publish_board(at=timezone.now())
    forget_notices()


@pytest.fixture
def moodle():
    return ComponentFactory(slug="moodle", name_de="Moodle", name_en="Moodle")


def broken(*components, **scope):
    draft = IncidentDraft(
        "Moodle steht",
        "Moodle is down",
        Impact.OUTAGE,
        Said("Wir suchen."),
        Scope(components, **scope),
    )
    return open_incident(draft, by=DESK, at=timezone.now())


def maintained(component, begins_in, **values):
    start = timezone.now() + begins_in
    window = WindowFactory(
        components=[component],
        starts_at=start,
        ends_at=start + 2 * HOUR,
        text_de="Abgaben sind nicht möglich.",
        **values,
    )
    publish_board(at=timezone.now())
    return window


def page(client, account, url=DASHBOARD):
    client.force_login(account)
    return client.get(url).content.decode()


def test_an_incident_is_told_only_to_those_who_have_the_tile(
    client, teacher, pupil, moodle
):
    TileReleaseFactory(role=Role.TEACHER, tile=TileFactory(component=moodle))
    broken(moodle)

    # In the line that folds several notices, the banner, its name, and the tile.
    assert page(client, teacher).count("Moodle steht") == 4
    assert "Moodle steht" not in page(client, pupil)


def test_an_incident_of_other_schools_and_roles_is_told_to_nobody_else(
    client, teacher, pupil, moodle
):
    TileReleaseFactory(tile=TileFactory(component=moodle))
    elsewhere = account_with(Role.TEACHER)
    broken(moodle, schools=[teacher.person.home_school], roles=["teacher"])

    told = [
        "Moodle steht" in page(client, account)
        for account in (teacher, pupil, elsewhere)
    ]
    assert told == [True, False, False]


def test_what_concerns_everybody_is_told_to_everybody(client, pupil):
    broken(Component.objects.get(slug="login"))

    assert "Moodle steht" in page(client, pupil)
    client.logout()
    assert "Moodle steht" in client.get("/").content.decode()


def test_visitors_are_not_told_of_a_service(client, moodle):
    broken(moodle)

    assert "Moodle steht" not in client.get("/").content.decode()


def test_a_tile_says_that_what_it_needs_is_broken(client, teacher, moodle):
    login = Component.objects.get(slug="login")
    moodle.depends_on.add(login)
    TileReleaseFactory(tile=TileFactory(component=moodle))
    broken(login)

    assert "eingeschränkt" in page(client, teacher)


def test_maintenance_is_announced_in_time_and_not_before(client, teacher, moodle):
    TileReleaseFactory(tile=TileFactory(component=moodle))
    maintained(moodle, 72 * HOUR + HOUR)
    early = page(client, teacher)
    MaintenanceWindow.objects.all().delete()
    maintained(moodle, 71 * HOUR)
    later = page(client, teacher)

    assert "Umzug der Server" not in early
    assert "Umzug der Server:" in later
    assert "bald Wartung" in later


def test_a_tile_says_what_to_expect_while_maintenance_is_going_on(
    client, teacher, moodle
):
    tile = TileFactory(component=moodle, text_de="Kurse und Abgaben")
    TileReleaseFactory(tile=tile)
    assert "Kurse und Abgaben" in page(client, teacher)

    maintained(moodle, -HOUR)

    content = page(client, teacher)
    tiles = content.split('<main id="content"')[1]
    assert "in Wartung" in tiles
    assert "Abgaben sind nicht möglich." in tiles
    assert "Kurse und Abgaben" not in tiles


def test_maintenance_ends_by_itself(client, teacher, moodle):
    TileReleaseFactory(tile=TileFactory(component=moodle))
    maintained(moodle, -HOUR)
    assert "Umzug" in page(client, teacher)
    MaintenanceWindow.objects.all().delete()
    maintained(moodle, -3 * HOUR)

    assert "Umzug" not in page(client, teacher)


def test_an_announcement_can_be_hidden_an_incident_cannot(client, teacher, moodle):
    TileReleaseFactory(tile=TileFactory(component=moodle))
    maintained(moodle, HOUR)
    content = page(client, teacher)
    address = content.split('action="/status/hide/')[1].split('"')[0]
    client.post(f"/status/hide/{address}", {"next": DASHBOARD})
    hidden = page(client, teacher)
    broken(moodle)

    assert "Umzug der Server:" not in hidden
    assert "/status/hide/" not in page(client, teacher)


def test_a_made_up_announcement_is_not_remembered(client):
    client.post("/status/hide/?key=nonsense")

    assert "ep_notices" not in client.cookies


def test_an_app_brings_its_component_along(client):
    app = ReleaseFactory(app=AppFactory(slug="etherpad")).app
    tile = Tile.objects.get(app=app)
    assert tile.component.slug == "app-etherpad"
    assert [one.slug for one in tile.component.depends_on.all()] == ["login"]

    Tile.objects.update(component=None)
    ensure_standard_tiles()

    tile.refresh_from_db()
    assert tile.component.slug == "app-etherpad"


def test_notices_cost_no_more_when_there_are_many(
    client, teacher, moodle, django_assert_max_num_queries
):
    TileReleaseFactory(tile=TileFactory(component=moodle))
    page(client, teacher)
    with django_assert_max_num_queries(MAX_QUERIES) as quiet:
        client.get(DASHBOARD)
    for _ in range(3):
        broken(moodle)
        maintained(moodle, HOUR)

    with django_assert_max_num_queries(MAX_QUERIES) as busy:
        client.get(DASHBOARD)

    assert len(busy) == len(quiet)
