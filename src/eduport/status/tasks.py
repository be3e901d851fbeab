"""Background work: the state of the services, watched and written down."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from eduport.status.services.checking import (
    NamedCheck,
    claim_due_checks,
    purge_day_records,
    run_checks,
)
from eduport.status.services.proposals import purge_reports
from eduport.status.services.publishing import publish_if_old


def keep_board_fresh() -> None:
    """Called at every beat of a worker: maintenance comes nearer by itself."""
    publish_if_old(at=timezone.now())


def start_due_checks() -> None:
    """Called at every beat of a worker: claims what is due, so that one asks."""
    if check_ids := claim_due_checks(at=timezone.now()):
        run_checks_task.enqueue(check_ids=check_ids)


def named_checks() -> dict[str, NamedCheck]:
    """The commands and databases that the settings name."""
    return {
        one.name: NamedCheck(
            tuple(one.command),
            one.database_url.get_secret_value() if one.database_url else "",
        )
        for one in settings.EDUPORT.status_checks
    }


@task(queue_name="checks")
def run_checks_task(check_ids: list[int]) -> None:
    """Ask these components whether they work."""
    run_checks(check_ids, named_checks(), at=timezone.now())


@task()
def purge_reports_task() -> None:
    """Forget the reports that were counted and very old sums, every night."""
    purge_reports(at=timezone.now())
    purge_day_records(at=timezone.now())
