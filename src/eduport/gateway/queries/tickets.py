"""Reading fault reports for other systems: pages by cursor, nothing asked twice."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from eduport.people.models import AdminRole, Person
from eduport.people.queries import current_appointments
from eduport.support.models import Message, Ticket, TicketKind
from eduport.web.keyset import Cursor, keyset_page

M = TypeVar("M", bound=Model)
LARGEST = 2**63
DESK = [AdminRole.SERVICE_DESK, AdminRole.CENTRAL_TEAM]


@dataclass(frozen=True, slots=True)
class Slice(Generic[M]):
    """A part of a list, and where the next one begins."""

    rows: Sequence[M]
    next: str | None


def slice_of(rows: QuerySet[M], *, size: int, cursor: str | None) -> Slice[M]:
    """What changed first comes first: who reads to the end can go on from there.

    Raises ValueError if the cursor is none of ours.
    """
    here = Cursor(_read(cursor)) if cursor else None
    page = keyset_page(rows, ("changed_at", "pk"), size=size, cursor=here)
    if page.after is None:
        return Slice(page.rows, None)
    last: Any = page.rows[-1]
    return Slice(page.rows, _written(last.changed_at, last.pk))


def _written(at: datetime, key: int) -> str:
    text = json.dumps([at.isoformat(), key]).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, key = json.loads(base64.urlsafe_b64decode(padded.encode()))
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, binascii.Error) as error:
        raise ValueError("cursor") from error
    if moment.tzinfo is None or not isinstance(key, int) or abs(key) >= LARGEST:
        raise ValueError("cursor")
    return moment, key


def reports() -> QuerySet[Ticket]:
    """All fault reports with what is said of them, in one query.

    Questions to schools are not among them: no other system reads those.
    """
    faults = Ticket.objects.filter(kind=TicketKind.FAULT)
    return faults.select_related(
        "school", "component", "reporter", "assignee", "incident", "duplicate_of"
    )


def said_in(ticket: Ticket, *, with_notes: bool) -> QuerySet[Message]:
    """The conversation of a report."""
    messages = Message.objects.filter(ticket=ticket).select_related("author")
    return messages if with_notes else messages.filter(is_internal=False)


def people_of_desk() -> QuerySet[Person]:
    """To whom a report can be given."""
    appointed = current_appointments().filter(role__in=DESK)
    return Person.objects.filter(
        pk__in=appointed.values("person"), deletion_released_at=None
    ).order_by("sort_name", "pk")
