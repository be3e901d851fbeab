"""Where plans and journals speak of people who are to be erased.

The journal may have two million rows, and no index on persons, for which every import
would pay. So it is read once for many people, and not for each thousand of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, QuerySet

from eduport.core.personal_data import delete_rows, listed
from eduport.sync.models import Change

OF_PERSONS = ["person", "affiliation", "membership"]
"""Kinds of changes whose subject is a person."""
FIND = """
SELECT subject_id, array_agg(change.id)
FROM unnest(%s::bigint[]) AS leaver (id)
JOIN sync_change change ON change.subject_id = leaver.id AND change.entity = ANY(%s)
GROUP BY subject_id
"""


@dataclass(frozen=True, slots=True)
class Traces:
    """The changes of each of these persons, among those up to the change `newest`."""

    changes: Mapping[int, Sequence[int]]
    newest: int

    def of(self, person_ids: Iterable[int]) -> Iterator[int]:
        """The changes of these persons. Raises KeyError for who was not looked for."""
        for person_id in person_ids:
            yield from self.changes[person_id]


def changes_about(person_ids: Sequence[int]) -> QuerySet[Change]:
    """What a plan or journal says about these persons: reads all of it."""
    keys = listed(person_ids)
    return Change.objects.filter(entity__in=OF_PERSONS, subject_id__in=keys)


def find_traces(person_ids: Sequence[int]) -> Traces:
    """Read the whole journal once, for people who are then erased some at a time.

    Only under the lock of the sync: what a run writes afterwards is newer, and nothing
    that was begun before comes later.
    """
    newest = Change.objects.aggregate(Max("pk"))["pk__max"] or 0
    changes: dict[int, Sequence[int]] = dict.fromkeys(person_ids, ())
    with connection.cursor() as cursor:
        cursor.execute(FIND, [list(person_ids), OF_PERSONS])
        changes.update(cursor.fetchall())
    return Traces(changes, newest)


def forget_changes(person_ids: Sequence[int], traces: Traces | None) -> int:
    """Let no plan or journal speak of these persons; return how many rows went."""
    about = changes_about(person_ids)
    if traces is None:
        return sum(delete_rows(about).values())
    known = Change.objects.filter(pk__in=listed(traces.of(person_ids)))
    later = about.filter(pk__gt=traces.newest)
    return sum(sum(delete_rows(rows).values()) for rows in (known, later))
