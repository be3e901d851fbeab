"""Appointing people to what they do for a school or for all of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import AdminRole, Appointment, Person, School
from eduport.people.queries import current_appointments

AT_A_SCHOOL = {AdminRole.SCHOOL_ADMIN, AdminRole.IT_CONTACT}


class SchoolNeededError(DomainError):
    """Some roles are held at a school."""

    message = _("For this role a school is needed. Please say which.")


class NoSchoolNeededError(DomainError):
    """Some roles are held for all schools."""

    message = _("This role is held for all schools. Please leave the school out.")


@transaction.atomic
def appoint(
    person: Person,
    role: AdminRole,
    *,
    school: School | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Appoint a person from now on. Who is appointed already stays so.

    Raises SchoolNeededError or NoSchoolNeededError if role and school do not fit.
    """
    if role in AT_A_SCHOOL and not school:
        raise SchoolNeededError
    if role not in AT_A_SCHOOL and school:
        raise NoSchoolNeededError
    # Two at once would both find nothing.
    Person.objects.select_for_update().get(pk=person.pk)
    held = current_appointments().filter(person=person, role=role, school=school)
    if found := held.first():
        return found
    appointment = Appointment.objects.create(
        person=person, role=role, school=school, starts_at=at
    )
    record("people.appointment.made", appointment, by=by, at=at)
    return appointment
