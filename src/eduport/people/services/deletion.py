"""Releasing persons for deletion, and taking that back.

One person or hundreds take the same few statements. Sources stay apart: what the
school administration system delivers is ended there and nowhere else.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate

from eduport.core.actor import Actor
from eduport.people.models import (
    EFFECTIVE,
    ActionKind,
    ActionLine,
    Outcome,
    Person,
    PersonAction,
)
from eduport.people.services.actions import (
    add_lines,
    begin_undo,
    changed_ids,
    lock_persons,
    only_line,
    open_action,
    record_persons,
)
from eduport.people.services.addresses import assign_addresses
from eduport.people.signals import persons_changed

# What each person has here and elsewhere, and what is to become of them.
LEAVING = """
CREATE TEMP TABLE leaving ON COMMIT DROP AS
SELECT person.id AS person_id, person.home_school_id AS home_id,
       coalesce(place.ending, '{{}}') AS ending, place.stays_at,
       coalesce(place.schools, '{{}}') AS schools,
       CASE
         WHEN person.deletion_released_at IS NOT NULL THEN 'already'
         WHEN person.id = %(self)s THEN 'self'
         WHEN place.is_delivered THEN 'delivered'
         WHEN place.ending IS NULL AND (
           place.stays_at IS NOT NULL OR NOT {at_home}) THEN 'not_here'
         WHEN %(spares_appointed)s AND EXISTS (
           SELECT FROM people_appointment appointment
           WHERE appointment.person_id = person.id AND appointment.starts_at <= %(at)s
             AND (appointment.ends_at IS NULL OR appointment.ends_at > %(at)s)
         ) THEN 'appointed'
         WHEN place.stays_at IS NOT NULL THEN 'left'
         ELSE 'done'
       END AS outcome
FROM people_person person
LEFT JOIN LATERAL (
  SELECT array_agg(here.id) FILTER (WHERE here.is_meant) AS ending,
         bool_or(here.is_meant AND here.kind <> 'manual') AS is_delivered,
         -- The home stays the home where it can; its address is the login.
         (array_agg(here.school_id ORDER BY here.school_id <> person.home_school_id,
                    here.id) FILTER (WHERE NOT here.is_meant))[1] AS stays_at,
         array(
           SELECT unnest(array_agg(here.school_id) FILTER (WHERE here.is_meant))
           EXCEPT
           SELECT unnest(array_agg(here.school_id) FILTER (WHERE NOT here.is_meant))
         ) AS schools
  FROM (
    SELECT affiliation.id, affiliation.school_id, source.kind, {meant} AS is_meant
    FROM people_affiliation affiliation
    JOIN people_source source ON source.id = affiliation.source_id
    WHERE affiliation.person_id = person.id AND affiliation.ended_at IS NULL
  ) here
) place ON true
WHERE person.id = ANY(%(ids)s)
"""
# Who lives on elsewhere leaves what a human put them into; who is released keeps it.
LEFT_GROUPS = """
FROM people_membership membership
JOIN people_group grp ON grp.id = membership.group_id
JOIN people_source source ON source.id = membership.source_id
WHERE membership.person_id = leaving.person_id AND leaving.outcome = 'left'
  AND grp.school_id = ANY(leaving.schools) AND source.kind = 'manual'
"""
WRITE = (
    f"""
    INSERT INTO people_actionline (action_id, person_id, outcome, before)
    SELECT %(action)s, person_id, outcome,
           CASE WHEN outcome IN ('done', 'left') THEN jsonb_build_object(
             'affiliations', ending,
             'home_school', home_id,
             'new_home', coalesce(stays_at, home_id),
             'memberships', coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                 'group', grp.id, 'source', source.id, 'role', membership.role))
               {LEFT_GROUPS}), '[]'))
           ELSE '{{}}' END
    FROM leaving""",  # noqa: S608 -- constants only
    f"""
    DELETE FROM people_membership gone USING leaving
    WHERE gone.person_id = leaving.person_id
      AND gone.id IN (SELECT membership.id {LEFT_GROUPS})""",  # noqa: S608 -- constants only
    """
    UPDATE people_affiliation affiliation SET ended_at = %(at)s FROM leaving
    WHERE affiliation.id = ANY(ending) AND affiliation.person_id = leaving.person_id
      AND outcome IN ('done', 'left')""",
    """
    UPDATE people_person person
    SET deletion_released_at = CASE outcome WHEN 'done' THEN %(at)s::timestamptz END,
        home_school_id = coalesce(stays_at, home_id)
    FROM leaving
    WHERE person.id = leaving.person_id AND outcome IN ('done', 'left')""",
    """
    UPDATE people_secondment secondment SET ended_at = %(at)s FROM leaving
    WHERE secondment.person_id = leaving.person_id
      AND secondment.guest_school_id = ANY(leaving.schools)
      AND begun_at IS NOT NULL AND ended_at IS NULL AND outcome IN ('done', 'left')""",
    "DROP TABLE leaving",
)
EVERYWHERE, AT_SCHOOLS, THESE = (
    {"meant": "true", "at_home": "true"},
    {
        "meant": "affiliation.school_id = ANY(%(schools)s)",
        "at_home": "person.home_school_id = ANY(%(schools)s)",
    },
    {"meant": "affiliation.id = ANY(%(affiliations)s)", "at_home": "false"},
)


@transaction.atomic
def foresee_release(
    person_ids: Collection[int],
    *,
    school_ids: Collection[int] | None = None,
    by: Actor,
    at: datetime,
) -> dict[Outcome, int]:
    """How many people `release_persons` would release, and how many it would not."""
    values = {**_scope(school_ids), "ids": list(person_ids), "self": by.person_id}
    with connection.cursor() as cursor:
        cursor.execute(LEAVING.format(**values), values | {"at": at})
        cursor.execute("SELECT outcome, count(*) FROM leaving GROUP BY 1")
        found = {Outcome(outcome): int(count) for outcome, count in cursor.fetchall()}
        cursor.execute("DROP TABLE leaving")
    return found


@transaction.atomic
def release_persons(
    person_ids: Collection[int],
    *,
    school_ids: Collection[int] | None = None,
    by: Actor,
    at: datetime,
) -> PersonAction:
    """Let people leave these schools, or all; return the journal with a line for each.

    Whoever belongs to another school as well only leaves: home and groups follow. All
    others are released for deletion: no login, data kept until the grace period is
    over. Left as they are, with the reason in the line: whom a feed delivers there,
    who holds an appointment, who acts. Twice is the same as once.
    """
    action = open_action(ActionKind.RELEASE, by=by, at=at)
    _let_go(action, person_ids, _scope(school_ids), by=by, at=at)
    return action


def _scope(school_ids: Collection[int] | None) -> dict[str, Any]:
    """What is meant: all affiliations, or those at schools."""
    meant = EVERYWHERE if school_ids is None else AT_SCHOOLS
    return {**meant, "schools": list(school_ids or ()), "spares_appointed": True}


def release_for_deletion(
    person: Person,
    *,
    school_ids: Collection[int] | None = None,
    by: Actor,
    at: datetime,
) -> PersonAction:
    """Let one person leave. Raises SkippedError with the reason if that cannot be."""
    with transaction.atomic():
        action = release_persons([person.pk], school_ids=school_ids, by=by, at=at)
        only_line(action)
    return action


@transaction.atomic
def end_affiliations(
    places: Sequence[tuple[int, int]],
    *,
    kind: ActionKind = ActionKind.EXPIRE,
    by: Actor,
    at: datetime,
) -> PersonAction:
    """End single affiliations, given as (person, affiliation), because time is over.

    Who has no other one is released for deletion, also who holds an appointment.
    """
    action = open_action(kind, by=by, at=at)
    chosen = {"affiliations": [place for _, place in places], "spares_appointed": False}
    persons = {person for person, _ in places}
    _let_go(action, persons, THESE | chosen, by=by, at=at)
    return action


def _let_go(
    action: PersonAction,
    person_ids: Collection[int],
    scope: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    lock_persons(list(person_ids))
    # Who does it by an Admin-Account is a person as well.
    values = scope | {
        "ids": list(person_ids),
        "self": by.person_id,
        "action": action.pk,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(LEAVING.format(**values), values)
        for statement in WRITE:
            cursor.execute(statement, values)
    lines = action.actionline_set.filter(outcome__in=EFFECTIVE)
    outcomes = dict(lines.values_list("person", "outcome"))
    for outcome, log_action in (
        (Outcome.DONE, "people.person.released"),
        (Outcome.LEFT, "people.person.left"),
    ):
        chosen = [person for person, came in outcomes.items() if came == outcome]
        record_persons(log_action, chosen, by=by, at=at)
    _tell(list(outcomes), at=at)


RESPITE_DAYS = 14
"""So long lasts at first what came back after its last day."""

# A line can be undone while nothing else has happened to the person since.
UNDO = (
    """
    CREATE TEMP TABLE coming_back ON COMMIT DROP AS
    SELECT line.id, line.person_id, line.before, action.done_at,
           CASE line.outcome
             WHEN 'done' THEN person.deletion_released_at = action.done_at
             ELSE person.deletion_released_at IS NULL
              AND person.home_school_id = (line.before->>'new_home')::bigint
           END IS TRUE AS is_as_left
    FROM people_actionline line
    JOIN people_personaction action ON action.id = line.action_id
    JOIN people_person person ON person.id = line.person_id
    WHERE line.id = ANY(%(lines)s)""",
    """
    UPDATE people_affiliation affiliation SET ended_at = NULL FROM coming_back
    WHERE affiliation.person_id = coming_back.person_id AND is_as_left
      AND before->'affiliations' @> to_jsonb(affiliation.id)
      AND affiliation.ended_at = done_at""",
    """
    UPDATE people_person person
    SET deletion_released_at = NULL,
        home_school_id = (before->>'home_school')::bigint
    FROM coming_back WHERE person.id = coming_back.person_id AND is_as_left""",
    """
    INSERT INTO people_membership (group_id, person_id, source_id, role)
    SELECT grp.id, coming_back.person_id, (was->>'source')::bigint, was->>'role'
    FROM coming_back
    CROSS JOIN jsonb_array_elements(before->'memberships') was
    JOIN people_group grp ON grp.id = (was->>'group')::bigint
    WHERE is_as_left
    ON CONFLICT DO NOTHING""",
    # What comes back after its last day is not to end in the next night.
    f"""
    UPDATE people_sponsorship sponsorship
    SET agreed_on = %(today)s::date, last_day_on = %(today)s::date + {RESPITE_DAYS},
        warned_days = NULL
    FROM people_affiliation affiliation
    JOIN coming_back ON coming_back.person_id = affiliation.person_id
    WHERE sponsorship.affiliation_id = affiliation.id AND is_as_left
      AND affiliation.ended_at IS NULL AND last_day_on < %(today)s""",  # noqa: S608 -- constants only
    f"""
    UPDATE people_secondment secondment
    SET ended_at = NULL,
        last_day_on = greatest(last_day_on, %(today)s::date + {RESPITE_DAYS})
    FROM coming_back
    WHERE secondment.person_id = coming_back.person_id AND is_as_left
      AND ended_at = done_at""",  # noqa: S608 -- constants only
    """
    UPDATE people_actionline line SET outcome = 'changed'
    FROM coming_back WHERE line.id = coming_back.id AND NOT is_as_left""",
    "DROP TABLE coming_back",
)


@transaction.atomic
def undo_release(action: PersonAction, *, by: Actor, at: datetime) -> PersonAction:
    """Take back a release, or the end of manual accounts: as it was before.

    To whom something else has happened since, nothing is done; the line then says
    so. Raises AlreadyUndoneError.
    """
    undone = begin_undo(action.pk, at=at)
    lock_persons(changed_ids(undone))
    lines = undone.actionline_set.filter(outcome__in=EFFECTIVE)
    _bring_back(list(lines.values_list("pk", flat=True)), at=at)
    _say_who_returned(changed_ids(undone), by=by, at=at)
    return undone


@transaction.atomic
def reopen_persons(
    person_ids: Collection[int], *, by: Actor, at: datetime
) -> PersonAction:
    """Take people back who were released by hand, by whatever action.

    Whom a source has released, the source brings back: the line says so.
    """
    lock_persons(list(person_ids))
    action = open_action(ActionKind.REOPEN, by=by, at=at)
    lines = _releases_of(person_ids)
    add_lines(action, _reopened(person_ids, lines))
    _bring_back(list(lines.values()), at=at)
    _say_who_returned(sorted(lines), by=by, at=at)
    return action


def foresee_reopening(person_ids: Collection[int]) -> dict[Outcome, int]:
    """How many people `reopen_persons` would bring back, and how many it would not."""
    return Counter(_reopened(person_ids, _releases_of(person_ids)).values())


def _releases_of(person_ids: Collection[int]) -> dict[int, int]:
    """The lines by which these people were released, of those who still are."""
    releases = ActionLine.objects.filter(
        person__in=person_ids,
        person__merged_into=None,
        outcome=Outcome.DONE,
        action__kind__in=[
            ActionKind.RELEASE,
            ActionKind.EXPIRE,
            ActionKind.RETURN,
        ],
        action__done_at=F("person__deletion_released_at"),
    )
    return dict(releases.values_list("person", "pk"))


def _reopened(
    person_ids: Collection[int], lines: Mapping[int, int]
) -> dict[int, Outcome]:
    """What becomes of each person."""
    rows = Person.objects.filter(pk__in=person_ids).values_list(
        "pk", "deletion_released_at", "merged_into"
    )
    return {
        pk: _return_of(released_at, merged_into, is_ours=pk in lines)
        for pk, released_at, merged_into in rows
    }


def _return_of(
    released_at: datetime | None, merged_into: int | None, *, is_ours: bool
) -> Outcome:
    if not released_at:
        return Outcome.ALREADY
    if merged_into:
        return Outcome.MERGED
    return Outcome.DONE if is_ours else Outcome.BY_SOURCE


def _bring_back(line_ids: list[int], *, at: datetime) -> None:
    values: dict[str, Any] = {"lines": line_ids, "today": localdate(at)}
    with connection.cursor() as cursor:
        for statement in UNDO:
            cursor.execute(statement, values)


def _say_who_returned(person_ids: list[int], *, by: Actor, at: datetime) -> None:
    record_persons("people.person.reopened", person_ids, by=by, at=at)
    _tell(person_ids, at=at)


def _tell(person_ids: list[int], *, at: datetime) -> None:
    if person_ids:
        assign_addresses(person_ids, at=at)
        persons_changed.send(None, person_ids=person_ids, at=at)
