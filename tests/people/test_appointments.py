"""Appointing people."""

import pytest

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Appointment
from eduport.people.services.appointments import (
    NoSchoolNeededError,
    SchoolNeededError,
    appoint,
)
from tests.factories.people import NOON, PersonFactory

pytestmark = pytest.mark.django_db
TEAM = Actor("central team")


def test_an_appointment_starts_at_once_and_is_logged():
    person = PersonFactory()

    appointment = appoint(
        person, AdminRole.SCHOOL_ADMIN, school=person.home_school, by=TEAM, at=NOON
    )

    assert (appointment.starts_at, appointment.ends_at) == (NOON, None)
    assert LogEntry.objects.get().action == "people.appointment.made"


def test_appointing_twice_makes_one_appointment():
    person = PersonFactory()

    first = appoint(person, AdminRole.CENTRAL_TEAM, by=TEAM, at=NOON)

    assert appoint(person, AdminRole.CENTRAL_TEAM, by=TEAM, at=NOON) == first
    assert Appointment.objects.count() == 1


def test_a_school_admin_needs_a_school():
    with pytest.raises(SchoolNeededError):
        appoint(PersonFactory(), AdminRole.SCHOOL_ADMIN, by=TEAM, at=NOON)


def test_the_central_team_is_for_all_schools():
    person = PersonFactory()

    with pytest.raises(NoSchoolNeededError):
        appoint(
            person, AdminRole.CENTRAL_TEAM, school=person.home_school, by=TEAM, at=NOON
        )
