"""Reading people, schools and groups. Nothing here writes."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from eduport.core.actor import Actor
from eduport.core.kept import PERSON, KeptQuery
from eduport.people.models import (
    AcademicSession,
    AdminRole,
    Affiliation,
    Appointment,
    Person,
    Role,
    School,
)

ADMIN_ACCOUNT_ROLES = {
    AdminRole.SCHOOL_ADMIN,
    AdminRole.CENTRAL_TEAM,
    AdminRole.SERVICE_DESK,
}
"""Roles that are held with a separate Admin-Account."""

EVERYDAY_APPOINTMENTS = {AdminRole.IT_CONTACT, AdminRole.PRINCIPAL}
"""Roles that are held with the everyday account."""


def current_appointments() -> QuerySet[Appointment]:
    """The appointments that hold now."""
    return Appointment.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=Now()), starts_at__lte=Now()
    )


def everyday_actor(label: str, account_id: int, person_id: int | None) -> Actor:
    """What a person may act as with the everyday account: one query."""
    return _actor(label, account_id, person_id, _EVERYDAY.all(person_id))


def appointed_actor(label: str, account_id: int, person_id: int | None) -> Actor:
    """What a person may act as with the Admin-Account: one query."""
    return _actor(label, account_id, person_id, _APPOINTED.all(person_id))


def _everyday(person_id: int) -> QuerySet[Any, Any]:
    belongs = Affiliation.objects.filter(person=person_id, ended_at=None)
    appointed = current_appointments().filter(
        person=person_id, role__in=EVERYDAY_APPOINTMENTS
    )
    return belongs.values("school_id", "role").union(
        appointed.values("school_id", "role")
    )


def _appointed(person_id: int) -> QuerySet[Any, Any]:
    return (
        current_appointments()
        .filter(person=person_id, role__in=ADMIN_ACCOUNT_ROLES)
        .values("school_id", "role")
    )


_EVERYDAY = KeptQuery(_everyday, PERSON)
_APPOINTED = KeptQuery(_appointed, PERSON)


def _actor(
    label: str, account_id: int, person_id: int | None, rows: list[dict[str, Any]]
) -> Actor:
    schools = {row["school_id"] for row in rows}
    return Actor(
        label=label,
        account_id=account_id,
        person_id=person_id,
        school_ids=frozenset(schools - {None}),
        roles=frozenset(row["role"] for row in rows),
    )


def persons_visible_to(actor: Actor) -> QuerySet[Person]:
    """Everyone for the central team; for a school admin those of the own schools."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return Person.objects.all()
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return Person.objects.none()
    return Person.objects.filter(pk__in=_ids_at(actor.school_ids))


def persons_at(school: School | int) -> QuerySet[Person]:
    """Everyone whose home the school is, and who is a guest there now."""
    school_id = school if isinstance(school, int) else school.pk
    return Person.objects.filter(pk__in=_ids_at([school_id]))


def _ids_at(school_ids: Collection[int]) -> QuerySet[Any, Any]:
    # A union: of two tables joined by “or” PostgreSQL would read both whole.
    at_home = Person.objects.filter(home_school__in=school_ids).values("pk")
    guests = Affiliation.objects.filter(school__in=school_ids, ended_at=None)
    return at_home.union(guests.values("person"))


STAFF = [role for role in Role if role not in {Role.STUDENT, Role.EXTERNAL}]
"""Roles whose holders can answer for others."""


def can_answer_for(school: School) -> QuerySet[Person]:
    """The staff of a school and its school admins, by name."""
    staff = Affiliation.objects.filter(school=school, ended_at=None, role__in=STAFF)
    appointed = current_appointments().filter(school=school)
    return Person.objects.filter(
        Q(pk__in=staff.values("person")) | Q(pk__in=appointed.values("person")),
        deletion_released_at=None,
    ).order_by("sort_name", "pk")


def namesakes_at(school: School, base: str) -> QuerySet[Person]:
    """Who is, or was, at a school under a name that makes the same address."""
    been_there = Affiliation.objects.filter(school=school).values("person")
    return (
        Person.objects.filter(
            Q(home_school=school) | Q(pk__in=been_there), address_base=base
        )
        .select_related("home_school", "source")
        .order_by("pk")
    )


def school_year_end(school: School) -> date | None:
    """The last day of the active school year, if there is one."""
    year = AcademicSession.objects.filter(
        authority=school.authority_id, activated_at__isnull=False
    ).first()
    return year.ends_on - timedelta(days=1) if year else None
