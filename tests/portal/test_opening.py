"""A tile leads to its service, and that somebody went there is counted."""

import pytest

from eduport.people.models import Role
from eduport.portal.models import TileKind
from eduport.stats.services.counting import counter
from eduport.stats.types import CountedRole, VisitKind
from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory
from tests.factories.portal import TileFactory, TileReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_counter():
    counter.counts.clear()
    yield
    counter.counts.clear()


@pytest.fixture
def teacher(client):
    account = AccountFactory()
    AffiliationFactory(person=account.person, role=Role.TEACHER)
    client.force_login(account)
    counter.counts.clear()
    return client


def launches():
    return [
        (visit.item, visit.role, count)
        for visit, count in counter.counts.items()
        if visit.kind == VisitKind.LAUNCH
    ]


def test_a_tile_leads_to_its_service_and_is_counted(teacher):
    tile = TileReleaseFactory(tile__url="https://lernwelt.example/").tile

    answer = teacher.get(f"/portal/open/{tile.slug}/")

    assert (answer.status_code, answer["Location"]) == (302, tile.url)
    assert launches() == [(tile.slug, CountedRole.TEACHER, 1)]


def test_looking_whether_it_is_there_is_not_counted(teacher):
    tile = TileReleaseFactory().tile

    teacher.head(f"/portal/open/{tile.slug}/")

    assert launches() == []


def test_whoever_declines_gets_there_uncounted(teacher):
    tile = TileReleaseFactory().tile

    answer = teacher.get(f"/portal/open/{tile.slug}/", HTTP_SEC_GPC="1")

    assert answer["Location"] == tile.url
    assert launches() == []


def test_a_tile_that_is_not_released_leads_nowhere(teacher):
    tile = TileFactory()

    assert teacher.get(f"/portal/open/{tile.slug}/").status_code == 404
    assert launches() == []


def test_the_dashboard_leads_there_for_other_websites_only(teacher):
    foreign = TileReleaseFactory().tile
    TileReleaseFactory(
        tile__kind=TileKind.INTERNAL, tile__url_name="portal:help", tile__url=""
    )

    page = teacher.get("/portal/").content.decode()

    assert page.count(f'href="/portal/open/{foreign.slug}/"') == 2
    assert f'href="{foreign.url}"' not in page
    assert page.count("/portal/open/") == 2
