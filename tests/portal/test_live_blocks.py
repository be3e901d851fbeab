"""What the portal puts into pages of the information site."""

from datetime import timedelta

import pytest
from django.utils import timezone

from eduport.pages.types import live_block
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.pages import PageFactory
from tests.factories.people import (
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)
from tests.factories.training import TrainingDateFactory

pytestmark = pytest.mark.django_db
NAMES = [
    "next-maintenance",
    "status-now",
    "my-school-admins",
    "address-preview",
    "role-table",
    "retention-table",
    "feed-state",
    "terms",
    "spoc-contacts",
    "training-dates",
]


def shown(client, name, **query):
    PageFactory(slug="seite", body=[{"type": "live", "value": name}])
    return client.get("/info/seite/", query).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_drawn_for_visitors(client, name):
    assert live_block(name)
    assert '<div class="ep-info__live">' in shown(client, name)


def test_the_next_dates_of_training_are_shown_without_the_way_to_take_part(client):
    date = TrainingDateFactory(
        starts_at=timezone.now() + timedelta(days=5), online_url="https://room.example/"
    )

    page = shown(client, "training-dates")

    assert date.course.title in page
    assert "room.example" not in page


def test_the_address_says_which_rules_made_it(client):
    SchoolFactory(code="xy", authority__mail_domain="hamburg.de")

    page = shown(
        client,
        "address-preview",
        given="Dörte-Marie Elisabeth",
        family="von Adel-Strauß",
        code="xy",
    )

    assert "doerte-marie.vonadel-strauss@xy.hamburg.de" in page
    assert "Von mehreren Vornamen zählt nur der erste." in page
    assert "Aus ä, ö und ü wird ae, oe und ue, aus ß wird ss." in page
    assert "Ein Nachname aus mehreren Teilen wird zusammengeschrieben." in page


def test_the_address_says_nothing_about_people_who_are_there(client):
    school = SchoolFactory(code="xy")
    typed = {"given": "Anna", "family": "Meyer", "code": "xy"}
    before = shown(client, "address-preview", **typed)
    PersonFactory(given_name="Anna", family_name="Meyer", home_school=school)

    after = client.get("/info/seite/", typed).content.decode()

    assert "anna.meyer@" in before
    assert _without_token(after) == _without_token(before)


def _without_token(page):
    return [line for line in page.splitlines() if "csrf" not in line]


def test_a_name_without_letters_has_no_address(client):
    page = shown(client, "address-preview", given="123", family="Meyer")

    assert "mit mindestens einem Buchstaben" in page


def test_pupils_see_who_looks_after_their_school(client):
    school = SchoolFactory(code="xy")
    pupil = PersonFactory(home_school=school)
    AffiliationFactory(person=pupil, role=Role.STUDENT)
    admin = PersonFactory(given_name="Ada", family_name="Betreuerin")
    AppointmentFactory(person=admin, school=school, role=AdminRole.SCHOOL_ADMIN)
    visitor = shown(client, "my-school-admins")
    sign_in(client, AccountFactory(person=pupil))

    page = client.get("/info/seite/").content.decode()

    assert "Betreuerin" in page
    assert "Betreuerin" not in visitor


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/imprint/", "impressum"),
        ("/data-protection/", "datenschutzerklaerung"),
        ("/accessibility/", "barrierefreiheit"),
    ],
)
def test_every_footer_leads_to_what_the_law_asks_for(client, path, slug):
    page = client.get("/help/").content.decode()

    assert f'href="{path}"' in page
    assert client.get(path)["Location"] == f"/info/{slug}/"
