"""Background work: the state of the services, watched and written down."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from eduport.status.models import Incident, MaintenanceWindow
from eduport.status.queries.audience import unfinished_announcements
from eduport.status.services.announcing import (
    announce_changed_window,
    announce_due_windows,
    announce_incident,
    purge_announcements,
    queue_batch,
)
from eduport.status.services.checking import (
    NamedCheck,
    claim_due_checks,
    purge_day_records,
    run_checks,
)
from eduport.status.services.proposals import purge_reports
from eduport.status.services.publishing import publish_if_old

RESUMED_AFTER = timedelta(seconds=10)
"""A task queues at once; what is left after that was left by somebody who died."""


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


def announce() -> None:
    """Called at every beat of a worker: mail what is due, once, whoever is first."""
    now = timezone.now()
    announce_due_windows(at=now)
    for announcement_id in unfinished_announcements(before=now - RESUMED_AFTER):
        queue_announcement_task.enqueue(announcement_id=announcement_id)


@task(queue_name="circulars")
def queue_announcement_task(announcement_id: int) -> None:
    """Queue all copies of an announcement, batch by batch."""
    while queue_batch(announcement_id, at=timezone.now()):
        pass


@task(queue_name="circulars")
def announce_incident_task(incident_id: int) -> None:
    """Mail what was said last about an incident."""
    incident = Incident.objects.get(pk=incident_id)
    if announcement := announce_incident(incident, at=timezone.now()):
        queue_announcement_task.enqueue(announcement_id=announcement.pk)


@task(queue_name="circulars")
def announce_changed_window_task(window_id: int) -> None:
    """Mail that announced maintenance lasts longer or does not take place."""
    window = MaintenanceWindow.objects.get(pk=window_id)
    announce_changed_window(window, at=timezone.now())


@task()
def purge_reports_task() -> None:
    """Forget counted reports, very old sums and announcements, every night."""
    purge_reports(at=timezone.now())
    purge_day_records(at=timezone.now())
    purge_announcements(at=timezone.now())
