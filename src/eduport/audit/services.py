"""Writing the audit log."""

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
