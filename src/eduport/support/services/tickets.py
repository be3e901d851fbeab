"""The life of a ticket: replies, solving, reopening, closing, forgetting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.support.errors import (
    AnsweredMeanwhileError,
    TicketIsClosedError,
    TooLateToReopenError,
)
from eduport.support.models import EventKind, Message, Side, Ticket, TicketState
from eduport.support.queries.tickets import contacts_at, last_message_id
from eduport.support.services.letters import tell
from eduport.support.services.timeline import note_event
from eduport.support.signals import ticket_changed

REOPENED_WITHIN = timedelta(days=14)


@transaction.atomic
def reply_to_ticket(
    ticket_id: int,
    text: str,
    *,
    side: Side,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Message:
    """Say something in a ticket; the other side is told.

    A reply of who answers lets it wait for the reporter, one of the reporter takes it
    up again, also when it was solved. `seen` is the last message that the writer has
    read: raises AnsweredMeanwhileError if there is a newer one. Raises
    TicketIsClosedError, and TooLateToReopenError.
    """
    ticket = _locked(ticket_id)
    if seen is not None and seen < last_message_id(ticket):
        raise AnsweredMeanwhileError
    if not ticket.is_open:
        _check_reopening(ticket, at)
    if side == Side.REPORTER:
        was_answered = ticket.state != TicketState.NEW
        state = TicketState.IN_PROGRESS if was_answered else TicketState.NEW
    else:
        state = TicketState.WAITING
        ticket.answered_at = ticket.answered_at or at
    message = Message.objects.create(
        ticket=ticket, author_id=by.person_id, side=side, text=text, at=at
    )
    _move(ticket, state, at)
    record("support.ticket.replied", ticket, by=by, at=at)
    tell(ticket, _others(ticket, side), "reply", at=at)
    ticket_changed.send(
        Ticket, ticket=ticket, event="message", message=message, by=by, at=at
    )
    return message


@transaction.atomic
def note_internally(
    ticket_id: int, text: str, *, side: Side, by: Actor, at: datetime
) -> Message:
    """Write a note that only those who answer read. Nobody is told."""
    ticket = _locked(ticket_id)
    message = Message.objects.create(
        ticket=ticket,
        author_id=by.person_id,
        side=side,
        text=text,
        is_internal=True,
        at=at,
    )
    record("support.ticket.noted", ticket, by=by, at=at)
    ticket_changed.send(
        Ticket, ticket=ticket, event="message", message=message, by=by, at=at
    )
    return message


@transaction.atomic
def solve_ticket(ticket_id: int, *, side: Side, by: Actor, at: datetime) -> None:
    """Say that it is solved; the other side is told. Twice keeps the first time."""
    ticket = _locked(ticket_id)
    if not ticket.is_open:
        return
    _move(ticket, TicketState.SOLVED, at)
    note_event([ticket], EventKind.SOLVED, side=side, by=by, at=at)
    record("support.ticket.solved", ticket, by=by, at=at)
    tell(ticket, _others(ticket, side), "solved", at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)
    if question := ticket.question:
        tell(question, [question.reporter_id], "report_solved", at=at)


@transaction.atomic
def reopen_ticket(ticket_id: int, *, side: Side, by: Actor, at: datetime) -> None:
    """Take up again what was not solved after all.

    Raises TicketIsClosedError, and TooLateToReopenError two weeks after.
    """
    ticket = _locked(ticket_id)
    if ticket.is_open:
        return
    _check_reopening(ticket, at)
    _move(ticket, TicketState.IN_PROGRESS, at)
    note_event([ticket], EventKind.REOPENED, side=side, by=by, at=at)
    record("support.ticket.reopened", ticket, by=by, at=at)
    tell(ticket, _others(ticket, side), "reopened", at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)


@transaction.atomic
def close_solved_tickets(*, at: datetime) -> int:
    """Close what has been solved for two weeks; return how many."""
    by = Actor.system("schedule")
    solved = Ticket.objects.filter(state=TicketState.SOLVED)
    due = solved.filter(solved_at__lte=at - REOPENED_WITHIN)
    found = list(due.select_for_update(of=["self"]).order_by("pk"))
    note_event(found, EventKind.CLOSED, by=by, at=at)
    closed = Ticket.objects.filter(pk__in=[ticket.pk for ticket in found])
    count = closed.update(state=TicketState.CLOSED, changed_at=at, closed_at=at)
    for ticket in found:
        ticket_changed.send(Ticket, ticket=ticket, event="closed", by=by, at=at)
    return count


def purge_tickets(*, at: datetime) -> int:
    """Forget tickets some time after they were closed; return how many."""
    before = at - timedelta(days=settings.EDUPORT.ticket_days)
    over = Ticket.objects.filter(closed_at__lt=before)
    count = over.count()
    over.delete()
    return count


def _locked(ticket_id: int) -> Ticket:
    tickets = Ticket.objects.select_for_update(of=["self"])
    return tickets.select_related("school", "question").get(pk=ticket_id)


def _check_reopening(ticket: Ticket, at: datetime) -> None:
    if ticket.state == TicketState.CLOSED:
        raise TicketIsClosedError
    if ticket.solved_at and ticket.solved_at <= at - REOPENED_WITHIN:
        raise TooLateToReopenError(days=REOPENED_WITHIN.days)


def _move(ticket: Ticket, state: TicketState, at: datetime) -> None:
    ticket.state, ticket.changed_at = state, at
    ticket.solved_at = at if state == TicketState.SOLVED else None
    ticket.save(update_fields=["state", "changed_at", "solved_at", "answered_at"])


def _others(ticket: Ticket, side: Side) -> list[int]:
    """Who is on the other side of a conversation."""
    if side != Side.REPORTER:
        return [ticket.reporter_id]
    if not ticket.school or not ticket.is_question:
        return []
    contacts = contacts_at(ticket.school, ticket.addressee)
    return list(contacts.exclude(pk=ticket.reporter_id).values_list("pk", flat=True))
