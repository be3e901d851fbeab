"""Nightly work that belongs to no single domain."""

from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from eduport.core.actor import Actor
from eduport.ops.feeds import sync_feed
from eduport.sso.services.keys import rotate_keys
from eduport.sso.services.logout import purge_notices
from eduport.sso.services.tokens import purge_expired_tokens
from eduport.sync.services.runs import RunInProgressError

SCHEDULE = Actor.system("schedule")
TASK_RESULTS_DAYS = 30
FEED_RETRY = timedelta(seconds=30)


@task()
def purge_tokens_task() -> None:
    """Remove what of the single sign-on is no longer valid."""
    purge_expired_tokens(at=timezone.now())
    purge_notices(at=timezone.now())


@task()
def rotate_keys_task() -> None:
    """Bring the keys that sign in line with their age."""
    rotate_keys(by=SCHEDULE, at=timezone.now())


@task()
def purge_task_results_task() -> None:
    """Remove what is known about tasks that ended a month ago."""
    call_command("prune_db_task_results", min_age_days=TASK_RESULTS_DAYS, verbosity=0)


@task(queue_name="sync")
def sync_feed_task(slug: str, name: str, path: str) -> None:
    """Read a feed in; what is unusual waits for a human.

    While another run or the erasure is at work, it waits for its turn.
    """
    now = timezone.now()
    try:
        sync_feed(slug, name, Path(path), by=SCHEDULE, at=now)
    except RunInProgressError:
        later = sync_feed_task.using(run_after=now + FEED_RETRY)
        later.enqueue(slug=slug, name=name, path=path)
