"""The nightly erasure."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from eduport.core.actor import Actor
from eduport.privacy.queries.erasure import configured_cutoffs
from eduport.privacy.services.erasure import erase_due
from eduport.sync.services.runs import RunInProgressError

RETRY = timedelta(minutes=10)
"""The sync goes first; a city takes it some minutes."""


@task(queue_name="sync")
def erase_due_task() -> None:
    """Erase for good whose grace period is over."""
    configured, now = settings.EDUPORT, timezone.now()
    cutoffs = configured_cutoffs(configured, at=now)
    try:
        erase_due(
            cutoffs,
            limit=configured.erasures_per_night,
            by=Actor.system("erasure"),
            at=now,
        )
    except RunInProgressError:
        erase_due_task.using(run_after=now + RETRY).enqueue()
