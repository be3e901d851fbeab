"""Moving people from one school to another, with the consent of both."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import (
    ActionKind,
    AdminRole,
    Affiliation,
    Person,
    PersonAction,
    School,
    SchoolChange,
    SchoolChangeLine,
    SourceKind,
)
from eduport.people.services.actions import (
    begin_undo,
    changed_ids,
    lock_persons,
    open_action,
    record_persons,
)
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.sources import manual_source
from eduport.people.signals import persons_changed


class NotAtTheSchoolError(DomainError):
    """Only who is there can go."""

    message = _("%(person)s does not belong to %(school)s.")


class MovedBySourceError(DomainError):
    """The feed moves its own people."""

    message = _(
        "%(person)s comes from “%(source)s”. The school administration system makes "
        "changes of school: enter it there, and the next night follows."
    )


class NotYourSchoolError(DomainError):
    """One of the two schools asks, nobody else."""

    message = _("A change of school is asked for by one of the two schools.")


class SameSchoolError(DomainError):
    """It takes two schools."""

    message = _("Please choose another school: this is the one they are at.")


class OfTheNewSchoolError(DomainError):
    """Whoever has them now lets them go."""

    message = _(
        "These people are at %(school)s now. Only this school or the central team can "
        "undo the change; you can ask them for it."
    )


class NotUndoableError(DomainError):
    """There is nothing to undo any more."""

    message = _("This change of school was undone already, or it is too long ago.")


class NotPendingError(DomainError):
    """It is decided."""

    message = _("This change of school was made or withdrawn already.")


# What each person has at the old school, and in the groups of it, by hand.
MOVING = """
CREATE TEMP TABLE moving ON COMMIT DROP AS
SELECT person.id AS person_id, person.home_school_id AS home_id, place.ids, place.roles,
       CASE WHEN person.deletion_released_at IS NOT NULL OR place.ids IS NULL
              THEN 'not_here'
            WHEN place.is_delivered THEN 'delivered' ELSE 'done' END AS outcome
FROM people_schoolchangeline line
JOIN people_person person ON person.id = line.person_id
LEFT JOIN LATERAL (
  SELECT array_agg(affiliation.id) AS ids, array_agg(affiliation.role) AS roles,
         bool_or(source.kind <> 'manual') AS is_delivered
  FROM people_affiliation affiliation
  JOIN people_source source ON source.id = affiliation.source_id
  WHERE affiliation.person_id = person.id AND affiliation.ended_at IS NULL
    AND affiliation.school_id = %(old)s
) place ON true
WHERE line.change_id = %(change)s
"""
WRITE = (
    """
    INSERT INTO people_actionline (action_id, person_id, outcome, before)
    SELECT %(action)s, person_id, outcome,
           CASE outcome WHEN 'done' THEN jsonb_build_object(
             'home_school', home_id, 'ended', ids, 'roles', roles,
             'school', %(new)s::bigint,
             'memberships', coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                 'group', grp.id, 'source', membership.source_id,
                 'role', membership.role))
               FROM people_membership membership
               JOIN people_group grp ON grp.id = membership.group_id
               WHERE membership.person_id = moving.person_id
                 AND membership.source_id = %(manual)s AND grp.school_id = %(old)s
             ), '[]')) ELSE '{}' END
    FROM moving""",
    """
    DELETE FROM people_membership membership USING moving, people_group grp
    WHERE membership.person_id = moving.person_id AND grp.id = membership.group_id
      AND membership.source_id = %(manual)s AND grp.school_id = %(old)s
      AND outcome = 'done'""",
    """
    INSERT INTO people_affiliation (person_id, school_id, role, source_id, started_at)
    SELECT person_id, %(new)s, unnest(roles), %(manual)s, %(at)s
    FROM moving WHERE outcome = 'done'
    ON CONFLICT (person_id, school_id, role) DO UPDATE
    SET source_id = excluded.source_id, ended_at = NULL
    WHERE people_affiliation.ended_at IS NOT NULL""",
    # Who answers at the new school, the new school says; until when, stays.
    """
    INSERT INTO people_sponsorship (affiliation_id, agreed_on, last_day_on)
    SELECT new.id, was.agreed_on, was.last_day_on
    FROM moving
    JOIN people_affiliation old ON old.id = ANY(moving.ids)
    JOIN people_sponsorship was ON was.affiliation_id = old.id
    JOIN people_affiliation new ON new.person_id = old.person_id
     AND new.school_id = %(new)s AND new.role = old.role
    WHERE outcome = 'done'
    ON CONFLICT (affiliation_id) DO UPDATE
    SET agreed_on = excluded.agreed_on, last_day_on = excluded.last_day_on,
        owner_id = NULL, warned_days = NULL""",
    """
    UPDATE people_affiliation affiliation SET ended_at = %(at)s FROM moving
    WHERE affiliation.id = ANY(ids) AND affiliation.person_id = moving.person_id
      AND outcome = 'done'""",
    """
    UPDATE people_person person SET home_school_id = %(new)s FROM moving
    WHERE person.id = moving.person_id AND home_id = %(old)s AND outcome = 'done'""",
    "DROP TABLE moving",
)
UNDO = (
    """
    CREATE TEMP TABLE moving_back ON COMMIT DROP AS
    SELECT line.id, line.person_id, line.before,
           person.deletion_released_at IS NULL AND EXISTS (
             SELECT FROM people_affiliation now
             WHERE now.person_id = person.id AND now.ended_at IS NULL
               AND now.school_id = (line.before->>'school')::bigint) AS is_there
    FROM people_actionline line JOIN people_person person ON person.id = line.person_id
    WHERE line.action_id = %(action)s AND line.outcome = 'done'""",
    """
    UPDATE people_affiliation affiliation SET ended_at = %(at)s FROM moving_back
    WHERE affiliation.person_id = moving_back.person_id AND is_there
      AND affiliation.school_id = (before->>'school')::bigint
      AND affiliation.source_id = %(manual)s AND affiliation.ended_at IS NULL
      AND before->'roles' ? affiliation.role""",
    """
    UPDATE people_affiliation affiliation SET ended_at = NULL FROM moving_back
    WHERE affiliation.person_id = moving_back.person_id AND is_there
      AND before->'ended' @> to_jsonb(affiliation.id)""",
    """
    UPDATE people_person person SET home_school_id = (before->>'home_school')::bigint
    FROM moving_back WHERE person.id = moving_back.person_id AND is_there""",
    """
    INSERT INTO people_membership (group_id, person_id, source_id, role)
    SELECT grp.id, moving_back.person_id, (was->>'source')::bigint, was->>'role'
    FROM moving_back CROSS JOIN jsonb_array_elements(before->'memberships') was
    JOIN people_group grp ON grp.id = (was->>'group')::bigint
    WHERE is_there ON CONFLICT DO NOTHING""",
    """
    UPDATE people_actionline line SET outcome = 'changed'
    FROM moving_back WHERE line.id = moving_back.id AND NOT is_there""",
    "DROP TABLE moving_back",
)


@transaction.atomic
def ask_school_change(
    person_ids: Collection[int],
    schools: tuple[School, School],
    *,
    effective_on: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> SchoolChange:
    """Ask that people go from the first of two schools to the second.

    Whoever asks agrees for the own schools, the central team for both. Agreed by both
    it is made at once, or in the night of the day. Raises SameSchoolError,
    NotYourSchoolError, NotAtTheSchoolError, MovedBySourceError.
    """
    old, new = schools
    if old == new:
        raise SameSchoolError
    change = SchoolChange(from_school=old, to_school=new, effective_on=effective_on)
    change.asked_by, change.asked_at = by.label, at
    if not _agree(change, by, at):
        raise NotYourSchoolError
    _check_movable(person_ids, old)
    change.save()
    SchoolChangeLine.objects.bulk_create(
        SchoolChangeLine(change=change, person_id=person_id) for person_id in person_ids
    )
    record("people.school_change.asked", change, by=by, at=at)
    _carry_out_if_due(change, by=by, at=at)
    return change


@transaction.atomic
def agree_to_school_change(
    change: SchoolChange, *, by: Actor, at: dt.datetime
) -> SchoolChange:
    """Agree for the own school. Raises NotPendingError, NotYourSchoolError."""
    locked = _pending(change)
    if not _agree(locked, by, at):
        raise NotYourSchoolError
    locked.save()
    record("people.school_change.agreed", locked, by=by, at=at)
    _carry_out_if_due(locked, by=by, at=at)
    return locked


@transaction.atomic
def withdraw_school_change(
    change: SchoolChange, *, by: Actor, at: dt.datetime
) -> SchoolChange:
    """Withdraw or decline it: either school can, until it is made."""
    locked = _pending(change)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    record("people.school_change.withdrawn", locked, by=by, at=at)
    return locked


def carry_out_school_changes(*, by: Actor, at: dt.datetime) -> int:
    """Make the changes whose day has come, each in its own transaction; every night."""
    due = SchoolChange.objects.filter(
        done_at=None,
        withdrawn_at=None,
        from_agreed_at__isnull=False,
        to_agreed_at__isnull=False,
        effective_on__lte=localdate(at),
    ).order_by("pk")
    made = 0
    for change in due:
        with transaction.atomic():
            locked = SchoolChange.objects.select_for_update().get(pk=change.pk)
            if locked.is_pending:
                _carry_out_if_due(locked, by=by, at=at)
                made += 1
    return made


@transaction.atomic
def ask_undo(change: SchoolChange, *, by: Actor, at: dt.datetime) -> SchoolChange:
    """Ask the new school to undo it, for the old one. Twice is the same as once.

    Raises NotYourSchoolError, NotUndoableError.
    """
    locked = _undoable(change)
    if not _speaks_for(by, locked.from_school_id):
        raise NotYourSchoolError
    if locked.undo_asked_at is None:
        locked.undo_asked_at = at
        locked.save(update_fields=["undo_asked_at"])
        record("people.school_change.undo_asked", locked, by=by, at=at)
    return locked


@transaction.atomic
def drop_undo_wish(change: SchoolChange, *, by: Actor, at: dt.datetime) -> SchoolChange:
    """Withdraw or decline the wish to undo it: either school can.

    Raises NotUndoableError.
    """
    locked = _undoable(change)
    if locked.undo_asked_at is not None:
        locked.undo_asked_at = None
        locked.save(update_fields=["undo_asked_at"])
        record("people.school_change.undo_dropped", locked, by=by, at=at)
    return locked


def _undoable(change: SchoolChange) -> SchoolChange:
    changes = SchoolChange.objects.select_related("action")
    locked = changes.select_for_update(of=["self"]).get(pk=change.pk)
    if locked.action is None or locked.action.undone_at:
        raise NotUndoableError
    return locked


@transaction.atomic
def undo_move(action: PersonAction, *, by: Actor, at: dt.datetime) -> PersonAction:
    """Bring people back to the old school, with groups.

    The school that has them now decides, or the central team: the old one gave them
    away. Raises OfTheNewSchoolError, AlreadyUndoneError.
    """
    undone = begin_undo(action.pk, at=at)
    if not undone.school_id or not _speaks_for(by, undone.school_id):
        raise OfTheNewSchoolError(school=undone.school or "–")
    lock_persons(changed_ids(undone))
    authority = undone.school.authority if undone.school else None
    manual = authority and manual_source(authority).pk
    values: dict[str, Any] = {"action": undone.pk, "at": at, "manual": manual}
    with connection.cursor() as cursor:
        for statement in UNDO:
            cursor.execute(statement, values)
    _tell(undone, "people.person.moved_back", by=by, at=at)
    return undone


def _speaks_for(by: Actor, school_id: int) -> bool:
    is_admin = AdminRole.SCHOOL_ADMIN in by.roles and school_id in by.school_ids
    return is_admin or AdminRole.CENTRAL_TEAM in by.roles


def _agree(change: SchoolChange, by: Actor, at: dt.datetime) -> bool:
    """Note the consent of whom somebody speaks for; whether that is anybody."""
    speaks_for_old = _speaks_for(by, change.from_school_id)
    speaks_for_new = _speaks_for(by, change.to_school_id)
    if speaks_for_old:
        change.from_agreed_at = change.from_agreed_at or at
    if speaks_for_new:
        change.to_agreed_at = change.to_agreed_at or at
    return speaks_for_old or speaks_for_new


def _check_movable(person_ids: Collection[int], school: School) -> None:
    here = Affiliation.objects.filter(school=school, ended_at=None)
    fed = here.exclude(source__kind=SourceKind.MANUAL)
    persons = Person.objects.filter(pk__in=person_ids).order_by("pk")
    absent = persons.filter(
        ~Q(pk__in=here.values("person")) | Q(deletion_released_at__isnull=False)
    ).first()
    if absent or not person_ids:
        raise NotAtTheSchoolError(person=absent or "–", school=school)
    led = persons.filter(pk__in=fed.values("person")).select_related("source").first()
    if led:
        raise MovedBySourceError(person=led, source=led.source)


def _pending(change: SchoolChange) -> SchoolChange:
    locked = SchoolChange.objects.select_for_update().get(pk=change.pk)
    if not locked.is_pending:
        raise NotPendingError
    return locked


def _carry_out_if_due(change: SchoolChange, *, by: Actor, at: dt.datetime) -> None:
    is_agreed = change.from_agreed_at and change.to_agreed_at
    is_time = change.effective_on is None or change.effective_on <= localdate(at)
    if not (is_agreed and is_time):
        return
    lines = change.schoolchangeline_set.order_by("person")
    lock_persons(list(lines.values_list("person", flat=True)))
    action = open_action(ActionKind.MOVE, school=change.to_school, by=by, at=at)
    values: dict[str, Any] = {
        "change": change.pk,
        "action": action.pk,
        "old": change.from_school_id,
        "new": change.to_school_id,
        "manual": manual_source(change.to_school.authority).pk,
        "at": at,
    }
    with connection.cursor() as cursor:
        for statement in (MOVING, *WRITE):
            cursor.execute(statement, values)
    change.done_at, change.action = at, action
    change.save(update_fields=["done_at", "action"])
    _tell(action, "people.person.moved", by=by, at=at)


def _tell(action: PersonAction, log: str, *, by: Actor, at: dt.datetime) -> None:
    person_ids = changed_ids(action)
    record_persons(log, person_ids, by=by, at=at)
    if person_ids:
        assign_addresses(person_ids, at=at)
        persons_changed.send(None, person_ids=person_ids, at=at)
