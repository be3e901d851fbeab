"""Queries whose statement is written once.

Django takes longer to write a statement than PostgreSQL to answer it. That is nothing
on a page; it is much for the few rows that every request of a whole city reads.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

from eduport.core.actor import Actor

R = TypeVar("R")
MOST = 256
"""So many statements a `ReaderQuery` keeps; there are fewer sorts of readers."""
PERSON, ACCOUNT, SCHOOL = -1, -2, -3
"""What stands for a person, an account and the first school: no key is below zero."""
SOMETIME = datetime.min.replace(tzinfo=UTC)
"""Stands for a point in time."""


class KeptQuery(Generic[R]):
    """Finds rows by values that take the place of `stand_ins`.

    `build` makes the query from the stand-ins: values of the right type that occur
    nowhere else in it. Its rows are objects, or what `values()` makes of them.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]], *stand_ins: Any) -> None:
        self._build = build
        self._stand_ins = stand_ins

    def first(self, *values: Any) -> R | None:
        """The first row for these values, in the order of the stand-ins, if any."""
        return next(iter(self._first.rows(values)), None)

    def all(self, *values: Any) -> list[R]:
        """All rows for these values, in the order of the stand-ins."""
        return self._all.rows(values)

    @cached_property
    def _first(self) -> "_Written[R]":
        return _Written(self._build(*self._stand_ins)[:1], self._stand_ins)

    @cached_property
    def _all(self) -> "_Written[R]":
        return _Written(self._build(*self._stand_ins), self._stand_ins)


class ReaderQuery(Generic[R]):
    """Finds what concerns a reader, for readers of all sorts.

    `build` makes the query from an actor who is signed in and the stand-ins of further
    values. One statement is kept for those who have the same roles and are at as many
    schools.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]], *stand_ins: Any) -> None:
        self._build = build
        self._stand_ins = stand_ins
        self._kept = lru_cache(MOST)(self._write)

    def all(self, actor: Actor, *values: Any) -> list[R]:
        """The rows for this actor and these values, in the order of the stand-ins."""
        kept = self._kept(actor.roles, len(actor.school_ids))
        return kept.all(actor.person_id, actor.account_id, *actor.school_ids, *values)

    def _write(self, roles: frozenset[str], schools: int) -> KeptQuery[R]:
        school_ids = range(SCHOOL, SCHOOL - schools, -1)
        alike = Actor("reader", ACCOUNT, PERSON, frozenset(school_ids), roles)
        return KeptQuery(
            lambda *values: self._build(alike, *values[2 + schools :]),
            *(PERSON, ACCOUNT, *school_ids, *self._stand_ins),
        )


class _Written(Generic[R]):
    """A statement, where its values go, and what becomes of its rows.

    As the iterables of `django.db.models.query` do it for every query.
    """

    def __init__(self, found: QuerySet[Any, R], stand_ins: Sequence[Any]) -> None:
        compiler: Any = found.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._statement, self._parameters = compiler.as_sql()
        except EmptyResultSet:  # whatever the values are
            self._statement, self._parameters = "", ()
        self._places = [
            (place, stand_ins.index(value))
            for place, value in enumerate(self._parameters)
            if value in stand_ins
        ]
        self._count = len(stand_ins)
        selected = [one[0] for one in compiler.select]
        self._converters = list(compiler.get_converters(selected).items())
        has_names = getattr(found.query, "selected", None)
        self._make = _values(has_names) if has_names else _objects(compiler)

    def rows(self, values: Sequence[Any]) -> list[R]:
        """Ask with these values. Raises `ValueError` if there are too few or many."""
        if len(values) != self._count:
            raise ValueError(f"{self._count} values are needed, not {len(values)}")
        if not self._statement:
            return []
        parameters = list(self._parameters)
        for place, which in self._places:
            parameters[place] = values[which]
        with connection.cursor() as cursor:
            cursor.execute(self._statement, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for place, (converters, expression) in self._converters:
            for row in rows:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return [self._make(row) for row in rows]


def _values(names: Iterable[str]) -> Callable[[list[Any]], Any]:
    return lambda row: dict(zip(names, row, strict=True))


def _objects(compiler: Any) -> Callable[[list[Any]], Any]:
    info, select = compiler.klass_info, compiler.select
    columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
    names = [column[0].target.attname for column in select[columns]]
    related: list[Any] = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of 6.1
    annotations = compiler.annotation_col_map or {}

    def make(row: list[Any]) -> Any:
        found = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[columns])
        for populator in related:
            populator.populate(row, found)
        for name, place in annotations.items():
            setattr(found, name, row[place])
        return found

    return make
