"""What becomes of a school's classes and courses when their year is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.functions import RandomUUID
from django.db import connection, transaction

from eduport.audit.services import record, record_all
from eduport.core.actor import Actor
from eduport.people.errors import (
    DecidedOtherwiseError,
    LaterRolloverError,
    NoSuccessorYetError,
    UndoTooLateError,
)
from eduport.people.models import (
    Group,
    GroupFate,
    Rollover,
    RolloverLine,
    School,
)
from eduport.people.queries.rollovers import (
    lines_of,
    open_groups,
    possible_successors,
)
from eduport.people.services.group_addresses import reserve_addresses
from eduport.people.services.groups import group_grace
from eduport.people.services.sources import manual_source
from eduport.people.services.years import session_for

# What was added by hand goes on with the class: members who are still at the school,
# and the places in permanent groups.
COPY_MEMBERS = """
INSERT INTO people_membership (group_id, person_id, source_id, role)
SELECT line.successor_id, membership.person_id, membership.source_id, membership.role
FROM people_rolloverline line
JOIN people_group grp ON grp.id = line.group_id
JOIN people_membership membership ON membership.group_id = line.group_id
JOIN people_source source ON source.id = membership.source_id
WHERE line.rollover_id = %(rollover)s AND line.successor_id IS NOT NULL
  AND source.kind = 'manual'
  AND EXISTS (
    SELECT FROM people_affiliation affiliation
    WHERE affiliation.person_id = membership.person_id
      AND affiliation.school_id = grp.school_id AND affiliation.ended_at IS NULL)
ON CONFLICT DO NOTHING
"""
COPY_WHOLES = """
INSERT INTO people_groupnesting (parent_id, child_id)
SELECT nesting.parent_id, line.successor_id
FROM people_rolloverline line
JOIN people_groupnesting nesting ON nesting.child_id = line.group_id
JOIN people_group parent ON parent.id = nesting.parent_id AND parent.session_id IS NULL
WHERE line.rollover_id = %(rollover)s AND line.successor_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM people_groupnesting own WHERE own.parent_id = line.successor_id)
ON CONFLICT DO NOTHING
"""
TAKE_BACK_MEMBERS = """
DELETE FROM people_membership copy
USING people_rolloverline line, people_membership original, people_source source
WHERE line.rollover_id = %(rollover)s AND copy.group_id = line.successor_id
  AND original.group_id = line.group_id AND original.person_id = copy.person_id
  AND original.source_id = copy.source_id AND original.role = copy.role
  AND source.id = copy.source_id AND source.kind = 'manual'
"""
TAKE_BACK_WHOLES = """
DELETE FROM people_groupnesting copy
USING people_rolloverline line, people_groupnesting original
WHERE line.rollover_id = %(rollover)s AND copy.child_id = line.successor_id
  AND original.child_id = line.group_id AND original.parent_id = copy.parent_id
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one group: it goes on as a known one, or under a new name."""

    group_id: int
    fate: GroupFate
    successor_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """From which school year into which."""

    old: int
    new: int


@transaction.atomic
def roll_over(
    school: School,
    years: Years,
    decisions: Sequence[Decision],
    *,
    by: Actor,
    at: datetime,
) -> Rollover:
    """Do what was decided about the groups of a school, all of it or nothing.

    A class that goes on shares its lineage with the one of the new year; if that is
    not there yet, it is made. What ends or is deleted keeps its members until then.
    Raises NoSuccessorYetError, and DecidedOtherwiseError if the groups have changed
    since the page was shown.
    """
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    groups = {one.pk: one for one in open_groups(school, years.old)}
    successors = {one.pk: one for one in possible_successors(school, years.new)}
    _refuse_what_changed(decisions, groups, successors)
    rollover = Rollover.objects.create(
        school=school, from_year=years.old, to_year=years.new, decided_at=at
    )
    made = _make_successors(school, years.new, decisions, groups, at=at)
    lines = [
        RolloverLine(
            rollover=rollover,
            group=groups[one.group_id],
            fate=one.fate,
            successor=made.get(one.group_id) or successors.get(one.successor_id or 0),
            is_new=one.group_id in made,
        )
        for one in decisions
    ]
    RolloverLine.objects.bulk_create(lines)
    _continue(rollover, lines)
    _let_go(lines, by=by, at=at)
    record("people.rollover.decided", rollover, by=by, at=at)
    return rollover


def _refuse_what_changed(
    decisions: Sequence[Decision],
    groups: dict[int, Group],
    successors: dict[int, Group],
) -> None:
    """Two people may have had the page open, or the sync came between."""
    chosen = [one.successor_id for one in decisions if one.successor_id]
    is_known = all(
        one.group_id in groups
        and (not one.successor_id or one.successor_id in successors)
        for one in decisions
    )
    if not is_known or len(set(chosen)) < len(chosen):
        raise DecidedOtherwiseError


def _make_successors(
    school: School,
    year: int,
    decisions: Sequence[Decision],
    groups: dict[int, Group],
    *,
    at: datetime,
) -> dict[int, Group]:
    """The new rows of classes that no source brings, by the key of the old one."""
    new = [
        one
        for one in decisions
        if one.fate == GroupFate.CONTINUE and not one.successor_id
    ]
    if not new:
        return {}
    for group in (groups[one.group_id] for one in new):
        if group.is_synced:
            raise NoSuccessorYetError(group=group.name, source=group.source.name)
    source = manual_source(school.authority)
    session = session_for(year, school.authority)
    made = {
        one.group_id: Group(
            school=school,
            kind=groups[one.group_id].kind,
            name=one.name,
            session=session,
            source=source,
            lineage=groups[one.group_id].lineage,
            created_at=at,
        )
        for one in new
    }
    Group.objects.bulk_create(made.values())
    reserve_addresses(list(made.values()), at=at)
    return made


def _continue(rollover: Rollover, lines: Sequence[RolloverLine]) -> None:
    """Give the successors the lineage, the members by hand and the places."""
    brought = [line for line in lines if line.successor and not line.is_new]
    for line in brought:
        line.successor.lineage = line.group.lineage  # type: ignore[union-attr]  # see above
    Group.objects.bulk_update(
        [line.successor for line in brought if line.successor], ["lineage"]
    )
    with connection.cursor() as cursor:
        for statement in (COPY_MEMBERS, COPY_WHOLES):
            cursor.execute(statement, {"rollover": rollover.pk})


def _let_go(lines: Sequence[RolloverLine], *, by: Actor, at: datetime) -> None:
    """End what was made by hand, and release what is to be deleted.

    What a source brought ends when the source says so; its year is over anyway.
    """
    gone = {line.group_id for line in lines if line.fate != GroupFate.CONTINUE}
    ends = {line.group_id for line in lines if not line.group.is_synced} & gone
    released = {line.group_id for line in lines if line.fate == GroupFate.DELETE}
    Group.objects.filter(pk__in=ends).update(ended_at=at)
    Group.objects.filter(pk__in=released).update(deletion_released_at=at)
    for fate, action in ACTIONS.items():
        groups = [line.group for line in lines if line.fate == fate]
        record_all(action, groups, by=by, at=at)


ACTIONS = {
    GroupFate.CONTINUE: "people.group.continued",
    GroupFate.END: "people.group.ended",
    GroupFate.DELETE: "people.group.released",
}


@transaction.atomic
def undo_rollover(rollover_id: int, *, by: Actor, at: datetime) -> Rollover:
    """Take back what a page decided. Twice is the same as once.

    Classes that it made go with their members; those that a source brought stay and
    are themselves again. Raises UndoTooLateError, LaterRolloverError.
    """
    rollover = Rollover.objects.select_for_update(no_key=True).get(pk=rollover_id)
    if rollover.undone_at:
        return rollover
    _refuse_undoing(rollover, at)
    lines = list(lines_of(rollover))
    with connection.cursor() as cursor:
        for statement in (TAKE_BACK_MEMBERS, TAKE_BACK_WHOLES):
            cursor.execute(statement, {"rollover": rollover.pk})
    brought = rollover.rolloverline_set.filter(is_new=False).values("successor")
    Group.objects.filter(pk__in=brought).update(lineage=RandomUUID())
    Group.objects.filter(pk__in=[line.group_id for line in lines]).update(
        deletion_released_at=None
    )
    by_hand = [line.group_id for line in lines if not line.group.is_synced]
    Group.objects.filter(pk__in=by_hand).update(ended_at=None)
    made = [line.successor_id for line in lines if line.successor_id and line.is_new]
    rollover.rolloverline_set.all().delete()
    Group.objects.filter(pk__in=made).delete()
    rollover.undone_at = at
    rollover.save(update_fields=["undone_at"])
    record("people.rollover.undone", rollover, by=by, at=at)
    return rollover


def can_still_be_undone(rollover: Rollover, *, at: datetime) -> bool:
    """Whether nothing has been deleted for good yet."""
    return rollover.undone_at is None and at < rollover.decided_at + group_grace()


def _refuse_undoing(rollover: Rollover, at: datetime) -> None:
    if not can_still_be_undone(rollover, at=at):
        raise UndoTooLateError
    successors = rollover.rolloverline_set.filter(successor__isnull=False)
    if RolloverLine.objects.filter(group__in=successors.values("successor")).exists():
        raise LaterRolloverError
