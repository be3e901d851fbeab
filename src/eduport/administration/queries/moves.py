"""Reading changes of school: who can go, and where each change stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from eduport.administration.queries.persons import schools_managed_by
from eduport.administration.types import MoveFilter, MoveState
from eduport.core.actor import Actor
from eduport.people.models import (
    ActionLine,
    AdminRole,
    Affiliation,
    Outcome,
    Person,
    Role,
    School,
    SchoolChange,
    SchoolChangeLine,
    SourceKind,
    folded,
)
from eduport.people.queries import persons_visible_to

NAMED = 3
"""How many of those who go the list names."""


def speaks_for(actor: Actor, school: School | int) -> bool:
    """Whether the actor agrees to changes of school on behalf of this one."""
    school_id = school if isinstance(school, int) else school.pk
    is_here = AdminRole.SCHOOL_ADMIN in actor.roles and school_id in actor.school_ids
    return is_here or AdminRole.CENTRAL_TEAM in actor.roles


def is_asked_to_agree(actor: Actor, change: SchoolChange) -> bool:
    """Whether it waits for the actor: for a school that has not agreed yet."""
    sides = (
        (change.from_school_id, change.from_agreed_at),
        (change.to_school_id, change.to_agreed_at),
    )
    return change.is_pending and any(
        speaks_for(actor, school_id) for school_id, agreed_at in sides if not agreed_at
    )


def is_undoable(change: SchoolChange) -> bool:
    """Whether it was made, and can still be undone."""
    return change.action is not None and change.action.undone_at is None


def is_asked_to_undo(actor: Actor, change: SchoolChange) -> bool:
    """Whether the other school waits for the actor to undo it."""
    is_asked = change.undo_asked_at is not None and is_undoable(change)
    return is_asked and speaks_for(actor, change.to_school_id)


@dataclass(frozen=True, slots=True)
class MovePreview:
    """Who can go from a school, and who cannot and why."""

    movable: Sequence[Person]
    left_out: Sequence[tuple[StrOrPromise, Sequence[Person]]]

    @property
    def more(self) -> int:
        return max(0, len(self.movable) - NAMED)


def preview_of_move(persons: QuerySet[Person], school: School) -> MovePreview:
    """Sort people by whether they can leave a school: one query."""
    here = Affiliation.objects.filter(
        person=OuterRef("pk"), school=school, ended_at=None
    )
    asked = SchoolChangeLine.objects.filter(
        person=OuterRef("pk"), change__done_at=None, change__withdrawn_at=None
    )
    rows = persons.annotate(
        is_here=Exists(here),
        is_delivered=Exists(here.exclude(source__kind=SourceKind.MANUAL)),
        is_asked=Exists(asked),
    ).order_by("sort_name", "pk")
    found: dict[StrOrPromise, list[Person]] = {}
    for row in rows:
        found.setdefault(_obstacle(row), []).append(row)
    movable = found.pop("", [])
    return MovePreview(movable, list(found.items()))


def _obstacle(person: Person) -> StrOrPromise:
    """Why somebody cannot go, or nothing."""
    answers = (
        (
            not vars(person)["is_here"] or person.deletion_released_at,
            Outcome.NOT_HERE.label,
        ),
        (vars(person)["is_delivered"], Outcome.DELIVERED.label),
        (vars(person)["is_asked"], _("A change of school is already asked for.")),
    )
    return next((reason for is_so, reason in answers if is_so), "")


def schools_to_move_to(actor: Actor, school: School) -> QuerySet[School]:
    """Whoever speaks for the old school names any other, the rest ask for their own."""
    is_ours = speaks_for(actor, school)
    others = School.objects.filter(closed_at=None).order_by(folded("name"), "pk")
    schools = others if is_ours else schools_managed_by(actor)
    return schools.exclude(pk=school.pk)


def moves_visible_to(actor: Actor) -> QuerySet[SchoolChange]:
    """All for the central team; for school admins those of either of their schools."""
    changes = SchoolChange.objects.select_related("from_school", "to_school", "action")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return changes
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return changes.none()
    ids = actor.school_ids
    return changes.filter(Q(from_school__in=ids) | Q(to_school__in=ids))


def listed_moves(actor: Actor) -> QuerySet[SchoolChange]:
    """The same with `count` and the first `names` of those who go."""
    called = Coalesce(NullIf("person__call_name", Value("")), "person__given_name")
    name = Concat(called, Value(" "), "person__family_name", output_field=CharField())
    names = (
        SchoolChangeLine.objects.filter(change=OuterRef("pk"))
        .order_by("person__sort_name", "person")
        .annotate(name=name)
        .values("name")[:NAMED]
    )
    return moves_visible_to(actor).annotate(
        names=ArraySubquery(names), count=Count("schoolchangeline")
    )


def with_state(
    changes: QuerySet[SchoolChange], wanted: str, actor: Actor
) -> QuerySet[SchoolChange]:
    """Those that a filter means."""
    pending = Q(done_at=None, withdrawn_at=None)
    conditions = {
        MoveFilter.OURS: pending & _waits_for(actor) | _undo_waits_for(actor),
        MoveFilter.OPEN: pending,
        MoveFilter.DONE: Q(done_at__isnull=False),
        MoveFilter.WITHDRAWN: Q(withdrawn_at__isnull=False),
    }
    return changes.filter(conditions[MoveFilter(wanted)]) if wanted else changes


def _waits_for(actor: Actor) -> Q:
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return Q(from_agreed_at=None) | Q(to_agreed_at=None)
    ids = actor.school_ids
    leaving = Q(from_agreed_at=None, from_school__in=ids)
    return leaving | Q(to_agreed_at=None, to_school__in=ids)


def _undo_waits_for(actor: Actor) -> Q:
    asked = Q(undo_asked_at__isnull=False, action__undone_at=None, action__isnull=False)
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return asked
    return asked & Q(to_school__in=actor.school_ids)


def state_of_move(change: SchoolChange, actor: Actor) -> MoveState:
    """Where a change of school stands for who looks at it."""
    is_agreed = change.from_agreed_at and change.to_agreed_at
    answers = (
        (change.withdrawn_at, MoveState.WITHDRAWN),
        (change.action and change.action.undone_at, MoveState.UNDONE),
        (change.undo_asked_at and is_asked_to_undo(actor, change), MoveState.OURS),
        (change.undo_asked_at and change.action, MoveState.THEIRS),
        (change.done_at, MoveState.DONE),
        (is_agreed, MoveState.AGREED),
        (is_asked_to_agree(actor, change), MoveState.OURS),
    )
    return next((state for is_so, state in answers if is_so), MoveState.THEIRS)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A change of school as a row of the list; `more` are not among the names."""

    change: SchoolChange
    state: MoveState
    names: Sequence[str]
    more: int


def shown_moves(changes: Sequence[SchoolChange], actor: Actor) -> list[MoveRow]:
    """The annotated changes with where they stand."""
    return [
        MoveRow(
            change,
            state_of_move(change, actor),
            vars(change)["names"],
            vars(change)["count"] - len(vars(change)["names"]),
        )
        for change in changes
    ]


def lines_of_move(actor: Actor, change: SchoolChange) -> QuerySet[SchoolChangeLine]:
    """Who goes: `roles` at the old school, the `outcome`, and `is_visible`."""
    visible = persons_visible_to(actor).filter(pk=OuterRef("person"))
    places = Affiliation.objects.filter(
        person=OuterRef("person"), school=change.from_school_id
    )
    became = ActionLine.objects.filter(
        action=change.action_id, person=OuterRef("person")
    )
    return change.schoolchangeline_set.select_related("person").annotate(
        is_visible=Exists(visible),
        roles=ArraySubquery(places.order_by("role").values("role")),
        outcome=Subquery(became.values("outcome")),
    )


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One of those who go, as the page shows it."""

    person: Person
    is_visible: bool
    roles: Sequence[StrOrPromise]
    outcome: StrOrPromise


def shown_lines(lines: Sequence[SchoolChangeLine]) -> list[MoveLine]:
    """The annotated lines in words."""
    shown = []
    for line in lines:
        values = vars(line)
        outcome = values["outcome"]
        roles = [Role(role).label for role in values["roles"]]
        label = Outcome(outcome).label if outcome else ""
        shown.append(MoveLine(line.person, values["is_visible"], roles, label))
    return shown
