"""Background work: digests by mail, the search, and what goes at night."""

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from eduport.news.services.digests import (
    begin_due_digests,
    prepare_digest,
    purge_digests,
    queue_digest,
)
from eduport.news.services.indexing import bring_search_up_to_date
from eduport.news.services.publishing import purge_publications


@task()
def purge_news_task() -> None:
    """Forget confirmations of what expired, and what was trashed or over long ago."""
    purge_publications(at=timezone.now())
    purge_digests(at=timezone.now())


def send_digests() -> None:
    """Called at every beat of a worker: begin what is due, go on with what is left."""
    run_ids = begin_due_digests(at=timezone.now())
    if run_ids and not _waits(send_digest_task.module_path):
        for run_id in run_ids:
            send_digest_task.enqueue(run_id=run_id)


def _waits(path: str) -> bool:
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    waiting = DBTaskResult.objects.filter(task_path=path, status__in=unfinished)
    return waiting.exists()


@task(queue_name="circulars")
def send_digest_task(run_id: int) -> None:
    """Queue all mails of a digest, set by set."""
    prepare_digest(run_id, at=timezone.now())
    while queue_digest(run_id, at=timezone.now()):
        pass


def index_news() -> None:
    """Called at every beat: only what is public and shown now can be found."""
    bring_search_up_to_date(at=timezone.now())
