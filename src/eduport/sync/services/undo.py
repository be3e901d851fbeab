"""Taking back a whole run: its journal read backwards, applied like any other plan.

Nothing that a run brought is erased by it. Who came is released for deletion, so that
an address that was given stays theirs; applying the file again brings them back.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import Source
from eduport.sync.models import Decision, RunState, SyncRun
from eduport.sync.queries import latest_applied
from eduport.sync.services.applying import ANALYZED, apply_run, refresh_statistics
from eduport.sync.services.runs import only_one_run, recover

PLANS = """
INSERT INTO sync_schoolplan
  (run_id, unit, name, people, joins, leaves, moves, renames, group_changes,
   membership_changes, decision, decided_by, error)
SELECT %(undo)s, unit, name, people - leaves + joins, leaves, joins, moves, renames,
       group_changes, membership_changes, '', '', ''
FROM sync_schoolplan WHERE run_id = %(run)s AND applied_at IS NOT NULL
"""
CHANGES = """
WITH applied AS (
  SELECT unit FROM sync_schoolplan WHERE run_id = %(run)s AND applied_at IS NOT NULL
), spread AS (
  -- Who came to two schools is released when both have let go.
  SELECT subject_id, min(unit) AS unit FROM sync_change
  WHERE run_id = %(run)s AND entity = 'affiliation' AND unit2 IS NOT NULL
  GROUP BY subject_id
), turned (entity, op, inverse) AS (VALUES
  ('school', 'update', 'update'), ('session', 'update', 'update'),
  ('person', 'create', 'release'), ('person', 'update', 'update'),
  ('person', 'move', 'move'), ('person', 'reopen', 'release'),
  ('person', 'release', 'reopen'),
  ('affiliation', 'create', 'end'), ('affiliation', 'reopen', 'end'),
  ('affiliation', 'end', 'reopen'),
  ('group', 'create', 'end'), ('group', 'update', 'update'),
  ('group', 'reopen', 'end'), ('group', 'end', 'reopen'),
  ('membership', 'create', 'delete'), ('membership', 'update', 'update'),
  ('membership', 'delete', 'create')
)
INSERT INTO sync_change
  (run_id, unit, unit2, entity, op, subject_id, object_id, role, before, after, file,
   row)
SELECT %(undo)s, change.unit,
       CASE WHEN turned.inverse = 'release' THEN coalesce(spread.unit, unit2)
            ELSE unit2 END,
       entity, turned.inverse, subject_id, object_id,
       CASE WHEN entity = 'membership' AND op = 'update' THEN before->>'role'
            ELSE role END,
       CASE WHEN entity = 'membership' AND op = 'update'
            THEN jsonb_build_object('role', role) ELSE after END,
       before, file, row
FROM sync_change change
JOIN turned USING (entity, op) LEFT JOIN spread USING (subject_id)
WHERE run_id = %(run)s AND change.unit IN (SELECT unit FROM applied)
  AND (unit2 IS NULL OR unit2 IN (SELECT unit FROM applied))
ORDER BY change.unit, change.id
"""


class NothingToUndoError(DomainError):
    """No run of the source has changed anything."""

    message = _("No run of “%(source)s” can be undone: none has changed anything.")


class JournalPurgedError(DomainError):
    """The journal was kept as long as it may be."""

    message = _(
        "Run %(run)s cannot be undone any more: its journal names people and was "
        "removed when its time was over."
    )


class NotTheLatestRunError(DomainError):
    """A later run rests on this one."""

    message = _(
        "Run %(run)s cannot be undone before the later run %(latest)s. Undo that one "
        "first."
    )


def undo_run(
    source: Source, *, by: Actor, at: datetime, run_id: int | None = None
) -> SyncRun:
    """Take back the source's latest run; return the run that did it.

    If that was begun before and killed, it is finished and nothing else taken back.
    Raises NothingToUndoError, NotTheLatestRunError, JournalPurgedError,
    RunInProgressError.
    """
    with only_one_run():
        for resumed in recover(by=by, at=at):
            is_undo = resumed.undoes_id is not None and resumed.source_id == source.pk
            if is_undo and run_id in {None, resumed.undoes_id}:
                return resumed
        undo = _plan_undo(source, run_id, by=by, at=at)
        # What is taken back may have come a minute ago, unknown to the planner.
        refresh_statistics(f"{ANALYZED}, people_membership")
        apply_run(undo, by=by, at=at)
        return undo


@transaction.atomic
def _plan_undo(
    source: Source, run_id: int | None, *, by: Actor, at: datetime
) -> SyncRun:
    run = latest_applied(source)
    if run is None:
        raise NothingToUndoError(source=source)
    if run_id not in {None, run.pk}:
        raise NotTheLatestRunError(run=run_id, latest=run.pk)
    if run.journal_purged_at:
        raise JournalPurgedError(run=run.pk)
    undo = SyncRun.objects.create(
        source=source,
        undoes=run,
        state=RunState.APPLYING,
        started_at=at,
        started_by=by.label,
        path=run.path,
        format=run.format,
    )
    with connection.cursor() as cursor:
        for statement in (PLANS, CHANGES):
            cursor.execute(statement, {"run": run.pk, "undo": undo.pk})
    _let_go_of_the_rest(run, at=at)
    record("sync.run.undone", run, by=by, at=at)
    return undo


def _let_go_of_the_rest(run: SyncRun, *, at: datetime) -> None:
    """What waits in a run that is taken back would be applied to a state of before."""
    waiting = run.schoolplan_set.filter(applied_at=None)
    waiting.filter(decision__in=["", Decision.APPROVED]).update(
        decision=Decision.SUPERSEDED, decided_at=at
    )
    if run.state == RunState.HELD:
        run.state = RunState.SUPERSEDED
        run.save(update_fields=["state"])
