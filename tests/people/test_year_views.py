"""The pages about school years: the switch by hand, and a school's classes."""

import pytest
from django.test import Client

from eduport.people.models import AdminRole, Group, Role, Rollover, SourceKind
from eduport.people.queries.years import active_year
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
    school_class,
    year_session,
)

pytestmark = pytest.mark.django_db
YEARS = "/manage/school-year/"
CLASSES = f"{YEARS}classes/"


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen", code="hafen")


@pytest.fixture
def old():
    return year_session(2025)


@pytest.fixture
def new():
    return year_session(2026, activated_at=NOON)


def admin_client(school, role=AdminRole.SCHOOL_ADMIN):
    at = {"school": school if role == AdminRole.SCHOOL_ADMIN else None}
    person = AppointmentFactory(person__home_school=school, role=role, **at).person
    client = Client()
    sign_in(client, AccountFactory(person=person, kind="admin"))
    return client


@pytest.fixture
def admin(school):
    return admin_client(school)


@pytest.fixture
def central(school):
    return admin_client(school, AdminRole.CENTRAL_TEAM)


def pupil_in(group):
    person = PersonFactory(home_school=group.school)
    AffiliationFactory(person=person, role=Role.STUDENT)
    MembershipFactory(group=group, person=person)
    return person


@pytest.mark.usefixtures("new")
def test_the_page_of_the_switch_says_what_will_happen(central, school, old):
    pupil_in(school_class(school, "7a", old))
    SchoolFactory(name="Quiet")

    context = central.get(f"{YEARS}2025/activate/").context

    assert context["totals"] == {
        "schools": 1,
        "old_classes": 0,
        "old_courses": 0,
        "new_classes": 1,
        "new_courses": 0,
        "without_class": 0,
        "empty": 0,
    }
    assert [one.name for one in context["schools"]] == ["Am Hafen"]


@pytest.mark.usefixtures("new")
@pytest.mark.parametrize(
    ("typed", "status", "year"), [("2027/28", 302, 2027), ("2027", 422, 2026)]
)
def test_the_switch_wants_the_name_of_the_year(central, typed, status, year):
    response = central.post(f"{YEARS}2027/activate/", {"name": typed})

    assert (response.status_code, active_year()) == (status, year)


@pytest.mark.usefixtures("old", "new")
def test_the_switch_can_be_taken_back(central):
    central.post(f"{YEARS}2025/activate/", {"name": "2025/26"})
    between = active_year()

    central.post(f"{YEARS}2026/activate/", {"name": "2026/27"})

    assert (between, active_year()) == (2025, 2026)


@pytest.mark.usefixtures("new")
@pytest.mark.parametrize("year", [2026, 2028, 1999])
def test_there_is_no_switch_to_the_active_year_or_to_none(central, year):
    assert central.get(f"{YEARS}{year}/activate/").status_code == 404


@pytest.mark.usefixtures("new")
def test_a_school_admin_does_not_switch(admin):
    assert admin.post(f"{YEARS}2027/activate/", {"name": "2027/28"}).status_code == 403
    assert active_year() == 2026


def fields(client, **changes):
    """What the page is filled with, and what somebody changes."""
    form = client.get(CLASSES).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def test_nothing_is_done_before_the_second_page(admin, school, old, new):
    seven = school_class(school, "7a", old)
    ten = school_class(school, "10a", old)
    values = fields(admin)

    checked = admin.post(CLASSES, values)
    before = Rollover.objects.count()
    admin.post(CLASSES, values | {"confirmed": "1"})

    effects = [
        (one.group, one.fate, one.successor) for one in checked.context["effects"]
    ]
    assert effects == [(seven, "continue", "8a"), (ten, "end", "")]
    assert (before, Rollover.objects.count()) == (0, 1)
    assert Group.objects.get(name="8a").lineage == seven.lineage


@pytest.mark.usefixtures("new")
def test_the_page_counts_who_leads_a_class_too(admin, school, old):
    seven = school_class(school, "7a", old)
    pupil_in(seven)
    MembershipFactory(group=seven, role="leader")

    [row] = admin.get(CLASSES).context["form"].rows()

    # Whoever leads it does not say which class goes on as which.
    assert (row["group"].people, row["group"].size) == (2, 1)


def test_what_was_decided_can_be_undone_on_a_page(admin, school, old, new):
    school_class(school, "7a", old)
    admin.post(CLASSES, fields(admin) | {"confirmed": "1"})
    rollover = Rollover.objects.get()

    asked = admin.get(f"{CLASSES}{rollover.pk}/undo/")
    admin.post(f"{CLASSES}{rollover.pk}/undo/")

    assert asked.context["confirmation"].examples == ["7a"]
    assert not Group.objects.filter(name="8a").exists()


def test_somebody_elses_decision_is_not_there(school, old, new):
    seven = school_class(SchoolFactory(), "7a", old)
    foreign = admin_client(seven.school)
    foreign.post(CLASSES, fields(foreign) | {"confirmed": "1"})
    rollover = Rollover.objects.get()

    response = admin_client(school).post(f"{CLASSES}{rollover.pk}/undo/")

    rollover.refresh_from_db()
    assert (response.status_code, rollover.undone_at) == (404, None)


def test_a_class_that_goes_on_needs_a_name(admin, school, old, new):
    group = school_class(school, "7a", old)

    response = admin.post(CLASSES, fields(admin, **{f"name_{group.pk}": ""}))

    assert response.status_code == 422
    assert response.context["form"].errors == {
        f"name_{group.pk}": ["Geben Sie den Namen im neuen Schuljahr ein."]
    }


def test_two_classes_do_not_go_on_as_the_same(admin, school, old, new):
    one, two = school_class(school, "7a", old), school_class(school, "7b", old)
    eight = school_class(school, "8a", new)
    chosen = {f"fate_{one.pk}": eight.pk, f"fate_{two.pk}": eight.pk}

    response = admin.post(CLASSES, fields(admin, **chosen))

    assert list(response.context["form"].errors) == [f"fate_{two.pk}"]


def test_a_class_of_a_source_offers_what_the_source_brought(admin, school, old, new):
    feed = SourceFactory(slug="sis", kind=SourceKind.FEED)
    seven = school_class(school, "7a", old, source=feed)
    eight = school_class(school, "8a", new, source=feed)

    form = admin.get(CLASSES).context["form"]

    assert [value for value, _label in form.fields[f"fate_{seven.pk}"].choices] == [
        "",
        str(eight.pk),
        "end",
        "delete",
    ]
    assert form[f"fate_{seven.pk}"].value() == str(eight.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_evenly(
    admin, school, old, new, count, django_assert_num_queries
):
    for number in range(count):
        pupil_in(school_class(school, f"7-{number}", old))
        school_class(school, f"8-{number}", new)
    admin.get(CLASSES)

    with django_assert_num_queries(12):
        assert len(admin.get(CLASSES).context["form"].groups) == count
