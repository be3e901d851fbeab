"""Bringing a roster's rows into temporary tables, where SQL can compare them."""

from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from eduport.sync.services.reading import Blocks
from eduport.sync.services.settled import keep_settled, settle
from eduport.sync.services.sieve import Block, Gone, Item, ReadState, Unsettled
from eduport.sync.services.unchanged import known_memberships
from eduport.sync.types import Table

COLUMNS = {
    Table.SCHOOLS: "key text, name text, code text, number text, kind text,"
    " is_school boolean, parent_key text",
    Table.SESSIONS: "key text, title text, kind text, starts_on date, ends_on date,"
    " parent_key text",
    Table.PERSONS: "key text, given_name text, family_name text, call_name text",
    Table.AFFILIATIONS: "person_key text, school_key text, role text, is_home boolean,"
    " starts_on date, ends_on date",
    Table.GROUPS: "key text, school_key text, kind text, name text, session_key text",
    Table.MEMBERSHIPS: "group_key text, person_key text, role text",
}
# Rows whose file is "" were not in the file: a delta leaves out what is unchanged.
COMPLETE_DELTA = {
    Table.SCHOOLS: """
        INSERT INTO stage_schools
        SELECT '', 0, false, school.source_key, school.name, school.code, school.number,
               school.kind, true, ''
        FROM people_school school
        WHERE school.source_id = %(source)s AND school.closed_at IS NULL
          AND NOT EXISTS (
            SELECT FROM stage_schools s WHERE s.key = school.source_key)""",
    Table.SESSIONS: """
        INSERT INTO stage_sessions
        SELECT '', 0, false, session.source_key, session.name, session.kind,
               session.starts_on, session.ends_on, coalesce(parent.source_key, '')
        FROM people_academicsession session
        LEFT JOIN people_academicsession parent ON parent.id = session.parent_id
        WHERE session.source_id = %(source)s
          AND NOT EXISTS (
            SELECT FROM stage_sessions s WHERE s.key = session.source_key)""",
    Table.AFFILIATIONS: """
        INSERT INTO stage_affiliations
        SELECT '', 0, false, person.source_key, school.source_key, affiliation.role,
               person.home_school_id = school.id, NULL, NULL
        FROM people_affiliation affiliation
        JOIN people_person person ON person.id = affiliation.person_id
        JOIN people_school school ON school.id = affiliation.school_id
        WHERE affiliation.source_id = %(source)s AND affiliation.ended_at IS NULL
          AND person.source_id = %(source)s
          AND NOT EXISTS (
            SELECT FROM stage_affiliations s
            WHERE s.person_key = person.source_key
              AND (s.school_key, s.role) = (school.source_key, affiliation.role))
          -- Where roles stand in the person's own row, they are all of them.
          AND NOT EXISTS (
            SELECT FROM stage_affiliations s
            JOIN stage_persons p ON p.key = s.person_key
            WHERE s.person_key = person.source_key AND s.file = p.file)
          AND NOT EXISTS (
            SELECT FROM stage_persons p
            WHERE p.key = person.source_key AND p.is_deleted)
        """,
    Table.PERSONS: """
        INSERT INTO stage_persons
        SELECT '', 0, false, person.source_key, person.given_name, person.family_name,
               person.call_name
        FROM people_person person
        WHERE person.source_id = %(source)s AND person.deletion_released_at IS NULL
          AND NOT EXISTS (SELECT FROM stage_persons s WHERE s.key = person.source_key)
        """,
    Table.GROUPS: """
        INSERT INTO stage_groups
        SELECT '', 0, false, grp.source_key, school.source_key, grp.kind, grp.name,
               coalesce(session.source_key, '')
        FROM people_group grp
        JOIN people_school school ON school.id = grp.school_id
        LEFT JOIN people_academicsession session ON session.id = grp.session_id
        WHERE grp.source_id = %(source)s AND grp.ended_at IS NULL
          AND grp.source_key IS NOT NULL
          AND NOT EXISTS (SELECT FROM stage_groups s WHERE s.key = grp.source_key)""",
    Table.MEMBERSHIPS: """
        INSERT INTO stage_memberships
        SELECT '', 0, false, grp.source_key, person.source_key, membership.role
        FROM people_membership membership
        JOIN people_group grp ON grp.id = membership.group_id
        JOIN people_person person ON person.id = membership.person_id
        WHERE membership.source_id = %(source)s AND grp.source_id = %(source)s
          AND person.source_id = %(source)s
          AND NOT EXISTS (
            SELECT FROM stage_memberships s
            WHERE (s.group_key, s.person_key) = (grp.source_key, person.source_key))""",
}
# Two keys that a human merged into one person: rows of the one count for the other.
MERGED = """
CREATE TEMP TABLE merged_key ON COMMIT DROP AS
WITH RECURSIVE step AS (
  SELECT source_key AS key, merged_into_id AS into_id FROM people_person
  WHERE source_id = %(source)s AND source_key IS NOT NULL
    AND merged_into_id IS NOT NULL
  UNION
  SELECT step.key, person.merged_into_id
  FROM step JOIN people_person person ON person.id = step.into_id
  WHERE person.merged_into_id IS NOT NULL
)
SELECT step.key, kept.source_key AS kept_key
FROM step JOIN people_person kept ON kept.id = step.into_id
WHERE kept.merged_into_id IS NULL AND kept.source_id = %(source)s
  AND kept.source_key IS NOT NULL
"""
FOLLOW_MERGES = {
    Table.AFFILIATIONS: "UPDATE stage_affiliations SET person_key = kept_key"
    " FROM merged_key WHERE person_key = key",
    Table.MEMBERSHIPS: "UPDATE stage_memberships SET person_key = kept_key"
    " FROM merged_key WHERE person_key = key",
}
# The names are those of the key that was kept, while the source delivers it.
FOLLOW_MERGED_PERSONS = (
    """
    DELETE FROM stage_persons gone USING merged_key merged
    WHERE gone.key = merged.key AND (gone.is_deleted OR EXISTS (
      SELECT FROM stage_persons kept
      WHERE kept.key = merged.kept_key AND NOT kept.is_deleted))""",
    """
    DELETE FROM stage_persons kept USING merged_key merged
    WHERE kept.key = merged.kept_key AND EXISTS (
      SELECT FROM stage_persons other WHERE other.key = merged.key)""",
    """
    UPDATE stage_persons stage SET key = kept_key
    FROM merged_key merged WHERE stage.key = merged.key""",
)
# Memberships that the database has and the files have not.
GONE = """
CREATE TEMP TABLE stage_gone (group_key text, person_key text, role text)
ON COMMIT DROP
"""
OWNER = {
    Table.SCHOOLS: "school",
    Table.SESSIONS: "session",
    Table.PERSONS: "person",
    Table.AFFILIATIONS: "person",
    Table.GROUPS: "grp",
    Table.MEMBERSHIPS: "person",
}


class Staging:
    """The temporary tables of one run, filled in two steps.

    The people first: they are planned while the rest of the file is still being read,
    on the other core. Everything happens in the transaction that plans.
    """

    def __init__(self, blocks: Blocks, *, source_id: int, day: date) -> None:
        self.source_id = source_id
        self.day = day
        self.state = ReadState()
        # Rows read of each table.
        self.counts = dict.fromkeys((str(table) for table in Table), 0)
        # Whether only memberships that are new or gone are staged.
        self.knows_who_is_gone = False
        # The keys of whoever is not settled; nothing if everybody is staged.
        self._unsettled: list[str] | None = None
        self._has_merges = False
        self._blocks = blocks
        self._items: Iterator[Item] = iter(())
        self._states = 0

    def load_people(self) -> None:
        """Make the tables and fill all but the memberships.

        Where a format mixes memberships with other rows, it fills everything.
        """
        with connection.cursor() as cursor:
            # Those of an earlier run, where both stand in one outer transaction.
            cursor.execute("DISCARD TEMP")
            cursor.execute("SET LOCAL work_mem = '128MB'")
            # Keys are unique, little else is asked for: a small sample will do.
            cursor.execute("SET LOCAL default_statistics_target = 10")
            for table, columns in COLUMNS.items():
                cursor.execute(
                    f"CREATE TEMP TABLE stage_{table}"
                    f" (file text, row integer, is_deleted boolean, {columns})"
                    " ON COMMIT DROP"
                )
            cursor.execute(GONE)
            self._items = iter(self._blocks)
            self._blocks.leave_out(settle(self.source_id, self.day))
            # The reader is on its way and has not come to the memberships yet.
            self._blocks.leave_out(known_memberships(self.source_id, self.day))
            self._load(cursor, is_people_only=True)
            keep_settled(self._unsettled)
            cursor.execute(MERGED, {"source": self.source_id})
            self._has_merges = cursor.rowcount > 0
            self._follow_merges(cursor, Table.AFFILIATIONS)
            self._complete(cursor, [t for t in Table if t != Table.MEMBERSHIPS])
            if self._has_merges:
                for statement in FOLLOW_MERGED_PERSONS:
                    cursor.execute(statement)

    def load_memberships(self) -> None:
        """Fill what `load_people` left."""
        with connection.cursor() as cursor:
            self._load(cursor, is_people_only=False)
            self._follow_merges(cursor, Table.MEMBERSHIPS)
            self._complete(cursor, [Table.MEMBERSHIPS])

    def _follow_merges(self, cursor: CursorWrapper, table: Table) -> None:
        if self._has_merges:
            cursor.execute(FOLLOW_MERGES[table])

    def _load(self, cursor: CursorWrapper, *, is_people_only: bool) -> None:
        for item in self._items:
            if isinstance(item, ReadState):
                self._states += 1
                self.state = item
                # The second state stands between the people and the memberships.
                if is_people_only and self._states > 1 and item.memberships_come_last:
                    return
            elif isinstance(item, Gone):
                self.knows_who_is_gone = True
                _copy_text(cursor, "stage_gone", item.text)
            elif isinstance(item, Unsettled):
                self._unsettled = item.keys
            else:
                self._copy(cursor, item)

    def _copy(self, cursor: CursorWrapper, block: Block) -> None:
        self.counts[block.table] += block.length
        if block.text:
            _copy_text(cursor, f"stage_{block.table}", block.text)
        elif block.rows:
            with cursor.copy(f"COPY stage_{block.table} FROM STDIN") as copy:
                for row in block.rows:
                    copy.write_row(row)

    def _complete(self, cursor: CursorWrapper, tables: list[Table]) -> None:
        """Complete a delta from the database: what follows sees a full export."""
        for table in tables:
            # Of the million memberships every row is read anyhow.
            if table != Table.MEMBERSHIPS:
                cursor.execute(f"ANALYZE stage_{table}")
        keys = self.state.refused_keys
        deltas = self.state.incomplete_tables
        for table in [table for table in COMPLETE_DELTA if table in tables]:
            statement = COMPLETE_DELTA[table]
            if table not in deltas:
                if not keys:
                    continue
                # Whose row was refused has not left.
                statement += f" AND {OWNER[table]}.source_key = ANY(%(keys)s)"
            cursor.execute(statement, {"source": self.source_id, "keys": keys})
            if cursor.rowcount:
                cursor.execute(f"ANALYZE stage_{table}")


def _copy_text(cursor: CursorWrapper, table: str, text: bytes) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(text)
