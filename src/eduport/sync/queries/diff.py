"""Reading a plan: which changes of which kind happen at which school."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from eduport.sync.models import STRUCTURE, Change, SchoolPlan, SyncRun


class ChangeKind(models.TextChoices):
    """The parts in which a school's plan is shown."""

    JOINS = "joins", _("Joins")
    LEAVES = "leaves", _("Leaves")
    MOVES = "moves", _("Moves")
    RENAMES = "renames", _("Renamed")
    ROLES = "roles", _("Roles")
    GROUPS = "groups", _("Classes and groups")
    MEMBERSHIPS = "memberships", _("Class lists")
    STRUCTURE = "structure", _("Schools and periods")


def kinds_of(school: SchoolPlan) -> list[ChangeKind]:
    """The kinds that a unit can have: schools' structure has one of its own."""
    if school.unit == STRUCTURE:
        return [ChangeKind.STRUCTURE]
    return [kind for kind in ChangeKind if kind != ChangeKind.STRUCTURE]


def changes_of(school: SchoolPlan, kind: ChangeKind) -> QuerySet[Change]:
    """The changes of one kind at a school, in no order."""
    return _touching(school).filter(_condition(school, kind))


def kind_counts(school: SchoolPlan) -> dict[ChangeKind, int]:
    """How many changes of each kind a school has: one query."""
    kinds = kinds_of(school)
    counts = _touching(school).aggregate(
        **{kind: Count("pk", filter=_condition(school, kind)) for kind in kinds}
    )
    return {kind: counts[kind] for kind in kinds}


def membership_groups(school: SchoolPlan) -> QuerySet[Change, Any]:
    """The groups whose members change: id, and how many come, go and change."""
    return (
        changes_of(school, ChangeKind.MEMBERSHIPS)
        .values("object_id")
        .annotate(
            added=Count("pk", filter=Q(op="create")),
            removed=Count("pk", filter=Q(op="delete")),
            changed=Count("pk", filter=Q(op="update")),
        )
        .order_by("object_id")
    )


def leavers_of(run: SyncRun, unit: int | None) -> QuerySet[Change]:
    """Who would be released for deletion: at one school, or where it is undecided."""
    changes = Change.objects.filter(run=run, entity="person", op="release")
    if unit is not None:
        return changes.filter(Q(unit=unit) | Q(unit2=unit)).order_by("pk")
    waiting = SchoolPlan.objects.filter(
        run=run, unit=OuterRef("unit"), applied_at=None, decision=""
    )
    return changes.filter(Exists(waiting)).order_by("pk")


def _touching(school: SchoolPlan) -> QuerySet[Change]:
    # Both ends of a move, and a leaver's second school, find it.
    here = Q(unit=school.unit) | Q(unit2=school.unit)
    return Change.objects.filter(here, run=school.run_id)


def _condition(school: SchoolPlan, kind: ChangeKind) -> Q:
    here = Q(unit=school.unit)
    come_and_go = ["create", "reopen", "release", "move"]
    coming_and_going = _touching(school).filter(entity="person", op__in=come_and_go)
    conditions = {
        ChangeKind.JOINS: here & Q(entity="person", op__in=["create", "reopen"]),
        ChangeKind.LEAVES: Q(entity="person", op="release"),
        ChangeKind.MOVES: Q(entity="person", op="move"),
        ChangeKind.RENAMES: here & Q(entity="person", op="update"),
        # Who comes or goes has roles that begin or end as a matter of course.
        ChangeKind.ROLES: here
        & Q(entity="affiliation")
        & ~Q(subject_id__in=coming_and_going.values("subject_id")),
        ChangeKind.GROUPS: here & Q(entity="group"),
        ChangeKind.MEMBERSHIPS: here & Q(entity="membership"),
        ChangeKind.STRUCTURE: here & Q(entity__in=["school", "session"]),
    }
    return conditions[kind]
