"""Appointing people to what they do for a school or for all of them."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import AdminRole, Appointment, Person, School
from eduport.people.signals import appointments_changed

AT_A_SCHOOL = {AdminRole.SCHOOL_ADMIN, AdminRole.IT_CONTACT, AdminRole.PRINCIPAL}
LOOK_BACK = timedelta(days=7)
"""How far a nightly run looks for appointments that began or ended meanwhile."""


class SchoolNeededError(DomainError):
    """Some roles are held at a school."""

    message = _("For this role a school is needed. Please say which.")


class NoSchoolNeededError(DomainError):
    """Some roles are held for all schools."""

    message = _("This role is held for all schools. Please leave the school out.")


class OwnAppointmentError(DomainError):
    """Nobody decides about the own power."""

    message = _(
        "Nobody can appoint themselves or change their own appointment. Please ask "
        "somebody else of the central team."
    )


class EndsBeforeItStartsError(DomainError):
    """A period has to be one."""

    message = _("The appointment would end before it starts. Please check both days.")


class AlreadyAppointedError(DomainError):
    """The same appointment holds, or will hold, at that time."""

    message = _(
        "%(person)s is or will be appointed to this already. Please change or withdraw "
        "that appointment first."
    )


@transaction.atomic
def appoint(  # noqa: PLR0913 -- a period has two ends
    person: Person,
    role: AdminRole,
    *,
    school: School | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Appoint a person from now on, or for a period. Who is appointed now stays so.

    What follows from it holds at once: an Admin-Account for roles that have one, the
    right to report faults. Raises OwnAppointmentError, SchoolNeededError or
    NoSchoolNeededError, EndsBeforeItStartsError, and AlreadyAppointedError if another
    period overlaps.
    """
    _refuse_own(person, by)
    if role in AT_A_SCHOOL and not school:
        raise SchoolNeededError
    if role not in AT_A_SCHOOL and school:
        raise NoSchoolNeededError
    new = Appointment(person=person, role=role, school=school, ends_at=ends_at)
    new.starts_at = starts_at or at
    _check_period(new)
    # Two at once would both find nothing.
    Person.objects.select_for_update().get(pk=person.pk)
    if found := _overlapping(new):
        is_held = found.starts_at <= at and found.ends_at == ends_at
        if is_held and new.starts_at <= at:
            return found
        raise AlreadyAppointedError(person=person)
    new.save(force_insert=True)
    record("people.appointment.made", new, by=by, at=at)
    appointments_changed.send(None, person_ids=[person.pk], by=by, at=at)
    return new


@transaction.atomic
def withdraw(appointment_id: int, *, by: Actor, at: datetime) -> None:
    """End an appointment now; one that has not begun never will.

    Withdrawing twice keeps the first end. Raises OwnAppointmentError.
    """
    appointment = _locked(appointment_id, by)
    if appointment.ends_at and appointment.ends_at <= at:
        return
    appointment.starts_at = min(at, appointment.starts_at)
    appointment.ends_at = at
    _changed(appointment, "withdrawn", by, at)


@transaction.atomic
def change_end(
    appointment_id: int, ends_at: datetime | None, *, by: Actor, at: datetime
) -> None:
    """Let an appointment last until a time, or without end; also takes it up again.

    Raises OwnAppointmentError, EndsBeforeItStartsError and AlreadyAppointedError.
    """
    appointment = _locked(appointment_id, by)
    appointment.ends_at = ends_at
    _check_period(appointment)
    if _overlapping(appointment):
        raise AlreadyAppointedError(person=appointment.person)
    _changed(appointment, "prolonged", by, at)


def follow_appointments(*, by: Actor, at: datetime) -> int:
    """Tell the domains above what began or ended by itself; return how many persons.

    Called every night. Rights need no such run: they ask for the time.
    """
    lately = (at - LOOK_BACK, at)
    concerned = Appointment.objects.filter(
        Q(starts_at__range=lately) | Q(ends_at__range=lately)
    )
    person_ids = sorted(set(concerned.values_list("person_id", flat=True)))
    for person_id in person_ids:
        # Few, and what is wrong with one must not keep the others waiting.
        with suppress(DomainError), transaction.atomic():
            appointments_changed.send(None, person_ids=[person_id], by=by, at=at)
    return len(person_ids)


def _refuse_own(person: Person, by: Actor) -> None:
    if by.person_id == person.pk:
        raise OwnAppointmentError


def _locked(appointment_id: int, by: Actor) -> Appointment:
    appointments = Appointment.objects.select_related("person", "school")
    appointment = appointments.select_for_update(of=["self"]).get(pk=appointment_id)
    _refuse_own(appointment.person, by)
    # As in `appoint`, so that both never overlook each other.
    Person.objects.select_for_update().get(pk=appointment.person_id)
    return appointment


def _changed(appointment: Appointment, what: str, by: Actor, at: datetime) -> None:
    appointment.save(update_fields=["starts_at", "ends_at"])
    record(f"people.appointment.{what}", appointment, by=by, at=at)
    person_ids = [appointment.person_id]
    appointments_changed.send(None, person_ids=person_ids, by=by, at=at)


def _check_period(appointment: Appointment) -> None:
    if appointment.ends_at and appointment.ends_at <= appointment.starts_at:
        raise EndsBeforeItStartsError


def _overlapping(new: Appointment) -> Appointment | None:
    same = Appointment.objects.exclude(pk=new.pk).filter(
        person=new.person, role=new.role, school=new.school
    )
    goes_on = Q(ends_at=None) | Q(ends_at__gt=new.starts_at)
    has_begun = Q(starts_at__lt=new.ends_at) if new.ends_at else Q()
    # One that was withdrawn before it began never was.
    is_empty = Q(ends_at__lte=F("starts_at"))
    found = same.filter(goes_on & has_begun).exclude(is_empty)
    return found.order_by("-starts_at").first()
