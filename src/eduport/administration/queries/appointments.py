"""Who is appointed to what, school by school and person by person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from eduport.administration.queries.training import mark_training
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Appointment, Person, School
from eduport.people.queries import current_appointments


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with whoever is or will be appointed there."""

    school: School
    has_admin: bool
    appointments: list[Appointment]


def open_schools() -> QuerySet[School]:
    """All open schools; each knows `has_admin`, whether a school admin is appointed."""
    return School.objects.filter(closed_at=None).annotate(has_admin=Exists(_admins()))


def schools_without_admin() -> QuerySet[School]:
    """The open schools at which nobody can hand out a password."""
    return open_schools().filter(~Exists(_admins()))


def _admins() -> QuerySet[Appointment]:
    admins = current_appointments().filter(
        school=OuterRef("pk"), role=AdminRole.SCHOOL_ADMIN
    )
    return admins.filter(person__deletion_released_at=None)


def lines_of(schools: Iterable[School], *, at: datetime) -> list[SchoolLine]:
    """The schools as the list shows them: three queries."""
    wanted = list(schools)
    found = defaultdict(list)
    appointments = list(not_over(at).filter(school__in=wanted))
    mark_training(appointments)
    for appointment in appointments:
        found[appointment.school_id].append(appointment)
    return [
        SchoolLine(
            school,
            bool(school.has_admin),  # type: ignore[attr-defined]  # annotated above
            found[school.pk],
        )
        for school in wanted
    ]


def for_all_schools(*, at: datetime) -> QuerySet[Appointment]:
    """The central team and the service desk."""
    return not_over(at).filter(school=None)


def not_over(at: datetime) -> QuerySet[Appointment]:
    """What holds or will hold, by role and name."""
    rows = Appointment.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), person__deletion_released_at=None
    )
    by_name = ("role", "person__sort_name", "pk")
    return rows.select_related("person", "school").order_by("-role", *by_name[1:])


def appointments_of(person: Person) -> list[Appointment]:
    """All appointments of a person, the latest first; what never began is left out."""
    rows = Appointment.objects.filter(person=person).select_related("school")
    found = [
        row
        for row in rows.order_by("-starts_at", "-pk")
        if row.ends_at is None or row.ends_at > row.starts_at
    ]
    mark_training(found)
    return found


def appointments_visible_to(actor: Actor) -> QuerySet[Appointment]:
    """The appointments that somebody may change: all, for the central team only."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return Appointment.objects.select_related("person", "school")
    return Appointment.objects.none()


def is_last_admin(appointment: Appointment) -> bool:
    """Whether a school would be without a school admin if this one ended."""
    if appointment.role != AdminRole.SCHOOL_ADMIN:
        return False
    others = current_appointments().filter(
        school=appointment.school_id,
        role=AdminRole.SCHOOL_ADMIN,
        person__deletion_released_at=None,
    )
    return not others.exclude(pk=appointment.pk).exists()
