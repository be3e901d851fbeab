"""Writing what a roster says: many persons, groups and memberships at once.

The caller brings a query; its rows have the columns of `COLUMNS`. Everything happens in
SQL, a school of 2,500 in about a second, because rows that travel through Python cost
a city its night.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from eduport.people.services.addresses import assign_addresses
from eduport.people.signals import persons_changed

COLUMNS = ("entity", "op", "subject_id", "object_id", "role", "before", "after")
"""What a row of changes has.

=========== ============================================== ===========================
entity      op                                             subject, object, role, after
=========== ============================================== ===========================
school      create, update                                 school; its columns
session     create, update                                 session; its columns
person      create, update, move, reopen, release          person; its columns
affiliation create, reopen, end                            person, school, role
group       create, update, reopen, end                    group; its columns
membership  create, update, delete                         person, group, role
=========== ============================================== ===========================

`before` holds what `after` replaces; only a school's old code is read of it.
"""


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """Rows of changes: a query that yields `COLUMNS`, and the source that leads."""

    query: str
    params: Mapping[str, Any]
    source_id: int


SCHOOLS = """
INSERT INTO people_school
  (id, uid, authority_id, source_id, source_key, name, code, number, kind,
   pupils_start_on)
SELECT subject_id, gen_random_uuid(), (after->>'authority_id')::bigint, %(source)s,
       after->>'source_key', after->>'name', after->>'code', after->>'number',
       after->>'kind', (after->>'pupils_start_on')::date
FROM change WHERE entity = 'school' AND op = 'create'
ON CONFLICT DO NOTHING;
INSERT INTO people_group (uid, school_id, kind, name, source_id, created_at)
SELECT gen_random_uuid(), subject_id, kind, name, %(source)s, %(at)s
FROM change,
     (VALUES ('school', 'Schule'), ('teachers', 'Lehrer')) AS built_in (kind, name)
WHERE entity = 'school' AND op = 'create'
ON CONFLICT DO NOTHING;
UPDATE people_school school
SET name = after->>'name', code = after->>'code', number = after->>'number',
    kind = after->>'kind'
FROM change WHERE entity = 'school' AND op = 'update' AND school.id = subject_id;
INSERT INTO people_academicsession
  (id, authority_id, source_id, source_key, kind, name, starts_on, ends_on)
SELECT subject_id, (after->>'authority_id')::bigint, %(source)s, after->>'source_key',
       after->>'kind', after->>'name', (after->>'starts_on')::date,
       (after->>'ends_on')::date
FROM change WHERE entity = 'session' AND op = 'create'
ON CONFLICT DO NOTHING;
UPDATE people_academicsession session
SET name = after->>'name', kind = after->>'kind',
    starts_on = (after->>'starts_on')::date, ends_on = (after->>'ends_on')::date
FROM change WHERE entity = 'session' AND op = 'update' AND session.id = subject_id;
UPDATE people_academicsession session SET parent_id = (after->>'parent_id')::bigint
FROM change WHERE entity = 'session' AND session.id = subject_id
  AND session.parent_id IS DISTINCT FROM (after->>'parent_id')::bigint;
"""
PERSONS = """
INSERT INTO people_person
  (id, uid, source_id, source_key, given_name, family_name, call_name, address_base,
   home_school_id, created_at)
SELECT subject_id, gen_random_uuid(), %(source)s, after->>'source_key',
       after->>'given_name', after->>'family_name', after->>'call_name',
       after->>'address_base', (after->>'home_school_id')::bigint, %(at)s
FROM change WHERE entity = 'person' AND op = 'create'
ORDER BY subject_id;
UPDATE people_person person
SET given_name = after->>'given_name', family_name = after->>'family_name',
    call_name = after->>'call_name', address_base = after->>'address_base'
FROM change WHERE entity = 'person' AND op = 'update' AND person.id = subject_id;
UPDATE people_person person SET home_school_id = (after->>'home_school_id')::bigint
FROM change WHERE entity = 'person' AND op = 'move' AND person.id = subject_id;
UPDATE people_person person SET deletion_released_at = NULL
FROM change WHERE entity = 'person' AND op = 'reopen' AND person.id = subject_id;
"""
AFFILIATIONS = """
INSERT INTO people_affiliation (person_id, school_id, role, source_id, started_at)
SELECT subject_id, object_id, role, %(source)s, %(at)s
FROM change WHERE entity = 'affiliation' AND op = 'create'
ON CONFLICT (person_id, school_id, role) DO UPDATE
SET source_id = excluded.source_id, ended_at = NULL
WHERE people_affiliation.ended_at IS NOT NULL;
UPDATE people_affiliation affiliation SET ended_at = NULL
FROM change
WHERE entity = 'affiliation' AND op = 'reopen' AND affiliation.source_id = %(source)s
  AND affiliation.person_id = subject_id AND affiliation.school_id = object_id
  AND affiliation.role = change.role;
UPDATE people_affiliation affiliation SET ended_at = %(at)s
FROM change
WHERE entity = 'affiliation' AND op = 'end' AND affiliation.source_id = %(source)s
  AND affiliation.person_id = subject_id AND affiliation.school_id = object_id
  AND affiliation.role = change.role AND affiliation.ended_at IS NULL;
"""
# After the affiliations: who still has one of another source lives on.
RELEASES = """
UPDATE people_person person SET deletion_released_at = %(at)s
FROM change
WHERE entity = 'person' AND op = 'release' AND person.id = subject_id
  AND person.deletion_released_at IS NULL
  AND NOT EXISTS (
    SELECT FROM people_affiliation other
    WHERE other.person_id = person.id AND other.ended_at IS NULL);
"""
GROUPS = """
INSERT INTO people_group
  (id, uid, school_id, kind, name, session_id, source_id, source_key, created_at)
SELECT subject_id, gen_random_uuid(), (after->>'school_id')::bigint, after->>'kind',
       after->>'name', (after->>'session_id')::bigint, %(source)s, after->>'source_key',
       %(at)s
FROM change WHERE entity = 'group' AND op = 'create';
-- A run that is taken back brings a class back into its old year: the picture that it
-- left there is let go of.
DELETE FROM people_membership membership
USING change, people_group grp, people_group picture
WHERE entity = 'group' AND op = 'update' AND grp.id = subject_id
  AND (after->>'session_id')::bigint IS DISTINCT FROM grp.session_id
  AND picture.lineage = grp.lineage
  AND picture.session_id = (after->>'session_id')::bigint
  AND picture.source_id = %(source)s AND picture.source_key IS NULL
  AND membership.group_id = picture.id;
UPDATE people_group picture
SET lineage = gen_random_uuid(), ended_at = coalesce(picture.ended_at, %(at)s)
FROM change JOIN people_group grp ON grp.id = subject_id
WHERE entity = 'group' AND op = 'update'
  AND (after->>'session_id')::bigint IS DISTINCT FROM grp.session_id
  AND picture.lineage = grp.lineage
  AND picture.session_id = (after->>'session_id')::bigint
  AND picture.source_id = %(source)s AND picture.source_key IS NULL;
UPDATE people_group grp
SET school_id = (after->>'school_id')::bigint, kind = after->>'kind',
    name = after->>'name', session_id = (after->>'session_id')::bigint,
    -- Somebody said that this class goes on as another one: then it is itself again.
    lineage = CASE WHEN EXISTS (
      SELECT FROM people_group other
      WHERE other.lineage = grp.lineage AND other.id <> grp.id
        AND other.session_id IS NOT DISTINCT FROM (after->>'session_id')::bigint)
      THEN gen_random_uuid() ELSE grp.lineage END
FROM change WHERE entity = 'group' AND op = 'update' AND grp.id = subject_id;
-- A source may take a class into the new year under its old key. What it was stays, as
-- a row of its own with its members: old years keep theirs.
INSERT INTO people_group
  (uid, lineage, school_id, kind, name, session_id, source_id, created_at)
SELECT gen_random_uuid(), grp.lineage, (before->>'school_id')::bigint, before->>'kind',
       before->>'name', old.id, %(source)s, grp.created_at
FROM change
JOIN people_group grp ON grp.id = subject_id
JOIN people_academicsession old ON old.id = (before->>'session_id')::bigint
JOIN people_academicsession new
  ON new.id = grp.session_id AND new.starting_year > old.starting_year
WHERE entity = 'group' AND op = 'update'
ON CONFLICT (lineage, session_id) DO NOTHING;
INSERT INTO people_membership (group_id, person_id, source_id, role)
SELECT picture.id, membership.person_id, membership.source_id, membership.role
FROM change
JOIN people_group grp ON grp.id = subject_id
JOIN people_group picture
  ON picture.lineage = grp.lineage AND picture.source_key IS NULL
 AND picture.session_id = (before->>'session_id')::bigint AND picture.id <> grp.id
JOIN people_membership membership ON membership.group_id = grp.id
WHERE entity = 'group' AND op = 'update'
ON CONFLICT DO NOTHING;
UPDATE people_group grp
SET ended_at = CASE op WHEN 'end' THEN %(at)s::timestamptz END
FROM change WHERE entity = 'group' AND op IN ('end', 'reopen') AND grp.id = subject_id;
"""
MEMBERSHIPS = """
INSERT INTO people_membership (group_id, person_id, source_id, role)
SELECT object_id, subject_id, %(source)s, role
FROM change WHERE entity = 'membership' AND op = 'create'
ON CONFLICT (group_id, person_id, source_id) DO NOTHING;
UPDATE people_membership membership SET role = change.role
FROM change
WHERE entity = 'membership' AND op = 'update' AND membership.source_id = %(source)s
  AND membership.group_id = object_id AND membership.person_id = subject_id;
DELETE FROM people_membership membership USING change
WHERE entity = 'membership' AND op = 'delete' AND membership.source_id = %(source)s
  AND membership.group_id = object_id AND membership.person_id = subject_id;
"""
STEPS = (
    ({"school", "session"}, SCHOOLS),
    ({"person"}, PERSONS),
    ({"affiliation"}, AFFILIATIONS),
    ({"person"}, RELEASES),
    ({"group"}, GROUPS),
    ({"membership"}, MEMBERSHIPS),
)
"""What is written, in order, and for which entities."""
# Whose names or places changed, and all of a school whose code is in their address.
CONCERNED = """
SELECT subject_id FROM change WHERE entity IN ('person', 'affiliation')
UNION
SELECT affiliation.person_id
FROM change JOIN people_affiliation affiliation
  ON affiliation.school_id = subject_id AND affiliation.ended_at IS NULL
WHERE entity = 'school' AND op = 'update' AND before->>'code' <> after->>'code'
ORDER BY 1
"""


@transaction.atomic
def apply_changes(changes: RosterChanges, *, at: datetime) -> int:
    """Write the changes, give addresses, tell the domains above; return how many.

    Touches rows of the changes' source only. All of them or none is written; doing
    it twice changes nothing.
    """
    params = {**changes.params, "source": changes.source_id, "at": at}
    with connection.cursor() as cursor:
        # The statistics of tables that grow from nothing are always behind.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP TABLE IF EXISTS change")
        cursor.execute(
            f"CREATE TEMP TABLE change ON COMMIT DROP AS {changes.query}", params
        )
        count = int(cursor.rowcount)
        cursor.execute("ANALYZE change")
        for statement in _statements(_entities_in(cursor)):
            cursor.execute(statement, params)
        cursor.execute(CONCERNED)
        person_ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE change")
    if person_ids:
        assign_addresses(person_ids, at=at)
        persons_changed.send(None, person_ids=person_ids, at=at)
    return count


def _entities_in(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT DISTINCT entity FROM change")
    return {row[0] for row in cursor.fetchall()}


def _statements(entities: set[str]) -> Iterator[str]:
    """The statements for what is there, in the order of STEPS."""
    for concerned, block in STEPS:
        if concerned & entities:
            yield from (part for part in block.split(";\n") if part.strip())
