"""Work of the sync that outlives a request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from eduport.core.actor import Actor
from eduport.people.models import Source
from eduport.sync.errors import RosterError
from eduport.sync.models import SyncRun
from eduport.sync.services.decisions import continue_run
from eduport.sync.services.retention import purge_journals
from eduport.sync.services.runs import (
    RunInProgressError,
    RunOptions,
    plan_roster,
    sync_roster,
)
from eduport.sync.services.undo import undo_run
from eduport.sync.services.uploads import discard_upload, remove_stale_uploads

RETRY = timedelta(seconds=30)
"""Only one run works at a time; what a person asked for waits for its turn."""


def uploads_folder() -> Path:
    """Where uploaded rosters lie until they are read."""
    folder: Path = settings.EDUPORT.data_dir / "uploads"
    return folder


def run_options(day: datetime | None = None) -> RunOptions:
    """What the operator has set, for a roster read as of a day or today."""
    return RunOptions(
        brake_percent=settings.EDUPORT.brake_percent,
        switches_on_new_schools=settings.EDUPORT.switch_on_new_schools,
        day=day.date() if day else None,
    )


@task(queue_name="sync")
def read_upload_task(
    *, source_id: int, path: str, is_applied: bool, by: str, account_id: int | None
) -> None:
    """Plan an uploaded roster, and apply it if that was asked for."""
    work: Callable[..., SyncRun] = sync_roster if is_applied else plan_roster
    try:
        work(
            Source.objects.get(pk=source_id),
            Path(path),
            options=run_options(),
            by=Actor(by, account_id),
            at=timezone.now(),
        )
    except RosterError:
        # The run has failed and says why on its page; the file is of no more use.
        discard_upload(uploads_folder(), Path(path))
    except RunInProgressError:
        read_upload_task.using(run_after=timezone.now() + RETRY).enqueue(
            source_id=source_id,
            path=path,
            is_applied=is_applied,
            by=by,
            account_id=account_id,
        )
    else:
        if is_applied:
            discard_upload(uploads_folder(), Path(path))


@task(queue_name="sync")
def continue_run_task(*, run_id: int, by: str, account_id: int | None) -> None:
    """Apply what was approved."""
    try:
        continue_run(run_id, by=Actor(by, account_id), at=timezone.now())
    except RunInProgressError:
        continue_run_task.using(run_after=timezone.now() + RETRY).enqueue(
            run_id=run_id, by=by, account_id=account_id
        )


@task(queue_name="sync")
def undo_run_task(*, run_id: int, by: str, account_id: int | None) -> None:
    """Take back a run."""
    run = SyncRun.objects.select_related("source").get(pk=run_id)
    try:
        undo_run(run.source, by=Actor(by, account_id), at=timezone.now(), run_id=run_id)
    except RunInProgressError:
        undo_run_task.using(run_after=timezone.now() + RETRY).enqueue(
            run_id=run_id, by=by, account_id=account_id
        )


@task()
def purge_journals_task() -> None:
    """Remove what old runs and forgotten uploads say about people."""
    now = timezone.now()
    kept = timedelta(days=settings.EDUPORT.journal_days)
    purge_journals(before=now - kept, by=Actor.system("retention"), at=now)
    remove_stale_uploads(uploads_folder(), at=now)
