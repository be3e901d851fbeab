"""What the database refuses."""

import datetime as dt

import pytest
from django.db import DataError, IntegrityError

from eduport.people.models import AdminRole, Role
from eduport.portal.models import Tile, TileKind, TilePreference, TileRelease
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON, SchoolFactory
from tests.factories.portal import TileFactory, TileGroupFactory, TileReleaseFactory

pytestmark = pytest.mark.django_db


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("tile_has_both_names", {"title_en": ""}),
        ("tile_hue_is_known", {"hue": "pink"}),
        ("tile_icon_is_a_name", {"icon": 'school"onload='}),
        ("tile_leads_where_its_kind_says", {"url": ""}),
        ("tile_leads_where_its_kind_says", {"url": "javascript:alert(1)"}),
        ("tile_leads_where_its_kind_says", {"url_name": "portal:help"}),
        ("tile_leads_where_its_kind_says", {"kind": TileKind.INTERNAL}),
        ("tile_leads_where_its_kind_says", {"kind": TileKind.APP, "url": ""}),
        ("tile_leads_where_its_kind_says", {"kind": "video"}),
        ("tile_ends_after_its_start", {"starts_at": NOON, "ends_at": NOON}),
    ],
)
def test_a_tile_is_refused(constraint, values):
    with refused(constraint):
        TileFactory(**values)


def test_a_name_of_23_letters_is_too_long_for_a_telephone():
    TileFactory(title_de="x" * 22)

    with pytest.raises(DataError):
        TileFactory(title_de="x" * 23)


def test_a_tile_may_have_an_open_window():
    tile = TileFactory(starts_at=NOON, ends_at=None)

    later = dt.timedelta(hours=1)
    assert Tile.objects.filter(starts_at__lt=NOON + later).get() == tile


def test_a_group_has_both_titles():
    with refused("tile_group_has_both_titles"):
        TileGroupFactory(title_de="")


@pytest.mark.parametrize("role", ["", Role.TEACHER])
def test_a_release_exists_once(role):
    release = TileReleaseFactory(role=role)

    with refused("tile_release_once"):
        TileReleaseFactory(tile=release.tile, role=role)


def test_a_release_needs_a_known_role():
    with refused("tile_release_role_is_known"):
        TileReleaseFactory(role="janitor")


def test_the_central_team_has_no_school():
    with refused("tile_release_central_roles_have_no_school"):
        TileReleaseFactory(role=AdminRole.CENTRAL_TEAM, school=SchoolFactory())


def test_a_tile_is_hidden_or_a_favourite():
    account = AccountFactory()

    with refused("tile_preference_hidden_or_favourite"):
        TilePreference.objects.create(
            account=account, tile=TileFactory(), is_hidden=True, is_favourite=True
        )


def test_somebody_arranges_a_tile_once():
    preference = {"account": AccountFactory(), "tile": TileFactory()}
    TilePreference.objects.create(**preference)

    with refused("tile_preference_once"):
        TilePreference.objects.create(**preference)


def test_releases_go_with_their_tile():
    release = TileReleaseFactory()

    release.tile.delete()

    assert not TileRelease.objects.filter(pk=release.pk).exists()
