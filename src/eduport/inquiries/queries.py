"""Reading inquiries, and the log entries about a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q, QuerySet
from django_stubs_ext import StrOrPromise

from eduport.accounts.models import Account
from eduport.audit.models import Entry, LogEntry, SecurityEvent
from eduport.core.actor import Actor
from eduport.inquiries.models import Inquiry
from eduport.inquiries.types import ACTIONS, PARTS, SUBJECTS
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Appointment,
    Person,
    Proposal,
    Sponsorship,
)

MOST = 500
"""Entries that a page shows, the latest first."""

ABOUT: dict[type[Model], str] = {
    Account: "person",
    Affiliation: "person",
    Appointment: "person",
    Proposal: "person",
    Sponsorship: "affiliation__person",
}
"""Models whose rows belong to a person, and by which column."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as the two who may read it see it, in words."""

    at: datetime
    action: StrOrPromise
    subject: StrOrPromise
    by: StrOrPromise
    is_security: bool


def inquiries_visible_to(actor: Actor) -> QuerySet[Inquiry]:
    """All inquiries for the central team, but none about oneself."""
    if AdminRole.CENTRAL_TEAM not in actor.roles:
        return Inquiry.objects.none()
    rows = Inquiry.objects.select_related("person", "asked_by", "decided_by")
    return rows.exclude(person=actor.person_id)


def entries_about(person: Person) -> list[EntryRow]:
    """What was done to a person and to what belongs to them; never what they did.

    An entry shows who did it, because that is what an inquiry is for.
    """
    about = _about(person)
    found = [
        (entry, log is SecurityEvent)
        for log in (LogEntry, SecurityEvent)
        for entry in log.objects.filter(about).order_by("-at", "-pk")[:MOST]
    ]
    found.sort(key=lambda row: row[0].at, reverse=True)
    names = _names(entry for entry, _ in found)
    return [_row(entry, names, is_security) for entry, is_security in found[:MOST]]


def _about(person: Person) -> Q:
    about = Q(subject=Person._meta.label, subject_id=person.pk)
    for model, column in ABOUT.items():
        keys = model._default_manager.filter(**{column: person})  # noqa: SLF001 -- any model
        about |= Q(
            subject=model._meta.label, subject_id__in=keys.values_list("pk", flat=True)
        )
    return about


def _names(entries: Iterable[Entry]) -> dict[int, str]:
    wanted = {entry.actor_id for entry in entries if entry.actor_id is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "username"))


def _row(entry: Entry, names: dict[int, str], is_security: bool) -> EntryRow:  # noqa: FBT001 -- private
    return EntryRow(
        at=entry.at,
        # Entries outlive the version of eduPort that wrote them.
        action=ACTIONS.get(entry.action, entry.action),
        subject=SUBJECTS.get(entry.subject, entry.subject),
        by=PARTS.get(entry.actor, entry.actor) or names.get(entry.actor_id or 0, "–"),
        is_security=is_security,
    )
