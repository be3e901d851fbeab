"""Reading what a change of the school year does to classes and courses."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import (
    OF_A_YEAR,
    AdminRole,
    Group,
    MembershipRole,
    Rollover,
    RolloverLine,
    School,
)
from eduport.people.rules import rollover as rules

COMMON = """
SELECT old.id, new.id, count(*)
FROM people_group old
JOIN people_membership before ON before.group_id = old.id AND before.role = 'member'
JOIN people_membership after
  ON after.person_id = before.person_id AND after.role = 'member'
JOIN people_group new ON new.id = after.group_id AND new.kind = old.kind
WHERE old.id = ANY(%(old)s) AND new.id = ANY(%(new)s)
GROUP BY 1, 2
"""
NUMBERS = """
SELECT school.id, school.name, school.code, coalesce(old.classes, 0),
       coalesce(old.courses, 0), coalesce(new.classes, 0), coalesce(new.courses, 0),
       coalesce(pupils.without, 0)
FROM people_school school
LEFT JOIN (
  SELECT grp.school_id, count(*) FILTER (WHERE grp.kind = 'class') AS classes,
         count(*) FILTER (WHERE grp.kind = 'course') AS courses
  FROM people_group grp JOIN people_academicsession session
    ON session.id = grp.session_id AND session.starting_year = %(from)s
  WHERE grp.ended_at IS NULL GROUP BY 1
) old ON old.school_id = school.id
LEFT JOIN (
  SELECT grp.school_id, count(*) FILTER (WHERE grp.kind = 'class') AS classes,
         count(*) FILTER (WHERE grp.kind = 'course') AS courses
  FROM people_group grp JOIN people_academicsession session
    ON session.id = grp.session_id AND session.starting_year = %(to)s
  WHERE grp.ended_at IS NULL GROUP BY 1
) new ON new.school_id = school.id
LEFT JOIN (
  SELECT pupil.school_id, count(DISTINCT pupil.person_id) AS without
  FROM people_affiliation pupil
  WHERE pupil.role = 'student' AND pupil.ended_at IS NULL AND NOT EXISTS (
    SELECT FROM people_membership membership
    JOIN people_group class
      ON class.id = membership.group_id AND class.kind = 'class'
     AND class.ended_at IS NULL
    JOIN people_academicsession session
      ON session.id = class.session_id AND session.starting_year = %(to)s
    WHERE membership.person_id = pupil.person_id AND membership.role = 'member')
  GROUP BY 1
) pupils ON pupils.school_id = school.id
WHERE school.closed_at IS NULL
ORDER BY school.name, school.id
"""


@dataclass(frozen=True, slots=True)
class SchoolNumbers:
    """What a school sees when another year becomes active."""

    id: int
    name: str
    code: str
    old_classes: int
    old_courses: int
    new_classes: int
    new_courses: int
    without_class: int


def switch_numbers(from_year: int, to_year: int) -> list[SchoolNumbers]:
    """What the change from one year to another does, school by school."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, {"from": from_year, "to": to_year})
        return [SchoolNumbers(*row) for row in cursor.fetchall()]


def open_groups(school: School, from_year: int) -> QuerySet[Group]:
    """Classes and courses of a year about which nothing was decided.

    `size` says how many are taught in it, `people` counts those who lead it as well.
    Those that their source took into a later year by itself go on already.
    """
    later = Group.objects.filter(
        lineage=OuterRef("lineage"), session__starting_year__gt=from_year
    )
    groups = Group.objects.filter(
        ~Exists(later),
        school=school,
        kind__in=OF_A_YEAR,
        session__starting_year=from_year,
        ended_at=None,
        deletion_released_at=None,
        rolloverline=None,
    )
    members = Count("membership__person", distinct=True, filter=_IS_MEMBER)
    return (
        groups.annotate(size=members, people=Count("membership__person", distinct=True))
        .select_related("school__authority", "session", "source")
        .order_by("kind", "grade", "name", "pk")
    )


_IS_MEMBER = Q(membership__role=MembershipRole.MEMBER)


def possible_successors(school: School, to_year: int) -> QuerySet[Group]:
    """Classes and courses of the new year that continue none yet."""
    earlier = Group.objects.filter(
        lineage=OuterRef("lineage"), session__starting_year__lt=to_year
    )
    groups = Group.objects.filter(
        ~Exists(earlier),
        school=school,
        kind__in=OF_A_YEAR,
        session__starting_year=to_year,
        ended_at=None,
        deletion_released_at=None,
    )
    return groups.select_related("source").order_by("kind", "grade", "name", "pk")


def proposals(old: list[Group], new: list[Group]) -> dict[int, rules.Proposal]:
    """What the page is filled with, by the key of the old group."""
    school = rules.School(
        old=[
            rules.OldGroup(one.pk, one.name, one.kind, _size(one), one.is_synced)
            for one in old
        ],
        new=[rules.NewGroup(one.pk, one.name, one.kind) for one in new],
        common=_in_common(old, new),
    )
    return rules.proposals(school)


def _size(group: Group) -> int:
    return int(getattr(group, "size", 0))


def _in_common(old: list[Group], new: list[Group]) -> dict[tuple[int, int], int]:
    keys = {"old": [one.pk for one in old], "new": [one.pk for one in new]}
    with connection.cursor() as cursor:
        cursor.execute(COMMON, keys)
        return {(before, after): count for before, after, count in cursor.fetchall()}


def rollovers_visible_to(actor: Actor) -> QuerySet[Rollover]:
    """What was decided about the classes of the schools that the actor runs."""
    rollovers = Rollover.objects.select_related("school")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return rollovers
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return rollovers.filter(school__in=actor.school_ids)
    return rollovers.none()


def lines_of(rollover: Rollover) -> QuerySet[RolloverLine]:
    """What became of each group, by name."""
    lines = rollover.rolloverline_set.select_related("group__source", "successor")
    return lines.order_by("group__kind", "group__grade", "group__name", "pk")
