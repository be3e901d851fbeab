"""What a human says about a plan that was held."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.sync.models import STRUCTURE, Decision, RunState, SchoolPlan, SyncRun
from eduport.sync.services.applying import apply_run
from eduport.sync.services.runs import only_one_run


class NotHeldError(DomainError):
    """There is nothing to decide."""

    message = _(
        "This run is not held: somebody has decided already, or a later run has taken "
        "its place."
    )


@transaction.atomic
def decide(
    run_id: int, decision: Decision, *, by: Actor, at: datetime, unit: int | None = None
) -> SyncRun:
    """Approve or reject one school of a held run, or all that is undecided.

    Says it only; `continue_run` applies what was approved. Raises NotHeldError.
    """
    run = SyncRun.objects.select_for_update().get(pk=run_id)
    waiting = undecided(run)
    if unit is not None:
        waiting = waiting.filter(unit=unit)
    if run.state != RunState.HELD or not waiting.exists():
        raise NotHeldError
    if unit is not None and decision == Decision.APPROVED:
        # A school of a run that is held as a whole may not exist before.
        waiting = undecided(run).filter(unit__in=[unit, STRUCTURE])
    # What was found unusual in the run as a whole was looked at with this decision.
    waiting.update(decision=decision, decided_by=by.label, decided_at=at)
    record(f"sync.run.{decision}", run, by=by, at=at)
    return run


def continue_run(run_id: int, *, by: Actor, at: datetime) -> SyncRun:
    """Apply what was approved since. Raises RunInProgressError if another run works."""
    with only_one_run():
        run = SyncRun.objects.get(pk=run_id)
        if run.state in {RunState.HELD, RunState.APPLYING}:
            apply_run(run, by=by, at=at)
        return run


def undecided(run: SyncRun) -> QuerySet[SchoolPlan]:
    """The units of the run that wait for a human."""
    return run.schoolplan_set.filter(applied_at=None, decision="")
