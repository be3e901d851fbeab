"""Saying something in a ticket, with files: what pages, mail and programs call."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eduport.core.actor import Actor
from eduport.support.models import Message, Side
from eduport.support.services.files import clean_files, store_files
from eduport.support.services.tickets import note_internally, reply_to_ticket
from eduport.support.types import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says. `seen` is the last message that they have read."""

    text: str
    files: tuple[Upload, ...] = ()
    is_internal: bool = False
    seen: int | None = None


def say_in_ticket(
    ticket_id: int, said: Said, *, side: Side, by: Actor, at: datetime
) -> Message:
    """Reply, or write an internal note, with the files that belong to it.

    Refuses what `reply_to_ticket` and `attach_files` refuse; nothing is sent then.
    """
    files = clean_files(said.files)
    with transaction.atomic():
        if said.is_internal:
            message = note_internally(ticket_id, said.text, side=side, by=by, at=at)
        else:
            message = reply_to_ticket(
                ticket_id, said.text, side=side, seen=said.seen, by=by, at=at
            )
        store_files(message, files, by=by, at=at)
    return message
