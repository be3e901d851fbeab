"""Tables of tickets, and of who may report."""

from eduport.support.models.attachments import Attachment
from eduport.support.models.reporters import CallerRole, FormOpening
from eduport.support.models.tickets import (
    OPEN_STATES,
    Addressee,
    Effect,
    IncidentFollower,
    Message,
    Side,
    Spread,
    Ticket,
    TicketKind,
    TicketState,
)

__all__ = [
    "OPEN_STATES",
    "Addressee",
    "Attachment",
    "CallerRole",
    "Effect",
    "FormOpening",
    "IncidentFollower",
    "Message",
    "Side",
    "Spread",
    "Ticket",
    "TicketKind",
    "TicketState",
]
