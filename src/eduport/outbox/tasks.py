"""Sending mail in the background."""

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from eduport.outbox.services.circulars import deliver_copies, has_due_copies
from eduport.outbox.services.delivery import deliver_mail, due_mail, purge_failed_mail


@task(queue_name="mail")
def deliver_mail_task(mail_id: int) -> None:
    """Send a mail; if the mail server is away, again later."""
    next_try_at = deliver_mail(mail_id, at=timezone.now())
    if next_try_at:
        deliver_mail_task.using(run_after=next_try_at).enqueue(mail_id=mail_id)


@task()
def deliver_due_mail_task() -> None:
    """Send what should be gone by now, because a worker died; every hour."""
    for mail_id in due_mail(at=timezone.now()):
        deliver_mail_task.enqueue(mail_id=mail_id)


@task()
def purge_failed_mail_task() -> None:
    """Forget what could not be sent, every night."""
    purge_failed_mail(at=timezone.now())


COPIES = 2000
"""So many in one task: then others of the same track have their turn."""


@task(queue_name="circulars")
def deliver_copies_task() -> None:
    """Send copies of circulars, and go on with the next ones."""
    if deliver_copies(at=timezone.now(), most=COPIES):
        deliver_copies_task.enqueue()


def resume_copies() -> None:
    """Send what waits, whoever died over it; called at every beat of a worker."""
    path = deliver_copies_task.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    if has_due_copies(at=timezone.now()) and not waiting.exists():
        deliver_copies_task.enqueue()
