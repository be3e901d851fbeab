"""The change of the school year, measured in a process of the portal."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import connection

from eduport.core.actor import Actor
from eduport.people.models import Group, GroupFate, GroupKind, School
from eduport.people.queries.rollovers import (
    open_groups,
    possible_successors,
    proposals,
    switch_numbers,
)
from eduport.people.queries.years import active_year
from eduport.people.services.rollovers import Decision, Years, roll_over, undo_rollover
from eduport.people.services.sources import manual_source
from eduport.people.services.years import activate_year, session_for

TURNS = 5
CLASSES = 100
BARE = """
UPDATE people_academicsession
SET activated_at = CASE WHEN activated_at IS NULL THEN now() END
WHERE id = ANY(%s)
"""
BY = Actor.system("bench")


def main() -> None:
    """Print the seconds of each step as JSON."""
    active = active_year()
    if active is None:
        raise SystemExit("the city has no school year")
    school = School.objects.filter(group__kind=GroupKind.CLASS).order_by("pk")[0]
    following = session_for(active + 1, school.authority)
    connection.ensure_connection()
    found = {
        "numbers": _best(lambda: switch_numbers(active, active + 1)),
        **_switches(active, following.pk),
        "classes": _classes(school, active),
    }
    print(json.dumps(found))


def _best(work: Callable[[], object]) -> float:
    """The median of some turns, after one that warms up."""
    work()
    return median(_timed(work) for _ in range(TURNS))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _switches(active: int, following: int) -> dict[str, float]:
    """The switch and the same rows in plain SQL, in turns, there and back.

    Plain SQL needs two statements as well, because only one year is active.
    """
    switches: list[float] = []
    bare: list[float] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM people_academicsession WHERE activated_at IS NOT NULL"
        )
        first = int(cursor.fetchone()[0])

        def update(old: int, new: int) -> None:
            cursor.execute("BEGIN")
            cursor.execute(BARE, [[old]])
            cursor.execute(BARE, [[new]])
            cursor.execute("COMMIT")

        for _ in range(TURNS):
            switches += [_timed(partial(_switch, one)) for one in (active + 1, active)]
            pairs = ((first, following), (following, first))
            bare += [_timed(partial(update, *pair)) for pair in pairs]
    return {"switch": median(switches), "bare": median(bare)}


def _switch(year: int) -> None:
    activate_year(year, by=BY, at=datetime.now(UTC))


def _classes(school: School, active: int) -> float:
    """A school with a hundred classes: what is proposed, done, and taken back."""
    session = session_for(active, school.authority)
    Group.objects.bulk_create(
        Group(
            school=school,
            kind=GroupKind.CLASS,
            name=f"7-{number}",
            session=session,
            source=manual_source(school.authority),
            created_at=datetime.now(UTC),
        )
        for number in range(CLASSES)
    )

    def decide() -> None:
        old = list(open_groups(school, active).filter(name__startswith="7-"))
        proposals(old, list(possible_successors(school, active + 1)))
        rollover = roll_over(
            school,
            Years(active, active + 1),
            [Decision(one.pk, GroupFate.CONTINUE, name=f"8-{one.pk}") for one in old],
            by=BY,
            at=datetime.now(UTC),
        )
        undo_rollover(rollover.pk, by=BY, at=datetime.now(UTC))

    return _best(decide)


if __name__ == "__main__":
    main()
