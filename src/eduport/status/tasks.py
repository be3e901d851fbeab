"""Background work: keeping the status page up to date."""

from django.utils import timezone
from django_tasks import task

from eduport.status.services.proposals import purge_reports
from eduport.status.services.publishing import publish_if_old


def keep_board_fresh() -> None:
    """Called at every beat of a worker: maintenance comes nearer by itself."""
    publish_if_old(at=timezone.now())


@task()
def purge_reports_task() -> None:
    """Forget the reports that were counted, every night."""
    purge_reports(at=timezone.now())
