"""Reading runs and plans. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Source, SourceKind
from eduport.sync.models import Decision, RunState, SchoolPlan, SyncRun


def units_to_apply(run: SyncRun) -> list[SchoolPlan]:
    """The units that may be applied and are not yet, schools' structure first."""
    units = run.schoolplan_set.filter(applied_at=None).exclude(
        decision__in=[Decision.REJECTED, Decision.SUPERSEDED]
    )
    if run.hold_reason:
        units = units.filter(decision=Decision.APPROVED)
    return list(
        units.filter(
            Q(hold_reason__isnull=True) | Q(decision=Decision.APPROVED)
        ).order_by("unit")
    )


def runs_visible_to(actor: Actor) -> QuerySet[SyncRun]:
    """Every run for the central team, none for others."""
    if AdminRole.CENTRAL_TEAM not in actor.roles:
        return SyncRun.objects.none()
    return SyncRun.objects.select_related("source", "undoes").annotate(
        held_count=Count(
            "schoolplan",
            filter=Q(schoolplan__hold_reason__isnull=False, schoolplan__decision=""),
        )
    )


def latest_applied(source: Source) -> SyncRun | None:
    """The run that an undo would take back: the last that changed anything."""
    return (
        SyncRun.objects.filter(
            source=source,
            undoes=None,
            undone_by=None,
            schoolplan__applied_at__isnull=False,
        )
        .order_by("-pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class FeedState:
    """When a feed last brought anything, for those who wait for it."""

    name: str
    state: str
    last_applied_at: datetime | None
    last_started_at: datetime | None


def feed_states() -> list[FeedState]:
    """The state of every source that is not led by hand: one query."""
    newest = (
        SyncRun.objects.filter(undoes=None)
        .exclude(source__kind=SourceKind.MANUAL)
        .select_related("source")
        .order_by("source", "-pk")
    )
    by_source: dict[int, list[SyncRun]] = {}
    for run in newest[:200]:
        by_source.setdefault(run.source_id, []).append(run)
    return [_feed_state(runs) for runs in by_source.values()]


def _feed_state(runs: list[SyncRun]) -> FeedState:
    done = [run for run in runs if run.state in {RunState.APPLIED, RunState.HELD}]
    return FeedState(
        name=runs[0].source.name,
        state=str(runs[0].get_state_display()),
        last_applied_at=done[0].finished_at if done else None,
        last_started_at=runs[0].started_at,
    )
