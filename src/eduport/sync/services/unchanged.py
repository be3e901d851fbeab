"""Leaving out memberships that the database has already, before they are sent to it.

From one day to the next, 99 of 100 stay. PostgreSQL tells once what it has, while the
reader is still busy with the people; the reader then passes on only what is new, and
at the end what it has not seen.
"""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from django.db import connection

from eduport.sync.types import MembershipRow

KNOWN = """
SELECT count(*), string_agg(
         grp.source_key || E'\\t' || person.source_key || E'\\t' || membership.role,
         E'\\n')
FROM people_membership membership
JOIN people_group grp ON grp.id = membership.group_id AND grp.source_id = %(source)s
JOIN people_person person
  ON person.id = membership.person_id AND person.source_id = %(source)s
LEFT JOIN people_academicsession session ON session.id = grp.session_id
WHERE membership.source_id = %(source)s
  -- The picture of a class in an earlier year has no key.
  AND grp.source_key IS NOT NULL AND person.source_key IS NOT NULL
  AND (session.id IS NULL OR session.ends_on > %(today)s::date - 100)
GROUP BY grp.id
"""
# Years that ended long ago are hardly delivered any more, and there are more of them
# each year: they are not told. Where one is delivered, all its members are compared.
NOT_TOLD = """
CREATE TEMP TABLE not_told ON COMMIT DROP AS
SELECT membership.group_id, membership.person_id
FROM own_group own
JOIN people_group grp ON grp.id = own.id
JOIN people_academicsession session
  ON session.id = grp.session_id AND session.ends_on <= %(today)s::date - 100
JOIN people_membership membership ON membership.group_id = own.id
"""
LIMIT = 5_000_000
"""Memberships up to which a set of them is kept: about 1 GB. A country compares all."""
# An estimate will do, and takes no time.
SIZE = "SELECT reltuples FROM pg_class WHERE oid = 'people_membership'::regclass"
IS_DELETED, GROUP_KEY, PERSON_KEY = (itemgetter(place) for place in (2, 3, 4))


def known_memberships(source_id: int, day: date) -> bytes:
    """The memberships of a source, in lines of its own keys: group, person and role.

    Nothing if there are too many, or if a key holds what COPY would escape: then
    everything is compared.
    """
    with connection.cursor() as cursor:
        cursor.execute(SIZE)
        if cursor.fetchone()[0] > LIMIT:
            return b""
        cursor.execute(KNOWN, {"source": source_id, "today": day})
        groups = cursor.fetchall()
    count = sum(group[0] for group in groups)
    text = "".join([f"{group[1]}\n" for group in groups])
    is_plain = (
        text.count("\n") == count
        and text.count("\t") == 2 * count
        and "\\" not in text
        and "\r" not in text
    )
    return text.encode() if is_plain else b""


class Unchanged:
    """Sorts out the memberships of a roster that are known; remembers the others.

    `groups` and `persons` are the keys that stand in the files: of a row that refers to
    none of them the database decides, because somebody must be told.
    """

    def __init__(self, known: bytes, groups: set[str], persons: set[str]) -> None:
        # What follows the last line is no line.
        self._unseen = set(known.decode().split("\n")[:-1])
        self._groups = groups
        self._persons = persons

    def only_new(self, rows: Sequence[MembershipRow]) -> Sequence[MembershipRow]:
        """The rows that the database must see."""
        if not self._unseen:
            return rows
        if not self._are_plain(rows):
            # Few batches have such rows: the plain ones among them, one by one.
            return [
                row
                for row in rows
                if not self._are_plain([row]) or self._only_new([row])
            ]
        return self._only_new(rows)

    def left(self) -> bytes:
        """What is known and was not seen, in the text of COPY."""
        return "".join([f"{line}\n" for line in self._unseen]).encode()

    def _are_plain(self, rows: Sequence[MembershipRow]) -> bool:
        return (
            not any(map(IS_DELETED, rows))
            and self._groups.issuperset(map(GROUP_KEY, rows))
            and self._persons.issuperset(map(PERSON_KEY, rows))
        )

    def _only_new(self, rows: Sequence[MembershipRow]) -> list[MembershipRow]:
        lines = [f"{group}\t{person}\t{role}" for _, _, _, group, person, role in rows]
        unseen = self._unseen
        new = [row for row, line in zip(rows, lines, strict=True) if line not in unseen]
        # The second of two equal rows counts as new; the database knows better.
        self._unseen.difference_update(lines)
        return new
