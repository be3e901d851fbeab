"""Tables of tickets, and of who may report."""

from eduport.support.models.attachments import Attachment
from eduport.support.models.drafts import ReportDraft
from eduport.support.models.reporters import CallerRole, FormOpening
from eduport.support.models.tickets import (
    OPEN_STATES,
    Addressee,
    AffectedPerson,
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
    "AffectedPerson",
    "Attachment",
    "CallerRole",
    "Effect",
    "FormOpening",
    "IncidentFollower",
    "Message",
    "ReportDraft",
    "Side",
    "Spread",
    "Ticket",
    "TicketKind",
    "TicketState",
]
