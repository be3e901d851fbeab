"""Writing the history of tickets."""

from collections.abc import Iterable
from datetime import datetime

from eduport.core.actor import Actor
from eduport.support.models import EventKind, Ticket, TicketEvent


def note_event(
    tickets: Iterable[Ticket],
    kind: EventKind,
    detail: str = "",
    *,
    side: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write down that the same happened to these tickets. Call it where it happens."""
    TicketEvent.objects.bulk_create(
        TicketEvent(
            ticket=ticket,
            kind=kind,
            side=side,
            person_id=by.person_id,
            detail=detail[:200],
            at=at,
        )
        for ticket in tickets
    )
