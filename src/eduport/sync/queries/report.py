"""Reading what a run did, row by row and in numbers: for the pages and commands."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Proposal
from eduport.sync.formats.sentences import hold_sentence, issue_sentence
from eduport.sync.models import Change, Decision, RowIssue, SchoolPlan, SyncRun
from eduport.sync.queries.lines import Line, lines_of
from eduport.sync.queries.runs import runs_visible_to
from eduport.sync.types import Severity, Table

CHUNK = 5_000
ENTITIES = {
    "school": Table.SCHOOLS,
    "session": Table.SESSIONS,
    "person": Table.PERSONS,
    "affiliation": Table.AFFILIATIONS,
    "group": Table.GROUPS,
    "membership": Table.MEMBERSHIPS,
}
CREATED = Q(op="create")
ENDED = Q(op__in=["end", "release", "delete"])
UPDATED = ~CREATED & ~ENDED


@dataclass(frozen=True, slots=True)
class TableReport:
    """What became of the rows of one table. `held` is a part of what would change."""

    entity: str
    read: int
    created: int = 0
    updated: int = 0
    ended: int = 0
    held: int = 0

    @property
    def unchanged(self) -> int:
        """Rows that say what we know already."""
        return max(0, self.read - self.created - self.updated)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: units are schools and, once, their structure."""

    done: int
    total: int


def table_reports(run: SyncRun) -> list[TableReport]:
    """The numbers of a run for each table, in the order of reading: two queries."""
    waiting = waiting_units(run).values("unit")
    held = Q(unit__in=waiting) | Q(unit2__in=waiting)
    counted = (
        Change.objects.filter(run=run)
        .values("entity")
        .annotate(
            created=Count("pk", filter=CREATED),
            # A person who is renamed and moves stands in one row.
            updated=Count(
                Case(
                    When(entity="person", then=F("subject_id")),
                    default=F("pk"),
                    output_field=BigIntegerField(),
                ),
                filter=UPDATED,
                distinct=True,
            ),
            ended=Count("pk", filter=ENDED),
            held=Count("pk", filter=held),
        )
    )
    found: dict[str, dict[str, int]] = {}
    for row in counted:
        numbers: dict[str, Any] = dict(row)
        found[numbers.pop("entity")] = numbers
    rows = run.counts.get("rows", {})
    reports = (
        TableReport(entity, rows.get(table, 0), **found.get(entity, {}))
        for entity, table in ENTITIES.items()
    )
    return [report for report in reports if report.read or report.ended]


def waiting_units(run: SyncRun) -> QuerySet[SchoolPlan]:
    """The units that are not applied, whatever they wait for."""
    return run.schoolplan_set.filter(applied_at=None)


def refused_count(run: SyncRun) -> int:
    """How many rows were left out."""
    return run.rowissue_set.filter(severity=Severity.REFUSED).count()


def progress_of(run: SyncRun) -> Progress:
    """How many of the run's units that may be applied are applied."""
    not_for_us = [Decision.REJECTED, Decision.SUPERSEDED]
    counts = run.schoolplan_set.exclude(decision__in=not_for_us).aggregate(
        done=Count("pk", filter=Q(applied_at__isnull=False)), total=Count("pk")
    )
    return Progress(**counts)


def issues_of(run: SyncRun) -> QuerySet[RowIssue]:
    """What was found in the rows, the gravest first."""
    order = [Severity.FATAL, Severity.HOLD, Severity.REFUSED, Severity.NOTE]
    ranks = [When(severity=level, then=Value(i)) for i, level in enumerate(order)]
    return run.rowissue_set.annotate(rank=Case(*ranks, default=Value(len(order))))


def issues_in_order(run: SyncRun) -> QuerySet[RowIssue]:
    """All of them, the gravest first, then in the order of the files."""
    order = ("file", "row", "pk")
    return issues_of(run).order_by(F("rank"), *order)


def issue_text(issue: RowIssue) -> str:
    """What was found, as a sentence that says what to do."""
    return issue_sentence(
        issue.code,
        file=issue.file,
        row=issue.row,
        field=issue.field,
        params=issue.params,
    )


def reasons_of(run: SyncRun) -> list[str]:
    """Why the run as a whole waits: the brake's reason, then every file's."""
    reasons = [hold_sentence(run.hold_reason)] if run.hold_reason else []
    held = run.rowissue_set.filter(severity=Severity.HOLD).order_by("pk")
    return list(dict.fromkeys([*reasons, *map(issue_text, held)]))


def changed_rows(
    run: SyncRun, outcome: str, after: tuple[int, int], limit: int
) -> list[Line]:
    """The next changes of an outcome after (unit, id), in words.

    Outcomes are `created`, `updated`, `ended` and `held`.
    """
    waiting = waiting_units(run).values("unit")
    conditions = {
        "created": CREATED,
        "updated": UPDATED,
        "ended": ENDED,
        "held": Q(unit__in=waiting) | Q(unit2__in=waiting),
    }
    unit, last = after
    changes = (
        Change.objects.filter(conditions[outcome], run=run, unit__gte=unit)
        .exclude(unit=unit, pk__lte=last)
        .order_by("unit", "pk")
    )
    return lines_of(run, changes[:limit])


def plan_lines(run: SyncRun) -> Iterator[tuple[SchoolPlan, Line]]:
    """Every change of the run in words, school by school, read as they are needed."""
    for school in run.schoolplan_set.order_by("unit"):
        changes = Change.objects.filter(run=run, unit=school.unit).order_by("pk")
        for start in range(0, changes.count(), CHUNK):
            for line in lines_of(run, changes[start : start + CHUNK]):
                yield school, line


def outcome_of(school: SchoolPlan, line: Line) -> str:
    """What became of a change, in one word."""
    if school.applied_at is None:
        words = {"": _("held"), **dict(Decision.choices)}
        waits = school.is_held or school.decision
        return str(words[school.decision]) if waits else _("planned")
    if line.change.op == "create":
        return _("created")
    ended = line.change.op in ("end", "release", "delete")
    return _("ended") if ended else _("updated")


def runs_with_numbers(actor: Actor) -> QuerySet[SyncRun]:
    """The runs that the actor may see, with what they change in all schools."""
    return runs_visible_to(actor).annotate(
        joins=Coalesce(Sum("schoolplan__joins"), 0),
        leaves=Coalesce(Sum("schoolplan__leaves"), 0),
        renames=Coalesce(Sum("schoolplan__renames"), 0),
    )


def open_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Adoptions and possible duplicates that nobody has decided."""
    if AdminRole.CENTRAL_TEAM not in actor.roles:
        return Proposal.objects.none()
    waiting = Proposal.objects.filter(decision="")
    return waiting.select_related("person", "school", "source")


@dataclass(frozen=True, slots=True)
class Effects:
    """What some units of a plan do, in numbers."""

    schools: int
    joins: int
    leaves: int
    moves: int
    renames: int
    groups: int
    memberships: int

    def as_params(self) -> dict[str, int]:
        """The numbers by name, for a sentence."""
        return asdict(self)


def effects_of(units: QuerySet[SchoolPlan]) -> Effects:
    """The sum of what these units do: one query."""
    columns = {
        "joins": "joins",
        "leaves": "leaves",
        "moves": "moves",
        "renames": "renames",
        "groups": "group_changes",
        "memberships": "membership_changes",
    }
    sums = {name: Coalesce(Sum(column), 0) for name, column in columns.items()}
    return Effects(**units.aggregate(schools=Count("pk"), **sums))
