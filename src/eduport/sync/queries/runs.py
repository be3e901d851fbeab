"""Reading runs and plans. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Source, SourceKind
from eduport.sync.models import STRUCTURE, Decision, RunState, SchoolPlan, SyncRun


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
    return SyncRun.objects.select_related("source", "undone_by").annotate(
        held_count=Count(
            "schoolplan",
            filter=Q(schoolplan__hold_reason__isnull=False, schoolplan__decision=""),
        )
    )


def undecided_numbers(run: SyncRun) -> dict[str, int]:
    """How many `units` wait for a decision, and how many of them are `schools`."""
    waiting = run.schoolplan_set.filter(applied_at=None, decision="")
    schools = Count("pk", filter=~Q(unit=STRUCTURE))
    return waiting.aggregate(units=Count("pk"), schools=schools)


def has_work_waiting() -> bool:
    """Whether the worker has something of the sync to do, or is at it."""
    states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return DBTaskResult.objects.filter(queue_name="sync", status__in=states).exists()


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
    """The state of every source that is not led by hand and ever ran: one query."""
    runs = SyncRun.objects.filter(source=OuterRef("pk"), undoes=None).order_by("-pk")
    # A run that is held as a whole brought nothing, however often it was started.
    brought = runs.filter(
        Q(state=RunState.APPLIED)
        | Q(state=RunState.HELD, schoolplan__applied_at__isnull=False)
    )
    sources = (
        Source.objects.exclude(kind=SourceKind.MANUAL)
        .annotate(
            latest_state=Subquery(runs.values("state")[:1]),
            latest_started_at=Subquery(runs.values("started_at")[:1]),
            last_applied_at=Subquery(brought.values("finished_at")[:1]),
        )
        .filter(latest_state__isnull=False)
        .order_by("name")
    )
    return [
        FeedState(
            name=source.name,
            state=str(RunState(source.latest_state).label),
            last_applied_at=source.last_applied_at,
            last_started_at=source.latest_started_at,
        )
        for source in sources
    ]
