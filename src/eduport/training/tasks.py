"""What happens to training by itself."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from eduport.training.queries.bookings import bookings_to_tell
from eduport.training.services.attendance import purge_certificates
from eduport.training.services.following import (
    bookings_to_remind,
    dates_to_follow,
    follow_dates,
    requests_to_remind,
)
from eduport.training.services.personal_data import purge_bookings
from eduport.training.services.telling import remind, tell_booking
from eduport.training.services.telling_schools import remind_of_request

logger = logging.getLogger(__name__)
RESUMED_AFTER = timedelta(seconds=10)
"""A task writes at once; what is left after that was left by somebody who died."""

AT_A_TIME = 500


@task(queue_name="notices")
def follow_dates_task() -> None:
    """Move waiting lists up, write what is to be told, remind of what is soon."""
    now = timezone.now()
    follow_dates(at=now)
    _write_to_each(tell_booking, bookings_to_tell(before=timezone.now()))
    _write_to_each(remind, bookings_to_remind(at=now))
    _write_to_each(remind_of_request, requests_to_remind(at=now))


def _write_to_each(write: Callable[..., bool], keys: Sequence[int]) -> None:
    """Write one letter after the other; one that fails keeps no other back."""
    for key in keys[:AT_A_TIME]:
        try:
            write(key, at=timezone.now())
        except Exception:
            logger.exception("What is new about %s could not be written", key)


def follow_soon() -> None:
    """Have it done at once, unless a task waits already: that one finds all."""
    path = follow_dates_task.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    if not waiting.exists():
        follow_dates_task.enqueue()


def resume_training() -> None:
    """Called at every beat of a worker: four questions that indexes answer."""
    now = timezone.now()
    is_due = (
        dates_to_follow(at=now)
        or bookings_to_tell(before=now - RESUMED_AFTER)
        or bookings_to_remind(at=now)
        or requests_to_remind(at=now)
    )
    if is_due:
        follow_soon()


@task()
def purge_bookings_task() -> None:
    """Forget who had a seat long ago, every night."""
    purge_bookings(at=timezone.now())


@task()
def purge_certificates_task() -> None:
    """Forget very old certificates, every night."""
    purge_certificates(at=timezone.now())
