"""Writing down what happened for other systems, in the transaction at hand.

What is written here is sent later, and after every crash again, until it is taken. A
transaction that is taken back has told nobody anything.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from eduport.gateway.models import Delivery, Event, EventKind, WebhookEndpoint
from eduport.gateway.models.webhooks import TEST
from eduport.status.models import Incident
from eduport.support.models import Message, Ticket, TicketKind

TICKET_EVENTS = {
    "created": EventKind.TICKET_CREATED,
    "updated": EventKind.TICKET_UPDATED,
    "message": EventKind.MESSAGE_CREATED,
    "closed": EventKind.TICKET_CLOSED,
}
INCIDENT_EVENTS = {
    "opened": EventKind.INCIDENT_OPENED,
    "updated": EventKind.INCIDENT_UPDATED,
    "resolved": EventKind.INCIDENT_RESOLVED,
}
Plain = Mapping[str, object]


def note_ticket(
    ticket_id: int, event: str, message: Message | None = None, *, at: datetime
) -> list[int]:
    """Something happened to a report; return the endpoints to tell.

    Questions to schools are told to nobody. What is told holds no words of people: who
    may read them does so over the API.
    """
    kind = TICKET_EVENTS[event]
    wanting = _wanting(kind)
    if not wanting:
        return []
    reports = Ticket.objects.filter(kind=TicketKind.FAULT, pk=ticket_id)
    ticket = reports.select_related("component", "school", "incident").first()
    return _note(kind, _ticket(ticket, message), wanting, at=at) if ticket else []


def note_incident(incident: Incident, event: str, *, at: datetime) -> list[int]:
    """Something happened to an incident; return the endpoints to tell."""
    kind = INCIDENT_EVENTS[event]
    wanting = _wanting(kind)
    if not wanting:
        return []
    told = {
        "id": str(incident.uid),
        "state": incident.state,
        "impact": incident.impact,
        "components": list(
            incident.components.order_by("slug").values_list("slug", flat=True)
        ),
        "changed_at": incident.changed_at.isoformat(),
        "url": _address("gateway:incident", incident.uid),
    }
    return _note(kind, told, wanting, at=at)


def note_test(endpoint: WebhookEndpoint, *, at: datetime) -> list[int]:
    """Let an endpoint be told that this is a test."""
    return _note(TEST, {"endpoint": str(endpoint.uid)}, [endpoint.pk], at=at)


def _wanting(kind: EventKind) -> list[int]:
    found = WebhookEndpoint.objects.filter(disabled_at=None, kinds__contains=[kind])
    return list(found.values_list("pk", flat=True))


def _note(kind: str, told: Plain, endpoints: list[int], *, at: datetime) -> list[int]:
    whole = {"type": kind, "timestamp": at.isoformat(), "data": told}
    body = json.dumps(whole, ensure_ascii=False)
    event = Event.objects.create(uid=uuid4(), kind=kind, body=body, created_at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, endpoint_id=key, next_try_at=at) for key in endpoints
    )
    return endpoints


def _ticket(ticket: Ticket, message: Message | None) -> Plain:
    told: dict[str, object] = {
        "id": str(ticket.uid),
        "number": ticket.pk,
        "state": ticket.state,
        "priority": ticket.priority,
        "component": ticket.component.slug if ticket.component else "",
        "school": ticket.school.code if ticket.school else None,
        "incident": str(ticket.incident.uid) if ticket.incident else None,
        "changed_at": ticket.changed_at.isoformat(),
        "url": _address("gateway:ticket", ticket.uid),
    }
    if message:
        told["message"] = {
            "id": message.pk,
            "side": message.side,
            "is_internal": message.is_internal,
        }
    return told


def _address(name: str, uid: object) -> str:
    return f"{settings.EDUPORT.public_url}{reverse(name, args=[uid])}"
