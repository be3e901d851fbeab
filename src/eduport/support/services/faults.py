"""Reporting faults to the service desk."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.outbox.services import send_mail_later
from eduport.people.models import Person, School
from eduport.status.models import Component, Incident
from eduport.status.services.proposals import SimilarReport, note_report
from eduport.support.errors import IncidentIsOverError
from eduport.support.models import (
    AffectedPerson,
    Effect,
    EventKind,
    IncidentFollower,
    Message,
    Side,
    Spread,
    Ticket,
    TicketKind,
    TicketState,
)
from eduport.support.rules.hours import after_working
from eduport.support.rules.priorities import TARGETS, priority_of
from eduport.support.services.files import clean_files, store_files
from eduport.support.services.letters import tell
from eduport.support.services.timeline import note_event
from eduport.support.signals import ticket_changed
from eduport.support.types import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultDraft:
    """A fault as somebody described it. Without a school it concerns all of them."""

    component: Component
    effect: Effect
    spread: Spread
    subject: str
    text: str
    school: School | None = None
    started_at: datetime | None = None
    phone: str = ""
    browser: str = ""
    error_reference: str = ""
    question: Ticket | None = None
    people: tuple[Person, ...] = ()
    files: tuple[Upload, ...] = ()


@transaction.atomic
def report_fault(
    draft: FaultDraft, *, reporter_id: int, by: Actor, at: datetime
) -> Ticket:
    """Report a fault; `by` is somebody of the desk when the reporter calls.

    Priority and due times follow from the facts. Three similar reports in ten minutes
    propose an incident. Reporter and desk are told; whoever asked the question behind
    it, too. Raises RefusedFileError.
    """
    files = clean_files(draft.files)
    priority = priority_of(draft.effect, draft.spread)
    target = TARGETS[priority]
    ticket = Ticket.objects.create(
        kind=TicketKind.FAULT,
        school=draft.school,
        reporter_id=reporter_id,
        subject=draft.subject,
        component=draft.component,
        effect=draft.effect,
        spread=draft.spread,
        priority=priority,
        started_at=draft.started_at,
        phone=draft.phone,
        browser=draft.browser[:300],
        error_reference=draft.error_reference,
        question=draft.question,
        first_answer_due_at=after_working(at, target.first_answer),
        due_at=after_working(at, target.solution),
        created_at=at,
        changed_at=at,
    )
    message = Message.objects.create(
        ticket=ticket,
        author_id=reporter_id,
        side=Side.REPORTER,
        text=draft.text,
        at=at,
    )
    AffectedPerson.objects.bulk_create(
        AffectedPerson(ticket=ticket, person=person) for person in draft.people
    )
    store_files(message, files, by=by, at=at)
    record("support.fault.reported", ticket, by=by, at=at)
    note_report(
        SimilarReport(draft.component, ticket.uid, symptom=draft.effect), by=by, at=at
    )
    tell(ticket, [reporter_id], "received", at=at)
    tell_desk(ticket, "new", at=at)
    if draft.question:
        _hand_over(draft.question, ticket, by=by, at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="created", by=by, at=at)
    return ticket


def _hand_over(question: Ticket, report: Ticket, *, by: Actor, at: datetime) -> None:
    """Who asked learns that it is being worked on."""
    new = Ticket.objects.filter(pk=question.pk, state=TicketState.NEW)
    new.update(state=TicketState.IN_PROGRESS, changed_at=at)
    note_event(
        [question],
        EventKind.HANDED_OVER,
        str(report),
        side=Side.CONTACT,
        by=by,
        at=at,
    )
    tell(question, [question.reporter_id], "reported", at=at)


def tell_desk(ticket: Ticket, event: str, *, at: datetime) -> None:
    """Write to the mailbox of the desk, if there is one, of a new or late report."""
    if settings.EDUPORT.service_desk_mail:
        send_mail_later(
            settings.EDUPORT.service_desk_mail,
            "support/mail/desk.txt",
            {
                "event": event,
                "number": ticket.pk,
                "priority": ticket.priority,
                "subject": ticket.subject,
                "path": reverse("support:ticket", args=[ticket.uid]),
            },
            at=at,
        )


@transaction.atomic
def follow_incident(incident: Incident, *, by: Actor, at: datetime) -> None:
    """“That is it”: be told when the incident ends, instead of reporting it again.

    Saying so twice is the same as once. Raises IncidentIsOverError.
    """
    Incident.objects.select_for_update().get(pk=incident.pk)
    if not Incident.objects.filter(pk=incident.pk, resolved_at=None).exists():
        raise IncidentIsOverError
    _row, is_new = IncidentFollower.objects.get_or_create(
        incident=incident, person_id=by.person_id or 0
    )
    if is_new:
        record("support.incident.followed", incident, by=by, at=at)
