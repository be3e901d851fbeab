"""What the service desk does with reports."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from eduport.audit.services import record, record_all
from eduport.core.actor import Actor
from eduport.outbox.services import send_mail_later
from eduport.people.models import School
from eduport.status.models import Component, Incident
from eduport.status.services.incidents import IncidentDraft, Scope, open_incident
from eduport.support.errors import NoSuchTicketError
from eduport.support.models import (
    OPEN_STATES,
    EventKind,
    IncidentFollower,
    Side,
    Ticket,
    TicketKind,
    TicketState,
)
from eduport.support.queries.tickets import overdue
from eduport.support.services.faults import tell_desk
from eduport.support.services.letters import addresses_of, languages_of, tell
from eduport.support.services.timeline import note_event
from eduport.support.signals import ticket_changed

OPEN_REPORTS = {"kind": TicketKind.FAULT, "state__in": OPEN_STATES}


@transaction.atomic
def take_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Work on it oneself; whoever had it before is replaced."""
    taken = Ticket.objects.filter(pk=ticket.pk, **OPEN_REPORTS)
    taken.filter(state=TicketState.NEW).update(state=TicketState.IN_PROGRESS)
    taken.update(assignee=by.person_id, changed_at=at)
    note_event([ticket], EventKind.TAKEN, side=Side.DESK, by=by, at=at)
    record("support.ticket.taken", ticket, by=by, at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)


@transaction.atomic
def put_back_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Let somebody else work on it."""
    Ticket.objects.filter(pk=ticket.pk).update(assignee=None, changed_at=at)
    note_event([ticket], EventKind.PUT_BACK, side=Side.DESK, by=by, at=at)
    record("support.ticket.put_back", ticket, by=by, at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)


@transaction.atomic
def link_to_incident(
    ticket_ids: Collection[int], incident: Incident, *, by: Actor, at: datetime
) -> int:
    """Say that these open reports are one incident; return how many there are.

    They are solved when it ends, and their reporters are told then.
    """
    reports = Ticket.objects.filter(pk__in=ticket_ids, **OPEN_REPORTS)
    found = list(reports.select_for_update().order_by("pk"))
    reports.filter(pk__in=[one.pk for one in found]).update(
        incident=incident, state=TicketState.IN_PROGRESS, changed_at=at
    )
    title = str(incident)
    note_event(found, EventKind.LINKED, title, side=Side.DESK, by=by, at=at)
    record_all("support.ticket.linked", found, by=by, at=at)
    for ticket in found:
        tell(ticket, [ticket.reporter_id], "linked", at=at)
        ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)
    return len(found)


@transaction.atomic
def open_incident_of(
    ticket_ids: Collection[int],
    draft: IncidentDraft,
    *,
    only_schools: bool,
    by: Actor,
    at: datetime,
) -> Incident:
    """Open an incident of these reports: their services, perhaps only their schools.

    Raises NoComponentError if none of them is open.
    """
    reports = Ticket.objects.filter(pk__in=ticket_ids, **OPEN_REPORTS)
    services = Component.objects.filter(pk__in=reports.values("component"))
    schools = School.objects.filter(pk__in=reports.values("school"))
    scope = Scope(list(services), list(schools) if only_schools else [])
    incident = open_incident(replace(draft, scope=scope), by=by, at=at)
    link_to_incident(ticket_ids, incident, by=by, at=at)
    return incident


@transaction.atomic
def merge_ticket(ticket: Ticket, number: int, *, by: Actor, at: datetime) -> Ticket:
    """Close a report as a duplicate of another one, which stays.

    What was said stays with each: the reporters may be of different schools. Raises
    NoSuchTicketError if there is no other open report with this number.
    """
    reports = Ticket.objects.select_for_update().filter(pk__in=[ticket.pk, number])
    rows = {row.pk: row for row in reports.filter(kind=TicketKind.FAULT).order_by("pk")}
    kept = rows.get(number)
    if kept is None or number == ticket.pk or not kept.is_open or kept.duplicate_of_id:
        raise NoSuchTicketError(number=number)
    Ticket.objects.filter(pk=ticket.pk).update(
        duplicate_of=kept, state=TicketState.SOLVED, solved_at=at, changed_at=at
    )
    # What was merged into this one goes along: no chains.
    Ticket.objects.filter(duplicate_of=ticket.pk).update(duplicate_of=kept)
    note_event([ticket], EventKind.MERGED, str(kept), side=Side.DESK, by=by, at=at)
    note_event([kept], EventKind.JOINED, str(ticket), side=Side.DESK, by=by, at=at)
    record("support.ticket.merged", ticket, by=by, at=at)
    tell(ticket, [ticket.reporter_id], "merged", at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)
    return kept


@transaction.atomic
def end_incident(incident: Incident, *, by: Actor, at: datetime) -> None:
    """An incident is over: solve its reports, tell the reporters and the followers."""
    reports = Ticket.objects.filter(incident=incident, **OPEN_REPORTS)
    locked = reports.select_for_update(of=["self"]).select_related("question")
    found = list(locked.order_by("pk"))
    keys = [one.pk for one in found]
    Ticket.objects.filter(pk__in=keys).update(
        state=TicketState.SOLVED, solved_at=at, changed_at=at
    )
    note_event(found, EventKind.SOLVED, by=by, at=at)
    record_all("support.ticket.solved", found, by=by, at=at)
    for ticket in found:
        tell(ticket, [ticket.reporter_id], "solved", at=at)
        if question := ticket.question:
            tell(question, [question.reporter_id], "report_solved", at=at)
        ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)
    followers = IncidentFollower.objects.filter(incident=incident)
    told = {one.reporter_id for one in found}
    waiting = followers.exclude(person__in=told).values_list("person", flat=True)
    _tell_followers(incident, list(waiting), at=at)
    followers.delete()


def _tell_followers(incident: Incident, person_ids: list[int], *, at: datetime) -> None:
    languages = languages_of(person_ids)
    for key, address in addresses_of(person_ids).items():
        send_mail_later(
            address,
            "support/mail/incident_over.txt",
            {
                "title_de": incident.title_de,
                "title_en": incident.title_en or incident.title_de,
                "path": reverse("status:page"),
            },
            language=languages.get(key, ""),
            at=at,
        )


@transaction.atomic
def escalate_late_tickets(*, by: Actor, at: datetime) -> int:
    """Tell the desk, once for each, of what nobody answered or solved in time."""
    reports = Ticket.objects.filter(kind=TicketKind.FAULT, escalated_at=None)
    late = overdue(reports, at=at).select_for_update(skip_locked=True)
    found = list(late.order_by("priority", "pk"))
    keys = [one.pk for one in found]
    Ticket.objects.filter(pk__in=keys).update(escalated_at=at)
    note_event(found, EventKind.LATE, by=by, at=at)
    record_all("support.ticket.escalated", found, by=by, at=at)
    for ticket in found:
        tell_desk(ticket, "late", at=at)
    return len(found)
