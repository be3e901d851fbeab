"""Reading who may report faults, and for which schools. Nothing here writes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from eduport.accounts.queries.accounts import find_login
from eduport.core.actor import Actor
from eduport.people.models import (
    Affiliation,
    Person,
    Right,
    Role,
    School,
)
from eduport.people.queries import current_appointments
from eduport.people.queries.rights import places_of_right, rule_of
from eduport.support.rules.pins import pin_of

BERLIN = ZoneInfo("Europe/Berlin")
ENTITLED = rule_of(Right.REPORT_FAULTS).always
"""Who reaches the service desk. The others ask their school."""


def schools_reported_for(actor: Actor) -> QuerySet[School]:
    """The schools for which the actor may use the online form, as what they are there.

    An IT contact of one school who teaches at another reports for the first one only.
    """
    places = places_of_right(actor, Right.REPORT_FAULTS_ONLINE)
    schools = School.objects.filter(closed_at=None).order_by("name")
    if None in places:
        return schools
    return schools.filter(pk__in=[place for place in places if place])


def pin_for(person: Person, *, at: datetime) -> str:
    """The reporter PIN of today, in Berlin."""
    return pin_of(_secret(), str(person.uid), at.astimezone(BERLIN).date())


def _secret() -> bytes:
    # A key for this purpose only: nothing else can be computed from a PIN.
    text = f"eduport.support.pin:{settings.SECRET_KEY}"
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Belonging:
    """A role in which a caller may report, and where; for all schools without one."""

    role: str
    school: School | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody on the telephone who may report."""

    person: Person
    belongings: tuple[Belonging, ...]


def find_caller(login: str) -> Caller | None:
    """Whoever has this login, if they may report faults now."""
    account = find_login(login.strip().lower()).account
    person = account.person if account else None
    if not person or not account or not account.is_active:
        return None
    found = belongings_of(person)
    return Caller(person, found) if found else None


def belongings_of(person: Person) -> tuple[Belonging, ...]:
    """In which roles, at which schools, a person may report."""
    appointed = current_appointments().filter(person=person, role__in=ENTITLED)
    heads = Affiliation.objects.filter(
        person=person, ended_at=None, role=Role.PRINCIPAL
    )
    named = appointed.select_related("school").order_by("pk")
    at_heads = heads.select_related("school").order_by("pk")
    return (
        *(Belonging(row.get_role_display(), row.school) for row in named),
        *(Belonging(row.get_role_display(), row.school) for row in at_heads),
    )
