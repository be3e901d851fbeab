"""The tiles that every installation has."""

import re
from pathlib import Path

import pytest

import eduport.web
from eduport.people.models import AdminRole, Role
from eduport.portal.models import Tile, TileRelease
from eduport.portal.queries import find_page
from eduport.portal.rules.standard import GROUPS, TILES
from eduport.portal.services.standard import ensure_standard_tiles
from tests.factories.sso import AppFactory

SPRITE = Path(eduport.web.__file__).parent / "static/web/icons.svg"


@pytest.mark.django_db
def test_an_installation_begins_with_the_standard_tiles():
    assert {tile.slug for tile in TILES} <= {tile.slug for tile in Tile.objects.all()}


@pytest.mark.django_db
def test_standard_tiles_are_added_once_and_never_changed_back():
    Tile.objects.filter(slug="profile").update(title_de="Ich", is_active=False)
    TileRelease.objects.filter(tile__slug="profile").delete()
    before = Tile.objects.count()

    ensure_standard_tiles()

    profile = Tile.objects.get(slug="profile")
    assert (profile.title_de, profile.is_active) == ("Ich", False)
    assert not profile.tilerelease_set.exists()
    assert Tile.objects.count() == before


@pytest.mark.django_db
def test_a_deleted_standard_tile_comes_back_with_its_release():
    Tile.objects.get(slug="profile").delete()

    ensure_standard_tiles()

    assert Tile.objects.get(slug="profile").tilerelease_set.get().role == ""


def test_standard_tiles_have_a_group_and_an_icon_of_the_sprite():
    icons = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))

    assert {tile.icon for tile in TILES} <= icons
    assert {tile.group for tile in TILES} <= {group.slug for group in GROUPS}


@pytest.mark.django_db
def test_a_registered_app_gets_a_tile_that_fits_on_a_telephone():
    app = AppFactory(
        name_de="Landesweite Bildungsmediathek", name_en="Media", icon="movie"
    )

    tile = Tile.objects.get(app=app)
    assert (tile.title_de, tile.title_en) == ("Landesweite Bildungsm…", "Media")
    assert (tile.icon, tile.group.slug) == ("movie", "services")


@pytest.mark.django_db
def test_an_app_that_is_changed_keeps_the_tile_that_the_authority_wrote():
    app = AppFactory()
    Tile.objects.filter(app=app).update(title_de="Lernplattform")

    app.name_de = "Moodle 5"
    app.save()

    assert Tile.objects.get(app=app).title_de == "Lernplattform"


@pytest.mark.django_db
def test_apps_from_before_there_were_tiles_get_theirs():
    app = AppFactory()
    Tile.objects.filter(app=app).delete()

    ensure_standard_tiles()

    assert Tile.objects.get(app=app).slug == f"app-{app.slug}"


@pytest.mark.django_db
def test_standard_tiles_lead_to_pages_and_are_for_known_roles():
    roles = {*Role.values, *AdminRole.values}

    assert [tile.slug for tile in TILES if not find_page(tile.url_name)] == []
    assert {role for tile in TILES for role in tile.roles} <= roles
