"""What `gateway` does when something happens to tickets and incidents."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from eduport.core.actor import Actor
from eduport.gateway.services.events import note_incident, note_ticket
from eduport.gateway.services.zammad import note_change
from eduport.gateway.tasks import push_to_zammad_task, start_delivering
from eduport.status.models import Incident
from eduport.status.signals import incident_changed
from eduport.support.models import Message, Ticket
from eduport.support.signals import ticket_changed


@receiver(ticket_changed)
def tell_of_ticket(
    *,
    ticket: Ticket,
    event: str,
    at: datetime,
    message: Message | None = None,
    **_kwargs: Any,
) -> None:
    """Endpoints that want it are told of a report."""
    _start(note_ticket(ticket.pk, event, message, at=at))


@receiver(ticket_changed)
def follow_in_zammad(
    *, ticket: Ticket, event: str, by: Actor, at: datetime, **_kwargs: Any
) -> None:
    """Where the desk works in Zammad, it is brought up to date."""
    link_id = note_change(ticket, event, by=by, at=at)
    if link_id:
        transaction.on_commit(partial(push_to_zammad_task.enqueue, link_id=link_id))


@receiver(incident_changed)
def tell_of_incident(
    *, incident: Incident, event: str, at: datetime, **_kwargs: Any
) -> None:
    """Endpoints that want it are told of an incident."""
    _start(note_incident(incident, event, at=at))


def _start(endpoints: Iterable[int]) -> None:
    for key in endpoints:
        transaction.on_commit(partial(start_delivering, key))
