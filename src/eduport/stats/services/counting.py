"""Counting visits in the memory of each web process; stored every few seconds.

A request only adds one to a number. What a process has not stored yet is lost when it
is killed, and nothing else. Nothing is kept of a request but what it adds to.
"""

import atexit
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Event, Lock, Thread
from typing import Any

from django.db import Error, connection, transaction

from eduport.core.actor import Actor
from eduport.people.models import School
from eduport.stats.rules.consent import declines
from eduport.stats.rules.roles import counted_kind, counted_role
from eduport.stats.rules.rounding import random_offset
from eduport.stats.types import (
    OPT_OUT_COOKIE,
    OTHER,
    PRECEDENCE,
    CountedRole,
    Visit,
    VisitKind,
)

MOST = 50_000
"""So many different visits a process remembers; further ones are counted as others."""
ADD = """
INSERT INTO stats_visitcount AS stored
    (day, is_month, kind, item, school_kind, role, visits, "offset")
SELECT day, false, kind, item, school_kind, role, visits, shift
FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],
            %s::smallint[]) AS new (day, kind, item, school_kind, role, visits, shift)
ORDER BY day, kind, item, school_kind, role
ON CONFLICT (day, is_month, kind, item, school_kind, role)
DO UPDATE SET visits = stored.visits + excluded.visits WHERE stored.closed_at IS NULL
"""
WHO = """
SELECT account.id, COALESCE(school.kind, ''),
       (%(roles)s::text[])[min(array_position(%(roles)s::text[], belongs.role::text))]
FROM accounts_account account
LEFT JOIN people_person person ON person.id = account.person_id
LEFT JOIN people_school school ON school.id = person.home_school_id
LEFT JOIN people_affiliation belongs
     ON belongs.person_id = account.person_id AND belongs.ended_at IS NULL
     AND account.kind = 'person'
WHERE account.id = ANY(%(accounts)s)
GROUP BY account.id, school.kind
"""
"""Kind of the home school and first role, as in reports about accounts."""
NOTE_MONTHS = """
INSERT INTO stats_signinmonth AS stored (account_id, month)
SELECT id, month
FROM unnest(%s::bigint[], %s::date[]) AS came (account_id, month)
JOIN accounts_account account ON id = account_id AND kind = 'person'
ORDER BY id
ON CONFLICT (account_id) DO UPDATE SET month = excluded.month
WHERE stored.month < excluded.month
"""
logger = logging.getLogger(__name__)
Cell = tuple[date, str, str, str, str]
SignIn = tuple[int, date]
"""The account, and the day."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser sends: its headers, as WSGI names them, and its cookies."""

    headers: Mapping[str, object]
    cookies: Mapping[str, str]

    @property
    def declines(self) -> bool:
        return declines(self.headers, self.cookies.get(OPT_OUT_COOKIE, ""))


def count(browser: Browser, actor: Actor, kind: str, item: str, *, day: date) -> None:
    """Count what somebody did, unless the browser says that they do not want it."""
    if counter.is_on and not browser.declines:
        counter.add(visit_of(actor, kind, item, day=day))


def count_sign_in(browser: Browser, account_id: int, *, day: date) -> None:
    """Count that somebody signed in, unless the browser says that they do not want it.

    Whose account it is, is known for some seconds; stored are the sum of a day, and the
    month.
    """
    if counter.is_on and not browser.declines:
        counter.add_sign_in(account_id, day)


def visit_of(actor: Actor, kind: str, item: str, *, day: date) -> Visit:
    """What is kept of somebody's visit: the role and the schools, for some seconds."""
    role: str = CountedRole.VISITOR
    if actor.is_signed_in:
        role = counted_role(actor.roles, PRECEDENCE, CountedRole.ADMINISTRATION)
    return Visit(day, kind, item[:100], actor.school_ids, role)


class Counter:
    """The counts of one process. Any thread may add; one of its own stores them."""

    def __init__(self, *, most: int = MOST) -> None:
        self.most = most
        self.is_on = True
        self.every_seconds = 0.0
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Start empty: a new process begins with a copy of its parent's memory."""
        self.counts: dict[Visit, int] = {}
        self.sign_ins: dict[SignIn, int] = {}
        self.lock = Lock()
        self.stopped = Event()
        self.thread: Thread | None = None

    def add(self, visit: Visit) -> None:
        """Count one. Never waits for the database."""
        with self.lock:
            if visit not in self.counts and len(self.counts) >= self.most:
                visit = _folded(visit)
            self.counts[visit] = self.counts.get(visit, 0) + 1
            self._ensure_thread()

    def add_sign_in(self, account_id: int, day: date) -> None:
        """Count a sign-in. There are never more of them than accounts."""
        with self.lock:
            key = account_id, day
            self.sign_ins[key] = self.sign_ins.get(key, 0) + 1
            self._ensure_thread()

    def keep_storing(self, *, every_seconds: float) -> None:
        """From now on each process stores by itself, and when it ends in order.

        The thread begins with the first visit: one that begins before a web server
        forks would stay in the parent.
        """
        self.every_seconds = every_seconds
        atexit.register(self.stop)

    def store(self) -> None:
        """Add what was counted to the database, in one statement.

        What cannot be stored is counted again at the next time.
        """
        with self.lock:
            counts, self.counts = self.counts, {}
            sign_ins, self.sign_ins = self.sign_ins, {}
        if not counts and not sign_ins:
            return
        try:
            with transaction.atomic():
                add_visits(counts)
                add_sign_ins(sign_ins)
        except Error:
            logger.warning("Visits could not be stored; the next time tries again.")
            self._put_back(counts, sign_ins)
            connection.close()

    def stop(self) -> None:
        """Store what is left. Called when a process ends; twice does no harm."""
        self.stopped.set()
        self.store()

    def _put_back(
        self, counts: Mapping[Visit, int], sign_ins: Mapping[SignIn, int]
    ) -> None:
        with self.lock:
            for one, count in sign_ins.items():
                self.sign_ins[one] = self.sign_ins.get(one, 0) + count
            for visit, count in counts.items():
                known = visit in self.counts or len(self.counts) < self.most
                kept = visit if known else _folded(visit)
                self.counts[kept] = self.counts.get(kept, 0) + count

    def _ensure_thread(self) -> None:
        if not self.every_seconds or self.thread:
            return
        self.thread = Thread(target=self._run, name="statistics", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while not self.stopped.wait(self.every_seconds):
            try:
                self.store()
            except Exception:
                # Whatever it was: the thread must live, and the counts are gone.
                logger.exception("Visits were lost.")


def _folded(visit: Visit) -> Visit:
    """The same visit without what tells it apart. There are few of these."""
    return Visit(visit.day, visit.kind, OTHER, frozenset(), visit.role)


def add_visits(counts: Mapping[Visit, int]) -> None:
    """Add counts to those of their days: one statement, besides looking up schools.

    Days that are closed take nothing more: their exact count exists no longer.
    """
    if counts:
        kinds = _kinds_of({one for visit in counts for one in visit.school_ids})
        _add(by_cell(counts, kinds))


def add_sign_ins(counts: Mapping[SignIn, int]) -> None:
    """Add sign-ins to those of their days, and keep the month: three statements.

    Accounts that are gone meanwhile are counted nowhere.
    """
    if not counts:
        return
    with connection.cursor() as cursor:
        who = _who(cursor, {account_id for account_id, _day in counts})
        months = {account_id: day.replace(day=1) for account_id, day in sorted(counts)}
        cursor.execute(NOTE_MONTHS, [list(months), list(months.values())])
    cells: dict[Cell, int] = {}
    for (account_id, day), count in counts.items():
        if account_id in who:
            cell = (day, VisitKind.SIGN_IN.value, "sign_in", *who[account_id])
            cells[cell] = cells.get(cell, 0) + count
    _add(cells)


def _who(cursor: Any, account_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The kind of the home school and the role of each account."""
    roles = [role.value for role in PRECEDENCE]
    cursor.execute(WHO, {"roles": roles, "accounts": list(account_ids)})
    otherwise = CountedRole.ADMINISTRATION.value
    return {pk: (kind, role or otherwise) for pk, kind, role in cursor.fetchall()}


def _add(cells: Mapping[Cell, int]) -> None:
    if not cells:
        return
    columns = [list(column) for column in zip(*cells, strict=True)]
    shifts = [random_offset() for _ in cells]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [*columns, list(cells.values()), shifts])


def by_cell(counts: Mapping[Visit, int], kinds: Mapping[int, str]) -> dict[Cell, int]:
    """The counts by what is stored: the kind of the schools in place of the schools."""
    cells: dict[Cell, int] = {}
    for visit, count in counts.items():
        kind = counted_kind([kinds.get(one, "") for one in visit.school_ids])
        cell = (visit.day, visit.kind, visit.item, kind, visit.role)
        cells[cell] = cells.get(cell, 0) + count
    return cells


def _kinds_of(school_ids: Iterable[int]) -> dict[int, str]:
    if not school_ids:
        return {}
    found = School.objects.filter(pk__in=school_ids)
    return dict(found.values_list("pk", "kind"))


counter = Counter()
"""That of this process."""
