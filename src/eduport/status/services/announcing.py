"""Telling people by mail: only whom it concerns, only who wants it, each once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.outbox.services.circulars import copy_circular, write_circular
from eduport.status.formats.words import incident_state, period
from eduport.status.models import (
    Announcement,
    AnnouncementAudience,
    Incident,
    MailChoice,
    MailTopic,
    MaintenanceWindow,
)
from eduport.status.queries.audience import audience_of, readers_of
from eduport.status.queries.board import make_board
from eduport.status.queries.windows import board_windows
from eduport.status.types import AudienceRow, BoardWindow

BATCH = 10_000
KEPT = timedelta(days=400)
Context = Callable[[], Mapping[str, str]]


def choose_mail(topics: Iterable[MailTopic], *, by: Actor) -> None:
    """Want mail about these topics, and about no others."""
    wanted = set(topics)
    account = Account(pk=by.account_id)
    values = {topic.value: topic in wanted for topic in MailTopic}
    MailChoice.objects.update_or_create(account=account, defaults=values)


@transaction.atomic
def announce_incident(incident: Incident, *, at: datetime) -> Announcement | None:
    """Mail what was said last about an incident. None if it was mailed already."""
    update = incident.incidentupdate_set.first()
    if update is None:
        return None
    board = make_board(at)
    [shown] = [one for one in board.incidents if one.uid == str(incident.uid)]
    audience = audience_of(
        board, shown.component_ids, schools=shown.school_ids, roles=shown.roles
    )

    def context() -> Mapping[str, str]:
        said = shown.updates[0]
        return {
            "title": str(shown.title),
            "state": incident_state(said.state),
            "text": str(said.text),
            "since": date_format(localtime(shown.started_at), "SHORT_DATETIME_FORMAT"),
            "path": f"{reverse('status:page')}#incident-{shown.uid}",
        }

    key = f"incident:{incident.uid}:{update.pk}"
    return _announce(
        key, MailTopic.INCIDENTS, "status/mail/incident.txt", context, audience, at=at
    )


def announce_due_windows(*, at: datetime) -> int:
    """Mail the maintenance that is to be announced now; says how many mails began.

    Called at every beat: what was announced before is not announced again. Returns how
    many were new.
    """
    mailed = set(
        MaintenanceWindow.objects.filter(is_mailed=True, cancelled_at=None).values_list(
            "uid", flat=True
        )
    )
    due = [
        window
        for window in board_windows(at, at + timedelta(days=42))
        if window.is_announced(at) and window.uid in {str(uid) for uid in mailed}
    ]
    known = set(
        Announcement.objects.filter(key__in=[_key(one) for one in due]).values_list(
            "key", flat=True
        )
    )
    new = [one for one in due if _key(one) not in known]
    return sum(announce_window(one, at=at) is not None for one in new)


@transaction.atomic
def announce_window(window: BoardWindow, *, at: datetime) -> Announcement | None:
    """Mail about one occurrence: planned, extended or cancelled."""
    audience = audience_of(make_board(at), window.component_ids)

    def context() -> Mapping[str, str]:
        return {
            "title": str(window.title),
            "text": str(window.text),
            "period": period(window.starts_at, window.ends_at),
            "cancelled": "1" if window.cancelled_at else "",
            "extended": "1" if window.extended_at else "",
            "path": f"{reverse('status:page')}#window-{window.key}",
        }

    return _announce(
        _key(window),
        MailTopic.MAINTENANCE,
        "status/mail/window.txt",
        context,
        audience,
        at=at,
    )


def announce_changed_window(window: MaintenanceWindow, *, at: datetime) -> int:
    """Mail that announced occurrences last longer or do not take place."""
    if not window.is_mailed:
        return 0
    occurrences = [
        one
        for one in board_windows(at, at + timedelta(days=42))
        if one.uid == str(window.uid)
        and (one.cancelled_at or one.extended_at)
        and Announcement.objects.filter(key__startswith=f"window:{one.key}").exists()
    ]
    return sum(announce_window(one, at=at) is not None for one in occurrences)


def _key(window: BoardWindow) -> str:
    """What is said of an occurrence: planned, then perhaps longer, then cancelled."""
    if window.cancelled_at:
        return f"window:{window.key}:cancelled"
    if window.extended_at:
        return f"window:{window.key}:{window.ends_at:%Y%m%dT%H%M%SZ}"
    return f"window:{window.key}"


def _announce(
    key: str,
    topic: MailTopic,
    template: str,
    context: Context,
    audience: Iterable[AudienceRow],
    *,
    at: datetime,
) -> Announcement | None:
    Announcement.objects.bulk_create(
        [Announcement(key=key, topic=topic, created_at=at)], ignore_conflicts=True
    )
    # Of two workers one waits here, and then sees that it has been said.
    announcement = Announcement.objects.select_for_update().get(key=key)
    if announcement.circular_id or announcement.queued_at:
        return None
    announcement.circular = write_circular(template, context, at=at)
    announcement.save(update_fields=["circular"])
    AnnouncementAudience.objects.bulk_create(
        AnnouncementAudience(
            announcement=announcement, school_id=row.school_id, role=row.role
        )
        for row in audience
    )
    return announcement


@transaction.atomic
def queue_batch(announcement_id: int, *, at: datetime, size: int = BATCH) -> bool:
    """Queue the next copies, without a row passing through here. Says if some are left.

    Batch and place are written in one transaction: who is killed in the middle has
    queued nothing of the batch, and the next one begins where the last one ended.
    """
    announcement = Announcement.objects.select_for_update().get(pk=announcement_id)
    if announcement.queued_at or announcement.circular is None:
        return False
    if announcement.circular.expires_at <= at:
        # Nobody was there to send it while it was news.
        announcement.queued_at = at
        announcement.save(update_fields=["queued_at"])
        return False
    readers = readers_of(announcement, at_most=size)
    copied = copy_circular(announcement.circular, readers, at=at)
    announcement.copies += copied.asked
    announcement.last_account = max(announcement.last_account, copied.last_key)
    is_last = copied.asked < size
    announcement.queued_at = at if is_last else None
    announcement.save(update_fields=["copies", "last_account", "queued_at"])
    return not is_last


def purge_announcements(*, at: datetime) -> int:
    """Forget what was announced more than a year ago."""
    number, _ = Announcement.objects.filter(created_at__lt=at - KEPT).delete()
    return number
