"""What happens to tickets by itself."""

import logging

from django.db import DatabaseError
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from eduport.core.actor import Actor
from eduport.support.queries.mail import due_mail
from eduport.support.services.desk import escalate_late_tickets
from eduport.support.services.drafts import purge_drafts
from eduport.support.services.mail import (
    claim_mail,
    hold_unread,
    purge_mail,
    take_in,
)
from eduport.support.services.presence import purge_presences
from eduport.support.services.tickets import close_solved_tickets, purge_tickets

logger = logging.getLogger(__name__)


@task()
def close_solved_tickets_task() -> None:
    """Close what has been solved for two weeks."""
    close_solved_tickets(at=timezone.now())


@task()
def purge_tickets_task() -> None:
    """Forget what was closed long ago, and who was where."""
    purge_tickets(at=timezone.now())
    purge_presences(at=timezone.now())


@task()
def purge_drafts_task() -> None:
    """Forget drafts that nobody went on with."""
    purge_drafts(at=timezone.now())


@task()
def escalate_late_tickets_task() -> None:
    """Tell the desk of what is late."""
    escalate_late_tickets(by=Actor.system("schedule"), at=timezone.now())


@task(queue_name="intake")
def read_mail_task(mail_id: int) -> None:
    """Read a mail that came in. One that cannot be read waits for a human."""
    if not claim_mail(mail_id, at=timezone.now()):
        return
    try:
        take_in(mail_id, at=timezone.now())
    except DatabaseError:
        # The database is away for a moment; it is tried again.
        raise
    except Exception:
        # Built by somebody, or a mistake of ours: the mail must not be lost over it.
        logger.exception("Mail %s could not be read", mail_id)
        hold_unread(mail_id, at=timezone.now())


@task()
def purge_mail_task() -> None:
    """Forget mail whose text stands in tickets, and what nobody decided about."""
    purge_mail(at=timezone.now())


def resume_mail() -> None:
    """Read what waits, whoever died over it; called at every beat of a worker."""
    keys = due_mail(at=timezone.now())
    if not keys:
        return
    path = read_mail_task.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    known = {
        row["kwargs"]["mail_id"]
        for row in waiting.values_list("args_kwargs", flat=True)
    }
    for key in keys:
        if key not in known:
            read_mail_task.enqueue(mail_id=key)
