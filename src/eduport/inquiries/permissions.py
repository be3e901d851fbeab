"""Who may ask to read the log about a person, decide, and read."""

from datetime import datetime

from eduport.core.actor import Actor
from eduport.inquiries.models import Inquiry
from eduport.people.models import AdminRole


def can_ask(actor: Actor) -> bool:
    """Whether somebody may ask to read the log about a person, or decide."""
    return AdminRole.CENTRAL_TEAM in actor.roles and actor.person_id is not None


def can_decide(actor: Actor, inquiry: Inquiry) -> bool:
    """Another of the central team, and nobody whom it is about."""
    concerned = {inquiry.asked_by_id, inquiry.person_id}
    return can_ask(actor) and actor.person_id not in concerned


def can_read_entries(actor: Actor, inquiry: Inquiry, *, at: datetime) -> bool:
    """Who asked and who approved, for some days."""
    is_open = inquiry.ends_at is not None and inquiry.ends_at > at
    two = {inquiry.asked_by_id, inquiry.decided_by_id}
    return can_ask(actor) and is_open and actor.person_id in two
