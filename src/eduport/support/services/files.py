"""Keeping files with what was said, from whatever way they came."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.support.errors import TicketIsFullError, TooManyFilesError
from eduport.support.formats.files import MB, clean_file
from eduport.support.models import Attachment, Message, Ticket
from eduport.support.types import CleanFile, Upload

MOST_AT_ONCE = 10


def attach_files(
    message: Message, files: Sequence[Upload], *, by: Actor, at: datetime
) -> list[Attachment]:
    """Keep files with a message: all of them, or none.

    They are looked into and written anew: see `formats.files`. Raises a
    RefusedFileError, which names the file; who can do without one calls this for each.
    """
    return store_files(message, clean_files(files), by=by, at=at)


def clean_files(files: Sequence[Upload]) -> list[CleanFile]:
    """Look into files before anything is locked: large pictures take a second."""
    if len(files) > MOST_AT_ONCE:
        raise TooManyFilesError(limit=MOST_AT_ONCE)
    limit = settings.EDUPORT.attachment_mb
    return [clean_file(file, limit_mb=limit) for file in files]


@transaction.atomic
def store_files(
    message: Message, files: Sequence[CleanFile], *, by: Actor, at: datetime
) -> list[Attachment]:
    """Keep what was looked into; raises TicketIsFullError."""
    if not files:
        return []
    # Two at once would each see room.
    Ticket.objects.select_for_update().get(pk=message.ticket_id)
    _check_room(message.ticket_id, files)
    rows = [
        Attachment(
            message=message,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            content=file.content,
        )
        for file in files
    ]
    record("support.ticket.attached", message.ticket, by=by, at=at)
    return Attachment.objects.bulk_create(rows)


def _check_room(ticket_id: int, files: Sequence[CleanFile]) -> None:
    kept = Attachment.objects.filter(message__ticket=ticket_id)
    used = kept.aggregate(size=Sum("size"))["size"] or 0
    limit = settings.EDUPORT.ticket_files_mb
    if used + sum(len(file.content) for file in files) > limit * MB:
        raise TicketIsFullError(limit=limit)
