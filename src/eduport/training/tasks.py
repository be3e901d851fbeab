"""What happens to training by itself."""

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
)
from eduport.training.services.personal_data import purge_bookings
from eduport.training.services.telling import remind, tell_booking

RESUMED_AFTER = timedelta(seconds=10)
"""A task writes at once; what is left after that was left by somebody who died."""

AT_A_TIME = 500


@task(queue_name="notices")
def tell_booking_task(booking_id: int) -> None:
    """Write to somebody what is new about a seat."""
    tell_booking(booking_id, at=timezone.now())


@task(queue_name="notices")
def follow_dates_task() -> None:
    """Move waiting lists up, write what nobody wrote, remind of what is soon."""
    follow_dates(at=timezone.now())
    for booking_id in bookings_to_tell(before=timezone.now())[:AT_A_TIME]:
        tell_booking(booking_id, at=timezone.now())
    for booking_id in bookings_to_remind(at=timezone.now())[:AT_A_TIME]:
        remind(booking_id, at=timezone.now())


def resume_training() -> None:
    """Called at every beat of a worker: three questions that indexes answer."""
    now = timezone.now()
    is_due = (
        dates_to_follow(at=now)
        or bookings_to_tell(before=now - RESUMED_AFTER)
        or bookings_to_remind(at=now)
    )
    path = follow_dates_task.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    if is_due and not waiting.exists():
        follow_dates_task.enqueue()


@task()
def purge_bookings_task() -> None:
    """Forget who had a seat long ago, every night."""
    purge_bookings(at=timezone.now())


@task()
def purge_certificates_task() -> None:
    """Forget very old certificates, every night."""
    purge_certificates(at=timezone.now())
