"""Writing the audit log."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor


def record(action: str, subject: Model, *, by: Actor, at: datetime) -> LogEntry:
    """Add one entry to the audit log, in the caller's transaction.

    `action` is `domain.noun.past`, such as `people.person.released`. Names nothing
    but the subject: no content, no secrets.
    """
    return LogEntry.objects.create(
        action=action,
        subject=subject._meta.label,
        subject_id=subject.pk,
        actor=by.label,
        actor_id=by.account_id,
        at=at,
    )


def record_all(
    action: str, subjects: Iterable[Model], *, by: Actor, at: datetime
) -> None:
    """Add one entry for each of many subjects, in one statement."""
    LogEntry.objects.bulk_create(
        LogEntry(
            action=action,
            subject=subject._meta.label,
            subject_id=subject.pk,
            actor=by.label,
            actor_id=by.account_id,
            at=at,
        )
        for subject in subjects
    )
