"""A run from the first byte to the last school: read, plan, hold or apply."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import Source
from eduport.sync.errors import RosterError
from eduport.sync.models import Decision, RunState, SchoolPlan, SyncRun
from eduport.sync.services.applying import apply_run
from eduport.sync.services.planning import plan
from eduport.sync.services.planning.context import PlanContext
from eduport.sync.services.reading import Blocks, open_blocks
from eduport.sync.services.staging import Staging

LOCK = 6578_7550
"""The key of PostgreSQL's advisory lock that a run holds; freed when it is killed."""


class RunInProgressError(DomainError):
    """Two runs at once would plan on sand."""

    message = _(
        "Another run of the sync is at work. Please wait until it has ended, then try "
        "again."
    )


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the operator has set."""

    brake_percent: int = 10
    switches_on_new_schools: bool = True
    # Read the roster as of this day rather than today: roles that ended since count.
    day: date | None = None


def plan_roster(
    source: Source, path: Path, *, options: RunOptions, by: Actor, at: datetime
) -> SyncRun:
    """Read and plan without applying anything.

    Raises RosterError if nothing can be read, RunInProgressError if another run works.
    """
    with only_one_run():
        recover(by=by, at=at)
        return _read_and_plan(source, path, options=options, by=by, at=at)


def sync_roster(
    source: Source, path: Path, *, options: RunOptions, by: Actor, at: datetime
) -> SyncRun:
    """Read, plan, and apply all that is not held. A second time changes nothing.

    Killed at any moment, the next call first finishes what was being applied. Raises
    RosterError if nothing can be read, RunInProgressError if another run works.
    """
    with only_one_run():
        recover(by=by, at=at)
        run = _read_and_plan(source, path, options=options, by=by, at=at)
        _supersede(run, at=at)
        apply_run(run, by=by, at=at)
        return run


def resume_runs(*, by: Actor, at: datetime) -> list[SyncRun]:
    """Finish what a killed process left behind; return the runs that were finished."""
    with only_one_run():
        return recover(by=by, at=at)


@contextmanager
def only_one_run() -> Iterator[None]:
    """Hold the lock of the sync in this session, or raise RunInProgressError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise RunInProgressError
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def recover(*, by: Actor, at: datetime) -> list[SyncRun]:
    """Finish what was killed. Only under the lock: then nobody else is at work."""
    unread = SyncRun.objects.filter(state__in=[RunState.READING, RunState.PLANNING])
    unread.update(
        state=RunState.FAILED, finished_at=at, message="interrupted before the plan"
    )
    resumed = list(SyncRun.objects.filter(state=RunState.APPLYING).order_by("pk"))
    for run in resumed:
        apply_run(run, by=by, at=at)
    return resumed


def _read_and_plan(
    source: Source, path: Path, *, options: RunOptions, by: Actor, at: datetime
) -> SyncRun:
    run = SyncRun.objects.create(
        source=source,
        state=RunState.READING,
        started_at=at,
        started_by=by.label,
        path=path.name,
    )
    try:
        with open_blocks(path) as blocks, transaction.atomic():
            _plan_into(run, blocks, options=options, at=at)
    except Exception as error:
        _fail(run, error, at=at)
        raise
    record("sync.run.planned", run, by=by, at=at)
    return run


def _plan_into(
    run: SyncRun, blocks: Blocks, *, options: RunOptions, at: datetime
) -> None:
    context = PlanContext(
        run_id=run.pk,
        source_id=run.source_id,
        authority_id=run.source.authority_id,
        at=at,
        day=options.day or localdate(at),
        brake_percent=options.brake_percent,
        switches_on_new_schools=options.switches_on_new_schools,
    )
    staging = Staging(blocks, source_id=run.source_id, day=context.day)
    plan(run, staging, context)
    run.format = staging.state.format_name
    run.state = RunState.PLANNED
    run.finished_at = at
    run.save()


def _fail(run: SyncRun, error: Exception, *, at: datetime) -> None:
    run.state = RunState.FAILED
    run.finished_at = at
    run.counts = {}
    run.hold_reason = None
    run.message = str(error) if isinstance(error, RosterError) else type(error).__name__
    run.save()


def _supersede(run: SyncRun, *, at: datetime) -> None:
    """What waited in older runs of the source is in the new plan, if it still holds."""
    older = SyncRun.objects.filter(source=run.source, pk__lt=run.pk, undoes=None)
    waiting = older.filter(state__in=[RunState.HELD, RunState.PLANNED, RunState.FAILED])
    SchoolPlan.objects.filter(run__in=waiting, applied_at=None, decision="").update(
        decision=Decision.SUPERSEDED, decided_at=at
    )
    waiting.exclude(state=RunState.FAILED).update(state=RunState.SUPERSEDED)
