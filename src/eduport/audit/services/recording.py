"""Writing entries."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from eduport.audit.models import Entry, LogEntry, SecurityEvent
from eduport.core.actor import Actor

E = TypeVar("E", bound=Entry)


def record(action: str, subject: Model, *, by: Actor, at: datetime) -> LogEntry:
    """Add one entry to the audit log, in the caller's transaction.

    `action` is `domain.noun.past`, such as `people.person.released`. Names nothing
    but the subject: no content, no secrets.
    """
    entry = _entry(LogEntry, action, subject, by, at)
    entry.save(force_insert=True)
    return entry


def record_all(
    action: str, subjects: Iterable[Model], *, by: Actor, at: datetime
) -> None:
    """Add one entry for each of many subjects, in one statement."""
    LogEntry.objects.bulk_create(
        _entry(LogEntry, action, subject, by, at) for subject in subjects
    )


def record_security_event(
    action: str, subject: Model, *, by: Actor, at: datetime
) -> SecurityEvent:
    """Add one entry about the safety of an account; kept apart from the audit log."""
    event = _entry(SecurityEvent, action, subject, by, at)
    event.save(force_insert=True)
    return event


def _entry(log: type[E], action: str, subject: Model, by: Actor, at: datetime) -> E:
    return log(
        action=action,
        subject=subject._meta.label,
        subject_id=subject.pk,
        # An account's label is its login, which holds a name.
        actor=by.label if by.account_id is None else "",
        actor_id=by.account_id,
        at=at,
    )
