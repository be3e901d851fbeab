"""Who sees which tile, and whom to ask."""

import datetime as dt

import pytest
from django.utils import translation

from eduport.people.models import AdminRole, Role
from eduport.portal.models import Tile, TileKind
from eduport.portal.queries import contacts_of, tiles_of
from eduport.portal.rules.standard import TILES
from eduport.portal.types import Contact
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    SchoolFactory,
)
from tests.factories.portal import (
    TileFactory,
    TileGroupFactory,
    TilePreferenceFactory,
    TileReleaseFactory,
)
from tests.factories.sso import AppFactory, ReleaseFactory
from tests.portal.conftest import account_with

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
STANDARD = {tile.slug for tile in TILES}


def slugs(account, at=NOON):
    return {tile.slug for tile in tiles_of(account.actor, at=at)} - STANDARD


def released(**values):
    return TileReleaseFactory(**values).tile.slug


def test_everybody_sees_what_is_released_to_all(teacher, pupil):
    slug = released()

    assert slugs(teacher) == slugs(pupil) == {slug}


def test_a_tile_without_a_release_is_seen_by_nobody(teacher):
    TileFactory()

    assert slugs(teacher) == set()


def test_a_pupil_does_not_see_the_tiles_of_the_staff(teacher, pupil):
    slug = released(role=Role.TEACHER)

    assert slugs(teacher) == {slug}
    assert slugs(pupil) == set()


def test_a_stranger_does_not_see_the_tiles_of_a_school(teacher):
    slug = released(school=teacher.person.home_school)
    stranger = account_with(Role.TEACHER)

    assert slugs(teacher) == {slug}
    assert slugs(stranger) == set()


def test_a_role_at_one_school_gives_no_tile_of_that_role_at_another(teacher):
    guest_school = SchoolFactory()
    AffiliationFactory(person=teacher.person, school=guest_school, role=Role.EXTERNAL)
    released(school=guest_school, role=Role.TEACHER)
    guests = released(school=guest_school, role=Role.EXTERNAL)
    everywhere = released(role=Role.EXTERNAL)

    assert slugs(teacher) == {guests, everywhere}


def test_an_it_contact_sees_the_tiles_of_this_office_at_the_own_school(teacher):
    other_school = SchoolFactory()
    AffiliationFactory(person=teacher.person, school=other_school)
    AppointmentFactory(person=teacher.person, role=AdminRole.IT_CONTACT)
    here = released(school=teacher.person.home_school, role=AdminRole.IT_CONTACT)
    released(school=other_school, role=AdminRole.IT_CONTACT)

    assert slugs(teacher) == {here}


def test_the_central_team_sees_its_own_tiles(teacher):
    slug = released(role=AdminRole.CENTRAL_TEAM)

    assert slugs(account_with(AdminRole.CENTRAL_TEAM)) == {slug}
    assert slugs(teacher) == set()


def test_a_tile_released_twice_is_shown_once(teacher):
    tile = TileReleaseFactory(role=Role.TEACHER).tile
    TileReleaseFactory(tile=tile)

    assert [t.slug for t in tiles_of(teacher.actor, at=NOON)].count(tile.slug) == 1


def test_a_tile_is_shown_from_its_start_until_before_its_end(teacher):
    window = {"starts_at": NOON, "ends_at": NOON + HOUR}
    slug = released(tile=TileFactory(**window))

    times = [NOON - HOUR, NOON, NOON + HOUR]
    assert [slugs(teacher, at=at) for at in times] == [set(), {slug}, set()]


def test_a_tile_that_is_switched_off_is_not_shown(teacher):
    released(tile=TileFactory(is_active=False))
    shown = released()

    assert slugs(teacher) == {shown}


def test_a_tile_of_a_page_that_does_not_exist_is_left_out(teacher):
    page = {"kind": TileKind.INTERNAL, "url": ""}
    released(tile=TileFactory(**page, url_name="wlan:devices"))
    there = released(tile=TileFactory(**page, url_name="portal:help"))

    assert slugs(teacher) == {there}


def test_the_tile_of_an_app_is_seen_by_whom_the_catalogue_releases_it_to(
    teacher, pupil
):
    app = AppFactory(slug="moodle")
    ReleaseFactory(app=app, role=Role.TEACHER)
    both = account_with(AdminRole.SCHOOL_ADMIN, teacher.person.home_school)

    assert slugs(teacher) == {"app-moodle"}
    assert slugs(pupil) == slugs(both) == set()


def test_the_tile_of_an_app_leads_to_its_address(teacher):
    app = ReleaseFactory(app__launch_url="https://moodle.example/my").app

    found = {tile.slug: tile for tile in tiles_of(teacher.actor, at=NOON)}
    tile = found[f"app-{app.slug}"]
    assert (tile.url, tile.is_foreign) == ("https://moodle.example/my", True)


def test_an_app_out_of_service_has_no_tile(teacher):
    ReleaseFactory(app__is_active=False)
    served = ReleaseFactory().app

    assert slugs(teacher) == {f"app-{served.slug}"}


def test_the_tile_of_an_app_can_be_switched_off(teacher):
    app = ReleaseFactory().app
    Tile.objects.filter(app=app).update(is_active=False)

    assert slugs(teacher) == set()


def test_titles_are_in_the_language_of_the_reader(teacher):
    tile = TileReleaseFactory().tile
    found = {}
    for language in ("de", "en"):
        with translation.override(language):
            found[language] = {t.title for t in tiles_of(teacher.actor, at=NOON)}

    assert tile.title_de in found["de"]
    assert tile.title_en in found["en"]
    assert tile.title_de not in found["en"]


def test_the_arrangement_of_others_does_not_count(teacher, pupil):
    tile = TileReleaseFactory().tile
    TilePreferenceFactory(account=pupil, tile=tile, is_hidden=True)

    hidden = [
        {t.slug: t.is_hidden for t in tiles_of(account.actor, at=NOON)}[tile.slug]
        for account in (teacher, pupil)
    ]

    assert hidden == [False, True]


def test_what_was_arranged_before_a_group_was_locked_counts_no_more(teacher):
    tile = TileReleaseFactory(
        tile__group=TileGroupFactory(slug="locked", is_locked=True)
    ).tile
    TilePreferenceFactory(account=teacher, tile=tile, is_hidden=True, position=3)

    shown = {t.slug: t for t in tiles_of(teacher.actor, at=NOON)}[tile.slug]
    assert (shown.is_hidden, shown.own_position) == (False, None)


def test_all_tiles_take_one_query(teacher, django_assert_num_queries):
    for _ in range(3):
        released(role=Role.TEACHER)
    actor = teacher.actor

    with django_assert_num_queries(1):
        tiles_of(actor, at=NOON)


def test_staff_see_the_school_admins_and_it_contacts_of_the_own_school(teacher):
    school = teacher.person.home_school
    admin = account_with(AdminRole.SCHOOL_ADMIN, school)
    contact = account_with(AdminRole.IT_CONTACT, school)
    account_with(AdminRole.SCHOOL_ADMIN)

    with translation.override("en"):
        found = contacts_of(teacher.actor)

    def expected(account, role):
        address = f"ada.berg{account.person_id}@{school.code}.hamburg.de"
        return Contact("Ada Berg", address, role, school.name)

    assert found == [expected(admin, "school admin"), expected(contact, "IT contact")]


def test_pupils_see_only_the_school_admins(pupil):
    school = pupil.person.home_school
    account_with(AdminRole.IT_CONTACT, school)
    account_with(AdminRole.SCHOOL_ADMIN, school)

    with translation.override("en"):
        assert [contact.role for contact in contacts_of(pupil.actor)] == [
            "school admin"
        ]


def test_who_was_released_for_deletion_helps_no_more(teacher):
    admin = account_with(AdminRole.SCHOOL_ADMIN, teacher.person.home_school)
    admin.person.deletion_released_at = NOON
    admin.person.save()

    assert contacts_of(teacher.actor) == []


def test_all_contacts_take_one_query(teacher, django_assert_num_queries):
    for _ in range(3):
        account_with(AdminRole.SCHOOL_ADMIN, teacher.person.home_school)
    actor = teacher.actor

    with django_assert_num_queries(1):
        contacts_of(actor)
