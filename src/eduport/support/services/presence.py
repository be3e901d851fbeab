"""Who is at a ticket at this moment. Nothing of it stands in a log."""

from datetime import datetime, timedelta

from eduport.core.actor import Actor
from eduport.support.models import Presence, Ticket

LASTS = timedelta(seconds=45)
"""Pages ask every twenty seconds: one answer may be lost."""


def be_present(
    ticket: Ticket, *, is_writing: bool = False, by: Actor, at: datetime
) -> None:
    """Say that somebody has a ticket open, for the next moments; one statement."""
    changed = ["ends_at", "writes_until"] if is_writing else ["ends_at"]
    until = at + LASTS
    row = Presence(
        ticket=ticket,
        person_id=by.person_id or 0,
        ends_at=until,
        writes_until=until if is_writing else None,
    )
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["ticket", "person"],
        update_fields=changed,
    )


def leave(ticket: Ticket, *, by: Actor) -> None:
    """The answer was sent."""
    Presence.objects.filter(ticket=ticket, person=by.person_id).delete()


def purge_presences(*, at: datetime) -> int:
    """Forget who was where; return how many."""
    count, _of_each = Presence.objects.filter(ends_at__lt=at).delete()
    return count
