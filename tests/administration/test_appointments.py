"""The pages with which the central team appoints people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eduport.accounts.models import Account, AccountKind, ActivationCode
from eduport.people.models import AdminRole, Appointment, Role
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *arguments):
    return reverse(f"administration:{name}", args=arguments)


def admin_client(role, school=None, ago=0):
    person = AppointmentFactory(
        person__home_school=school or SchoolFactory(), role=role, school=school
    ).person
    client = Client()
    name = f"admin.{person.pk}@xy.hamburg.de"
    sign_in(
        client,
        AccountFactory(person=person, kind=AccountKind.ADMIN, username=name),
        ago=ago,
    )
    return client


@pytest.fixture
def team():
    return admin_client(AdminRole.CENTRAL_TEAM)


@pytest.fixture
def teacher():
    home = AffiliationFactory(role=Role.TEACHER, person__home_school__name="Am Hafen")
    AddressFactory(person=home.person)
    AccountFactory(person=home.person, username="ada.berg@s.hamburg.de")
    return home.person


def test_a_teacher_becomes_school_admin_and_gets_a_code(team, teacher):
    period = {"role": "school_admin", "school": teacher.home_school_id}

    response = team.post(url("appoint", teacher.uid), period, follow=True)
    shown = team.post(url("admin_code", teacher.uid))

    admin = Account.objects.get(person=teacher, kind=AccountKind.ADMIN)
    code = ActivationCode.objects.get()
    assert (code.account, shown["Cache-Control"]) == (admin, "no-store")
    assert admin.username in shown.content.decode()
    assert admin.username in response.content.decode()


def test_a_period_ends_with_its_last_day(team, teacher):
    values = {"role": "it_contact", "school": teacher.home_school_id}
    days = {"starts_on": "2027-02-01", "ends_on": "2027-07-31"}

    team.post(url("appoint", teacher.uid), values | days)

    made = Appointment.objects.get(person=teacher)
    assert timezone.localtime(made.starts_at).isoformat() == "2027-02-01T00:00:00+01:00"
    assert timezone.localtime(made.ends_at).isoformat() == "2027-08-01T00:00:00+02:00"


def test_the_central_team_is_appointed_for_all_schools(team, teacher):
    # The school is preset in the form, and means nothing for this role.
    values = {"role": "central_team", "school": teacher.home_school_id}

    team.post(url("appoint", teacher.uid), values)

    assert Appointment.objects.get(person=teacher).school is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": "school_admin", "school": ""}, None),
        ({"role": "head"}, "role"),
        ({"role": "it_contact", "school": "0"}, "school"),
        ({"role": "service_desk", "ends_on": "2001-01-01"}, None),
        ({"role": "service_desk", "starts_on": "soon"}, "starts_on"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_made(team, teacher, values, field):
    response = team.post(url("appoint", teacher.uid), values)

    errors = response.context["form"].errors
    assert (response.status_code, list(errors)) == (422, [field or "__all__"])
    assert not Appointment.objects.filter(person=teacher).exists()


def test_nobody_appoints_themselves(team):
    me = Appointment.objects.get().person

    response = team.post(url("appoint", me.uid), {"role": "service_desk"})

    assert response.status_code == 422
    assert url("appoint", me.uid) not in team.get(url("roles", me.uid)).content.decode()


def test_whoever_confirmed_too_long_ago_is_asked_again(teacher):
    team = admin_client(AdminRole.CENTRAL_TEAM, ago=16)
    values = {"role": "it_contact", "school": teacher.home_school_id}

    asked = team.get(url("appoint", teacher.uid))
    team.post(url("appoint", teacher.uid), values)

    assert asked.status_code == 302
    assert not Appointment.objects.filter(person=teacher).exists()


def test_an_appointment_is_withdrawn_and_taken_up_again(team, teacher):
    held = AppointmentFactory(person=teacher)
    page = url("roles", teacher.uid)

    team.post(url("withdraw", held.pk))
    held.refresh_from_db()
    was_withdrawn = held.ends_at is not None
    withdrawn = team.get(page).content.decode()
    team.post(url("take_up", held.pk))
    held.refresh_from_db()

    assert (was_withdrawn, held.ends_at) == (True, None)
    assert url("take_up", held.pk) in withdrawn
    assert url("withdraw", held.pk) in team.get(page).content.decode()


def test_the_last_school_admin_goes_with_a_warning(team, teacher):
    held = AppointmentFactory(person=teacher)
    alone = team.get(url("withdraw", held.pk)).context["confirmation"].effect

    AppointmentFactory(person=PersonFactory(), school=held.school)
    with_another = team.get(url("withdraw", held.pk)).context["confirmation"].effect

    assert alone.startswith("Am Hafen hat dann keine")
    assert with_another == "Die Rechte daraus und der Admin-Account enden sofort."


def test_the_end_is_changed_and_shown_as_a_last_day(team, teacher):
    held = AppointmentFactory(person=teacher)

    team.post(url("change_end", held.pk), {"ends_on": "2027-07-31"})
    form = team.get(url("change_end", held.pk)).context["form"]

    assert form.initial["ends_on"].isoformat() == "2027-07-31"


def test_the_list_shows_whom_each_school_lacks(team, teacher):
    lacking = SchoolFactory(name="Zur Schleuse")
    AppointmentFactory(person=teacher)

    page = team.get(url("appointments"), {"q": "Schleuse"})
    only = team.get(url("appointments"), {"lacking": "1", "q": "Schleuse"})
    other = team.get(url("appointments"), {"lacking": "1", "q": "Am Hafen"})

    assert [line.has_admin for line in page.context["lines"]] == [False]
    assert [line.school for line in only.context["lines"]] == [lacking]
    assert other.context["lines"] == []
    assert page.context["lacking"] == 2  # with the school of the team's own person


def test_a_released_school_admin_is_none(team, teacher):
    AppointmentFactory(person=teacher)
    type(teacher).objects.filter(pk=teacher.pk).update(
        deletion_released_at=timezone.now()
    )

    page = team.get(url("appointments"), {"q": "Am Hafen"})

    [line] = page.context["lines"]
    assert (line.has_admin, line.appointments) == (False, [])


@pytest.mark.parametrize("schools", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    team, schools, django_assert_num_queries
):
    for _ in range(schools):
        AppointmentFactory(person=PersonFactory())

    with django_assert_num_queries(12):
        team.get(url("appointments"))


def test_later_and_over_are_told_apart(team, teacher):
    now = timezone.now()
    AppointmentFactory(person=teacher, starts_at=now + timedelta(days=1))
    AppointmentFactory(
        person=teacher,
        starts_at=now - timedelta(days=9),
        ends_at=now - timedelta(days=1),
    )

    page = team.get(url("roles", teacher.uid)).content.decode()

    assert ("später" in page, "vorbei" in page) == (True, True)
