"""What `gateway` does in the background."""

import logging

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from eduport.gateway.clients.zammad import ZammadError
from eduport.gateway.services import zammad
from eduport.gateway.services.delivering import (
    deliver_due,
    endpoints_with_due,
    purge_events,
)
from eduport.gateway.services.repeating import purge_accepted_requests

logger = logging.getLogger(__name__)


@task(queue_name="webhooks")
def deliver_webhooks_task(endpoint_id: int) -> None:
    """Tell an endpoint what is due, and go on with the rest."""
    if deliver_due(endpoint_id, at=timezone.now()):
        start_delivering(endpoint_id)


def start_delivering(endpoint_id: int) -> None:
    """Let a worker tell an endpoint what is due; one task that waits is enough."""
    waiting = DBTaskResult.objects.filter(
        task_path=deliver_webhooks_task.module_path,
        status=TaskResultStatus.READY,
        args_kwargs={"args": [], "kwargs": {"endpoint_id": endpoint_id}},
    )
    if not waiting.exists():
        deliver_webhooks_task.enqueue(endpoint_id=endpoint_id)


def resume_webhooks() -> None:
    """Tell what is due, whoever died over it; called at every beat of a worker."""
    for endpoint_id in endpoints_with_due(at=timezone.now()):
        start_delivering(endpoint_id)


@task()
def purge_accepted_requests_task() -> None:
    """Forget by which keys things were made."""
    purge_accepted_requests(at=timezone.now())


@task()
def purge_events_task() -> None:
    """Forget what other systems were told long ago."""
    purge_events(at=timezone.now())


@task(queue_name="webhooks")
def push_to_zammad_task(link_id: int) -> None:
    """Bring a report up to date in Zammad."""
    zammad.push(link_id, at=timezone.now())


@task(queue_name="webhooks")
def pull_from_zammad_task(link_id: int) -> None:
    """Bring in what was said and done in Zammad; the hourly look tries again."""
    try:
        zammad.pull(link_id, at=timezone.now())
    except ZammadError as error:
        logger.warning("Zammad could not be asked: %s", error)


@task(queue_name="webhooks")
def look_at_zammad_task() -> None:
    """Look at all open reports there: a trigger may have been lost."""
    for link_id in zammad.open_links().values_list("pk", flat=True):
        try:
            zammad.pull(link_id, at=timezone.now())
        except ZammadError as error:
            logger.warning("Zammad could not be asked: %s", error)
            return


def resume_zammad() -> None:
    """Bring up to date what is due, whoever died over it; called at every beat."""
    path = push_to_zammad_task.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    due = zammad.due_links(at=timezone.now())
    if due and not waiting.exists():
        for link_id in due:
            push_to_zammad_task.enqueue(link_id=link_id)
