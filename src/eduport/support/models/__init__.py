"""Tables of tickets, and of who may report."""

from eduport.support.models.attachments import Attachment
from eduport.support.models.desk import (
    AnswerTemplate,
    EventKind,
    Presence,
    SavedView,
    TicketEvent,
)
from eduport.support.models.drafts import ReportDraft
from eduport.support.models.mail import (
    IS_NO_ANSWER,
    IncomingMail,
    MailReason,
    MailState,
)
from eduport.support.models.teams import Team
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
    "IS_NO_ANSWER",
    "OPEN_STATES",
    "Addressee",
    "AffectedPerson",
    "AnswerTemplate",
    "Attachment",
    "Effect",
    "EventKind",
    "IncidentFollower",
    "IncomingMail",
    "MailReason",
    "MailState",
    "Message",
    "Presence",
    "ReportDraft",
    "SavedView",
    "Side",
    "Spread",
    "Team",
    "Ticket",
    "TicketEvent",
    "TicketKind",
    "TicketState",
]
