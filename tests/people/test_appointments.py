"""Appointing people."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Appointment
from eduport.people.queries import current_appointments
from eduport.people.services.appointments import (
    AlreadyAppointedError,
    EndsBeforeItStartsError,
    NoSchoolNeededError,
    OwnAppointmentError,
    SchoolNeededError,
    appoint,
    change_end,
    follow_appointments,
    withdraw,
)
from eduport.people.signals import appointments_changed
from tests.factories.people import (
    NOON,
    AddressFactory,
    AppointmentFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
TEAM = Actor("central team")
DAY = timedelta(days=1)


@pytest.fixture
def told():
    """The persons about whom the domains above were told."""
    heard = []

    def listen(*, person_ids, **_kwargs):
        heard.extend(person_ids)

    appointments_changed.connect(listen)
    yield heard
    appointments_changed.disconnect(listen)


def someone():
    """A person with an address, after which an Admin-Account can be named."""
    return AddressFactory(person=PersonFactory()).person


def held_by_someone(**values):
    return AppointmentFactory(person=someone(), **values)


def test_an_appointment_starts_at_once_and_is_logged():
    person = someone()

    appointment = appoint(
        person, AdminRole.SCHOOL_ADMIN, school=person.home_school, by=TEAM, at=NOON
    )

    assert (appointment.starts_at, appointment.ends_at) == (NOON, None)
    assert LogEntry.objects.order_by("pk")[0].action == "people.appointment.made"


def test_appointing_twice_makes_one_appointment():
    person = someone()

    first = appoint(person, AdminRole.CENTRAL_TEAM, by=TEAM, at=NOON)

    assert appoint(person, AdminRole.CENTRAL_TEAM, by=TEAM, at=NOON) == first
    assert Appointment.objects.count() == 1


def test_a_school_admin_needs_a_school():
    with pytest.raises(SchoolNeededError):
        appoint(someone(), AdminRole.SCHOOL_ADMIN, by=TEAM, at=NOON)


def test_the_central_team_is_for_all_schools():
    person = someone()

    with pytest.raises(NoSchoolNeededError):
        appoint(
            person, AdminRole.CENTRAL_TEAM, school=person.home_school, by=TEAM, at=NOON
        )


def test_nobody_appoints_themselves():
    person = someone()

    with pytest.raises(OwnAppointmentError):
        appoint(
            person,
            AdminRole.CENTRAL_TEAM,
            by=Actor("admin.ada", account_id=1, person_id=person.pk),
            at=NOON,
        )


@pytest.mark.parametrize("change", [withdraw, change_end])
def test_nobody_changes_the_own_appointment(change):
    held = held_by_someone()
    by = Actor("admin.ada", account_id=1, person_id=held.person_id)
    arguments = [held.pk, NOON + DAY] if change is change_end else [held.pk]

    with pytest.raises(OwnAppointmentError):
        change(*arguments, by=by, at=NOON)


def test_an_appointment_for_later_is_announced(told):
    person = someone()
    period = {"starts_at": NOON + DAY, "ends_at": NOON + 9 * DAY}

    made = appoint(
        person,
        AdminRole.IT_CONTACT,
        school=person.home_school,
        by=TEAM,
        at=NOON,
        **period,
    )

    assert (made.starts_at, made.ends_at) == (NOON + DAY, NOON + 9 * DAY)
    assert told == [person.pk]


def test_an_appointment_that_ends_first_is_refused():
    person = someone()

    with pytest.raises(EndsBeforeItStartsError):
        appoint(person, AdminRole.CENTRAL_TEAM, ends_at=NOON, by=TEAM, at=NOON)


def test_the_database_refuses_it_too():
    with pytest.raises(IntegrityError, match="appointment_ends_after_its_start"):
        held_by_someone(starts_at=NOON, ends_at=NOON - DAY)


def test_two_periods_of_the_same_do_not_overlap():
    held = held_by_someone(ends_at=NOON + 5 * DAY)

    with pytest.raises(AlreadyAppointedError):
        appoint(
            held.person,
            AdminRole.SCHOOL_ADMIN,
            school=held.school,
            starts_at=NOON + DAY,
            by=TEAM,
            at=NOON,
        )


def test_an_appointment_is_withdrawn_once(told):
    held = held_by_someone()

    withdraw(held.pk, by=TEAM, at=NOON)
    withdraw(held.pk, by=TEAM, at=NOON + DAY)

    held.refresh_from_db()
    assert held.ends_at == NOON
    assert told == [held.person_id]
    assert [entry.action for entry in LogEntry.objects.all()] == [
        "people.appointment.withdrawn"
    ]


def test_what_never_began_never_was():
    held = held_by_someone(starts_at=NOON + DAY)

    withdraw(held.pk, by=TEAM, at=NOON)
    again = appoint(
        held.person, AdminRole.SCHOOL_ADMIN, school=held.school, by=TEAM, at=NOON
    )

    held.refresh_from_db()
    assert (held.starts_at, held.ends_at) == (NOON, NOON)
    assert again != held


def test_a_withdrawal_is_taken_back():
    held = held_by_someone()
    withdraw(held.pk, by=TEAM, at=NOON)

    change_end(held.pk, None, by=TEAM, at=NOON)

    held.refresh_from_db()
    assert held.ends_at is None


def test_an_end_before_the_start_is_refused():
    held = held_by_someone()

    with pytest.raises(EndsBeforeItStartsError):
        change_end(held.pk, held.starts_at, by=TEAM, at=NOON)


def test_a_prolonged_appointment_does_not_reach_into_the_next():
    held = held_by_someone(ends_at=NOON)
    AppointmentFactory(person=held.person, school=held.school, starts_at=NOON + DAY)

    with pytest.raises(AlreadyAppointedError):
        change_end(held.pk, None, by=TEAM, at=NOON)


def test_every_night_the_others_hear_what_began_or_ended(told):
    began = held_by_someone(starts_at=NOON - DAY)
    ended = held_by_someone(starts_at=NOON - 99 * DAY, ends_at=NOON - DAY)
    held_by_someone(starts_at=NOON - 99 * DAY)
    held_by_someone(starts_at=NOON + DAY)

    assert follow_appointments(by=TEAM, at=NOON) == 2
    assert sorted(told) == [began.person_id, ended.person_id]


def test_an_appointment_holds_from_its_start_to_before_its_end():
    held_by_someone(ends_at=NOON - timedelta(hours=1))
    held_by_someone(starts_at=NOON + 99 * 365 * DAY)
    holds = held_by_someone()

    assert list(current_appointments()) == [holds]
