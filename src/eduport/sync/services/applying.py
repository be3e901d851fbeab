"""Applying a plan: one transaction a school, so that a kill leaves whole schools."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.services.roster import RosterChanges, apply_changes
from eduport.people.services.years import activate_first_year
from eduport.sync.models import STRUCTURE, Decision, RunState, SchoolPlan, SyncRun
from eduport.sync.queries import units_to_apply

logger = logging.getLogger(__name__)

UNITS = """
SELECT entity, op, subject_id, object_id, role, before, after FROM sync_change
WHERE run_id = %(run)s AND unit = ANY(%(units)s) AND unit2 IS NULL
"""
# The other end must be applied too. That of a school without a plan is unchanged.
ACROSS = """
WITH waiting AS (
  SELECT unit FROM sync_schoolplan WHERE run_id = %(run)s AND applied_at IS NULL
)
SELECT entity, op, subject_id, object_id, role, before, after FROM sync_change
WHERE run_id = %(run)s AND unit2 IS NOT NULL
  AND unit NOT IN (SELECT unit FROM waiting) AND unit2 NOT IN (SELECT unit FROM waiting)
"""
ANALYZED = "people_person, people_affiliation, people_address, people_group"
BATCH = 20_000
"""Changes of one transaction. Small schools share one; a kill loses a second's work."""


def apply_run(run: SyncRun, *, by: Actor, at: datetime) -> None:
    """Apply every unit that is not held, then what spans two schools.

    May be called again at any time: what is applied is left alone. A school that fails
    is noted and does not stop the others. Ends in APPLIED, HELD or FAILED.
    """
    SyncRun.objects.filter(pk=run.pk).update(state=RunState.APPLYING)
    done = analyzed = 0
    for batch in _batches(units_to_apply(run)):
        _apply_batch(run, batch, by=by, at=at)
        done += sum(school.size for school in batch)
        # The statistics steer the statements that follow; refresh when much is new.
        if done > 2 * analyzed + BATCH:
            refresh_statistics(ANALYZED)
            analyzed = done
    is_whole = _apply_across(run, by=by, at=at)
    _finish(run, at=at, is_whole=is_whole)


def _batches(schools: list[SchoolPlan]) -> Iterator[list[SchoolPlan]]:
    """The units in order, as many together as BATCH allows; STRUCTURE alone."""
    batch: list[SchoolPlan] = []
    size = 0
    for school in schools:
        is_full = size + school.size > BATCH or (batch and batch[0].unit == STRUCTURE)
        if batch and is_full:
            yield batch
            batch, size = [], 0
        batch.append(school)
        size += school.size
    if batch:
        yield batch


def _apply_batch(
    run: SyncRun, batch: list[SchoolPlan], *, by: Actor, at: datetime
) -> None:
    """Apply several schools in one transaction; if that fails, each on its own.

    Whatever fails at one school, a constraint or a domain above that was told, is that
    school's trouble: it must stop neither the others nor every later night.
    """
    try:
        _apply_units(run, batch, by=by, at=at)
    except Exception as error:
        if len(batch) > 1:
            for school in batch:
                _apply_batch(run, [school], by=by, at=at)
            return
        logger.exception("sync run %s: school %s failed", run.pk, batch[0].unit)
        # Constraints may name people; only the log of the server has the details.
        batch[0].error = type(error).__name__
        batch[0].save(update_fields=["error"])


@transaction.atomic
def _apply_units(
    run: SyncRun, batch: list[SchoolPlan], *, by: Actor, at: datetime
) -> None:
    units = [school.unit for school in batch]
    params: dict[str, object] = {"run": run.pk, "units": units}
    apply_changes(RosterChanges(UNITS, params, run.source_id), at=at)
    if STRUCTURE in units:
        activate_first_year(run.source.authority_id, at=at)
    run.schoolplan_set.filter(unit__in=units).update(applied_at=at, error="")
    record("sync.run.applied", run, by=by, at=at)


def _apply_across(run: SyncRun, *, by: Actor, at: datetime) -> bool:
    """Apply what spans two schools; return whether that worked."""
    try:
        with transaction.atomic():
            changes = RosterChanges(ACROSS, {"run": run.pk}, run.source_id)
            if apply_changes(changes, at=at):
                record("sync.run.applied_across", run, by=by, at=at)
    except Exception:
        # Else the run would stop every later one, which begins with finishing it.
        logger.exception("sync run %s: what spans two schools failed", run.pk)
        return False
    return True


def _finish(run: SyncRun, *, at: datetime, is_whole: bool) -> None:
    waiting = run.schoolplan_set.filter(applied_at=None).exclude(
        decision__in=[Decision.REJECTED, Decision.SUPERSEDED]
    )
    if not is_whole or waiting.exclude(error="").exists():
        run.state = RunState.FAILED
    elif waiting.exists() or _is_held_without_changes(run):
        run.state = RunState.HELD
    else:
        run.state = RunState.APPLIED
    run.finished_at = at
    run.save(update_fields=["state", "finished_at"])


def _is_held_without_changes(run: SyncRun) -> bool:
    """Whether a file was not whole and what could be read of it changes nothing."""
    return bool(run.hold_reason) and not run.schoolplan_set.exists()


def refresh_statistics(tables: str) -> None:
    """Let the planner of PostgreSQL know how much is there by now."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
