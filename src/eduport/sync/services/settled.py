"""Leaving out people whom nothing happens to, before their rows reach the database.

They have one role at one school, in the files and in the database, and the same names:
from one day to the next nearly everybody. The rule looks at nothing but the person's
own rows, and at whether the school stands in the files as usual: whatever the others
do, no statement of the planning would say a word of them.

PostgreSQL tells once whom that can be true of; the reader holds back their rows, and
gives them back at the end of the people where anything else was said of the same key.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import cast

from django.db import connection

from eduport.sync.types import AffiliationRow, PersonRow, Row, SchoolRow, Table

SETTLED = (
    # Every row of every table is read. PostgreSQL foresees one and joins as for one.
    "SET LOCAL enable_nestloop = off",
    "SET LOCAL enable_mergejoin = off",
    """
    CREATE TEMP TABLE settled ON COMMIT DROP AS
    WITH single AS (
      SELECT person_id, min(school_id) AS school_id, min(role) AS role
      FROM people_affiliation WHERE source_id = %(source)s AND ended_at IS NULL
      GROUP BY person_id HAVING count(*) = 1
    )
    SELECT person.id AS person_id, person.source_key AS key, school.id AS home_id,
           person.given_name, person.family_name, person.call_name,
           school.source_key AS school_key, single.role
    FROM single
    JOIN people_person person
      ON person.id = single.person_id AND person.home_school_id = single.school_id
    JOIN people_school school
      ON school.id = single.school_id AND school.source_id = %(source)s
     AND school.source_key IS NOT NULL
     AND (single.role <> 'student' OR school.pupils_start_on <= %(day)s)
    WHERE person.source_id = %(source)s AND person.source_key IS NOT NULL
      AND person.deletion_released_at IS NULL
      -- Who was merged has rows of more than one key.
      AND person.id NOT IN (
        SELECT merged_into_id FROM people_person WHERE merged_into_id IS NOT NULL)
    """,
    "SET LOCAL enable_nestloop = on",
    "SET LOCAL enable_mergejoin = on",
)
LINES = r"""
SELECT count(*),
       string_agg(key || E'\t' || given_name || E'\t' || family_name || E'\t' ||
                  call_name, E'\n'),
       string_agg(key || E'\t' || school_key || E'\t' || role, E'\n')
FROM settled GROUP BY home_id
"""
LIMIT = 1_000_000
"""People up to which their rows are held back: about 1 GB. A country compares all."""
SIZE = "SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass"
IS_DELETED, KEY, SCHOOL_KEY = (itemgetter(place) for place in (2, 3, 4))
# PostgreSQL knows no text with this character.
_SEPARATOR = "\0"


def settle(source_id: int, day: date) -> bytes:
    """Make the table `settled` and return it for `Settled`.

    Nothing is returned if there are too many, or if a text holds what separates lines:
    then everything is compared.
    """
    with connection.cursor() as cursor:
        for statement in SETTLED:
            cursor.execute(statement, {"source": source_id, "day": day})
        cursor.execute(SIZE)
        if cursor.fetchone()[0] > LIMIT:
            return b""
        cursor.execute(LINES)
        schools = cursor.fetchall()
    count = sum(school[0] for school in schools)
    texts = ["\n".join([school[place] for school in schools]) for place in (1, 2)]
    is_plain = [(text.count("\n"), text.count("\t")) for text in texts] == [
        (count - 1, 3 * count),
        (count - 1, 2 * count),
    ]
    return _SEPARATOR.join([day.isoformat(), *texts]).encode() if is_plain else b""


def keep_settled(unsettled: list[str] | None) -> None:
    """Take these keys out of the table `settled`; everybody if nothing was left out."""
    with connection.cursor() as cursor:
        if unsettled is None:
            cursor.execute("TRUNCATE settled")
        else:
            cursor.execute("DELETE FROM settled WHERE key = ANY(%s)", [unsettled])
        cursor.execute("ANALYZE settled")


class Settled:
    """Holds back the rows of people that say what the database knows."""

    def __init__(self, known: bytes) -> None:
        day, persons, affiliations = known.decode().split(_SEPARATOR)
        self._day = date.fromisoformat(day)
        self._unseen = {
            Table.PERSONS: set(persons.split("\n")),
            Table.AFFILIATIONS: set(affiliations.split("\n")),
        }
        self._held: dict[Table, list[Row]] = {table: [] for table in self._unseen}
        # Keys of which a row says something else.
        self._others: set[str] = set()
        self._schools: set[str] = set()
        self._other_schools: set[str] = set()

    def only_new(self, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that are not held back."""
        if table == Table.SCHOOLS:
            self._look_at_schools(cast("Sequence[SchoolRow]", rows))
        if table == Table.PERSONS:
            return self._only_new(table, rows, _person_lines(rows))
        if table == Table.AFFILIATIONS:
            return self._only_new(table, rows, _affiliation_lines(rows, self._day))
        return rows

    def unsettled(self, refused: Iterable[str]) -> set[str]:
        """The keys of all people who must be compared, when all their rows are read.

        `refused` are the keys in rows that could not be read: somebody may be meant.
        """
        unseen = chain.from_iterable(self._unseen.values())
        missed = {line.partition("\t")[0] for line in unseen}
        affiliations = self._held[Table.AFFILIATIONS]
        schools = set(map(SCHOOL_KEY, affiliations)) - self._schools
        if strange := schools | self._other_schools:
            missed.update(
                KEY(row) for row in affiliations if SCHOOL_KEY(row) in strange
            )
        return self._others.union(missed, refused)

    def held(self, table: Table) -> list[Row]:
        """The rows of the table that were held back."""
        return self._held[table]

    def _look_at_schools(self, rows: Sequence[SchoolRow]) -> None:
        """A school as usual has one row, which says that it is a school."""
        for row in rows:
            if row.key in self._schools or row.is_deleted or not row.is_school:
                self._other_schools.add(row.key)
            self._schools.add(row.key)

    def _only_new(
        self, table: Table, rows: Sequence[Row], lines: list[str]
    ) -> list[Row]:
        unseen, held = self._unseen[table], self._held[table]
        known = unseen.intersection(lines)
        unseen -= known
        if len(known) == len(rows):
            held.extend(rows)
            return []
        new = []
        for row, line in zip(rows, lines, strict=True):
            if line in known:
                # The second of two equal rows counts as new; the database knows better.
                known.remove(line)
                held.append(row)
            else:
                new.append(row)
        self._others.update(map(KEY, new))
        return new


def _person_lines(rows: Sequence[Row]) -> list[str]:
    return [
        "" if is_deleted else f"{key}\t{given}\t{family}\t{call}"
        for _, _, is_deleted, key, given, family, call in cast(
            "Sequence[PersonRow]", rows
        )
    ]


def _affiliation_lines(rows: Sequence[Row], day: date) -> list[str]:
    """Lines of the rows that count on this day."""
    return [
        ""
        if is_deleted or (ends_on is not None and ends_on <= day)
        else f"{person}\t{school}\t{role}"
        for _, _, is_deleted, person, school, role, _, _, ends_on in cast(
            "Sequence[AffiliationRow]", rows
        )
    ]
