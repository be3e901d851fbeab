"""Who is in a group: by name, by rule, by role at the school, or through a sub-group.

All in one statement of PostgreSQL, and nothing of it stored: affiliations change every
night, and a rule has to be right in the morning without anybody refreshing it.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from eduport.people.models import Group, Person

# A group of another year, or one that ended, adds nobody to what contains it.
PARTS = """
WITH RECURSIVE active AS (
  SELECT starting_year FROM people_academicsession WHERE activated_at IS NOT NULL
), part (root, id, school_id, kind, year) AS (
  SELECT grp.id, grp.id, grp.school_id, grp.kind,
         coalesce(session.starting_year, (SELECT max(starting_year) FROM active))
  FROM people_group grp
  LEFT JOIN people_academicsession session ON session.id = grp.session_id
  WHERE grp.id = ANY(%s)
  UNION
  SELECT part.root, grp.id, grp.school_id, grp.kind, part.year
  FROM part
  JOIN people_groupnesting nesting ON nesting.parent_id = part.id
  JOIN people_group grp ON grp.id = nesting.child_id AND grp.ended_at IS NULL
  LEFT JOIN people_academicsession session ON session.id = grp.session_id
  WHERE session.id IS NULL OR session.starting_year = part.year
)
"""
# A feed takes away whom it no longer names. Who was added by hand and has left the
# school belongs no more, and does again when they come back.
BY_NAME = """
SELECT part.root, part.id AS part, membership.person_id
FROM part
JOIN people_membership membership ON membership.group_id = part.id
JOIN people_source source ON source.id = membership.source_id
WHERE source.kind <> 'manual' OR EXISTS (
  SELECT FROM people_affiliation affiliation
  WHERE affiliation.person_id = membership.person_id
    AND affiliation.school_id = part.school_id AND affiliation.ended_at IS NULL)
"""
BUILT_IN = """
SELECT part.root, part.id, affiliation.person_id
FROM part
JOIN people_affiliation affiliation
  ON affiliation.school_id = part.school_id AND affiliation.ended_at IS NULL
 AND (part.kind = 'school'
      OR part.kind = 'teachers' AND affiliation.role IN ('teacher', 'principal'))
WHERE part.kind IN ('school', 'teachers')
"""
BY_RULE = """
SELECT part.root, part.id, affiliation.person_id
FROM part
JOIN people_membershiprule rule ON rule.group_id = part.id
JOIN people_affiliation affiliation
  ON affiliation.school_id = rule.school_id AND affiliation.role = rule.role
 AND affiliation.ended_at IS NULL
WHERE rule.grade IS NULL OR EXISTS (
  SELECT FROM people_group class
  JOIN people_academicsession session
    ON session.id = class.session_id AND session.starting_year = part.year
  JOIN people_membership pupil
    ON pupil.group_id = class.id AND pupil.role = 'member'
   AND pupil.person_id = affiliation.person_id
  WHERE class.school_id = rule.school_id AND class.grade = rule.grade
    AND class.ended_at IS NULL)
"""
EVERYONE = f"{PARTS}{BY_NAME} UNION {BUILT_IN} UNION {BY_RULE}"
"""Rows of root, part and person: `part` is the group that the person comes through."""
PERSONS = EVERYONE.join(["SELECT person_id FROM (", ") AS everyone"])
SIZES = EVERYONE.join(
    ["SELECT root, count(DISTINCT person_id) FROM (", ") AS everyone GROUP BY root"]
)
OF_PERSON = EVERYONE.join(
    ["SELECT DISTINCT root FROM (", ") AS everyone WHERE person_id = %s"]
)

# Where a person is named, what the roles give, and what contains any of it. The rules
# are only looked at roughly here: `OF_PERSON` knows their grades.
NEAR_PERSON = """
WITH RECURSIVE here AS (
  SELECT school_id, role FROM people_affiliation
  WHERE person_id = %(person)s AND ended_at IS NULL
), near AS (
  SELECT group_id AS id FROM people_membership WHERE person_id = %(person)s
  UNION
  SELECT grp.id FROM people_group grp JOIN here ON here.school_id = grp.school_id
  WHERE grp.kind IN ('school', 'teachers') AND grp.ended_at IS NULL
  UNION
  SELECT rule.group_id FROM people_membershiprule rule
  JOIN here ON here.school_id = rule.school_id AND here.role = rule.role
), around AS (
  SELECT id FROM near
  UNION
  SELECT nesting.parent_id
  FROM around JOIN people_groupnesting nesting ON nesting.child_id = around.id
)
SELECT id FROM around
"""


def members_of(group: Group) -> QuerySet[Person]:
    """Everybody in a group, however they came into it."""
    return members_of_all([group.pk])


def members_of_all(group_ids: Iterable[int]) -> QuerySet[Person]:
    """Everybody in any of these groups."""
    members = RawSQL(PERSONS, [list(group_ids)])  # noqa: S611 -- keys are parameters
    return Person.objects.filter(pk__in=members)


def sizes_of(group_ids: Iterable[int]) -> dict[int, int]:
    """How many people are in each of these groups; empty ones are left out."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [list(group_ids)])
        return dict(cursor.fetchall())


def among_groups_of(person_id: int | None, group_ids: Iterable[int]) -> set[int]:
    """Which of these groups a person is in, however the person came into them."""
    with connection.cursor() as cursor:
        cursor.execute(OF_PERSON, [list(group_ids), person_id])
        return {root for (root,) in cursor.fetchall()}


def groups_with(person_id: int) -> set[int]:
    """All groups that a person is in, however they came into them: two queries."""
    with connection.cursor() as cursor:
        cursor.execute(NEAR_PERSON, {"person": person_id})
        near = [group_id for (group_id,) in cursor.fetchall()]
    return among_groups_of(person_id, near)
