"""How many schools and accounts there are. Counted by the database, never listed."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Count, Sum

from eduport.people.models import School
from eduport.stats.models import AccountFigure
from eduport.stats.rules.rounding import offset_of, published
from eduport.stats.types import PRECEDENCE, Figure

ACCOUNTS = """
SELECT school.kind, (%(roles)s::text[])[belongs.place], count(*),
       count(account.activated_at),
       count(account.activated_at) FILTER (WHERE signed_in.month >= %(since)s)
FROM accounts_account account
JOIN people_person person ON person.id = account.person_id
JOIN people_school school ON school.id = person.home_school_id
JOIN (
    SELECT person_id, min(array_position(%(roles)s::text[], role::text)) AS place
    FROM people_affiliation WHERE ended_at IS NULL GROUP BY person_id
) belongs ON belongs.person_id = person.id
LEFT JOIN stats_signinmonth signed_in ON signed_in.account_id = account.id
WHERE account.kind = 'person' AND account.disabled_at IS NULL
GROUP BY school.kind, belongs.place
ORDER BY school.kind, belongs.place
"""
"""Everyday accounts that may sign in, each once: at the home school, in one role."""


def account_figures(key: str, *, since: date) -> list[Figure]:
    """The accounts by kind of school and role, rounded: one query.

    What is counted of a cell is one within the other, and rounded with one offset: the
    difference of any two is a multiple of five as well.
    """
    roles = [role.value for role in PRECEDENCE]
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, {"roles": roles, "since": since})
        rows = cursor.fetchall()
    return [_figure(key, *row) for row in rows]


def _figure(key: str, school_kind: str, role: str, *counts: int) -> Figure:
    offset = offset_of(key, "accounts", school_kind, role)
    return Figure(school_kind, role, *(published(one, offset) for one in counts))


def schools_by_kind() -> dict[str, int]:
    """How many schools there are of each kind. That is public, and exact."""
    rows = School.objects.filter(closed_at=None).values_list("kind")
    return dict(rows.annotate(n=Count("pk")).order_by("kind"))


def summed(figures: Iterable[Figure], by: str) -> list[Figure]:
    """The figures by `school_kind` or by `role`; all of them with an empty `by`."""
    sums: dict[str, Figure] = {}
    for one in figures:
        name = str(getattr(one, by)) if by else ""
        before = sums.get(name, Figure("", "", 0, 0))
        sums[name] = Figure(
            name if by == "school_kind" else "",
            name if by == "role" else "",
            before.accounts + one.accounts,
            before.activated + one.activated,
            before.in_use + one.in_use,
        )
    return list(sums.values())


def figures_by_month(
    *, school_kind: str = "", role: str = ""
) -> list[tuple[date, int, int]]:
    """What was published on the first of each month: accounts and activated ones."""
    rows = AccountFigure.objects.all()
    if school_kind:
        rows = rows.filter(school_kind=school_kind)
    if role:
        rows = rows.filter(role=role)
    sums = rows.values_list("day").annotate(Sum("accounts"), Sum("activated"))
    return list(sums.order_by("day"))
