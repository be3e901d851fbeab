"""Giving reports to somebody, and moving them, for who does it from elsewhere."""

from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.support.errors import TicketIsClosedError
from eduport.support.models import EventKind, Side, Ticket, TicketState
from eduport.support.services.tickets import reopen_ticket, solve_ticket
from eduport.support.services.timeline import note_event
from eduport.support.signals import ticket_changed


@transaction.atomic
def assign_ticket(
    ticket_id: int, person_id: int | None, *, by: Actor, at: datetime
) -> None:
    """Give an open report to somebody of the desk, or to nobody.

    Whose it is already keeps it. Raises TicketIsClosedError if it is over.
    """
    ticket = Ticket.objects.select_for_update(of=["self"]).get(pk=ticket_id)
    if ticket.assignee_id == person_id:
        return
    if not ticket.is_open:
        raise TicketIsClosedError
    ticket.assignee_id, ticket.changed_at = person_id, at
    if person_id and ticket.state == TicketState.NEW:
        ticket.state = TicketState.IN_PROGRESS
    ticket.save(update_fields=["assignee", "changed_at", "state"])
    name = str(ticket.assignee) if ticket.assignee else ""
    kind = EventKind.TAKEN if person_id else EventKind.PUT_BACK
    note_event([ticket], kind, name, side=Side.DESK, by=by, at=at)
    action = "support.ticket.assigned" if person_id else "support.ticket.put_back"
    record(action, ticket, by=by, at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)


@transaction.atomic
def move_ticket(ticket_id: int, state: TicketState, *, by: Actor, at: datetime) -> None:
    """Say how far the work on a report is; the reporter is told of its end.

    What was solved is taken up again, within two weeks. Nothing goes back to new.
    Raises TicketIsClosedError and TooLateToReopenError.
    """
    if state == TicketState.SOLVED:
        solve_ticket(ticket_id, side=Side.DESK, by=by, at=at)
        return
    reopen_ticket(ticket_id, side=Side.DESK, by=by, at=at)
    ticket = Ticket.objects.select_for_update(of=["self"]).get(pk=ticket_id)
    if ticket.state == state:
        return
    ticket.state, ticket.changed_at = state, at
    ticket.save(update_fields=["state", "changed_at"])
    record("support.ticket.moved", ticket, by=by, at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="updated", by=by, at=at)
