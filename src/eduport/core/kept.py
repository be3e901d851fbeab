"""Queries whose statement is written once.

Django takes longer to write a statement than PostgreSQL to answer it. That is nothing
on a page; it is much for the few rows that every request of a whole city reads.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class _Written(NamedTuple):
    """A statement, and how its rows become objects."""

    statement: str
    parameters: tuple[Any, ...]
    model: type[Model]
    columns: slice
    names: list[str]
    related: list[Any]
    annotations: dict[str, int]
    converters: list[tuple[int, tuple[list[Any], Any]]]


class KeptQuery(Generic[M]):
    """Finds one object by values that take the place of `stand_ins`.

    `build` makes the query from the stand-ins: values of the right type that occur
    nowhere else in it.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *stand_ins: Any) -> None:
        self._build = build
        self._stand_ins = stand_ins

    def first(self, *values: Any) -> M | None:
        """The object for these values, in the order of the stand-ins, if any."""
        written = self._written
        given = dict(zip(self._stand_ins, values, strict=True))
        with connection.cursor() as cursor:
            parameters = [given.get(value, value) for value in written.parameters]
            cursor.execute(written.statement, parameters)
            row = cursor.fetchone()
        return self._object(written, list(row)) if row else None

    def _object(self, written: _Written, row: list[Any]) -> M:
        for place, (converters, expression) in written.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        values = row[written.columns]
        found: Any = written.model.from_db(DEFAULT_DB_ALIAS, written.names, values)
        for populator in written.related:
            populator.populate(row, found)
        for name, place in written.annotations.items():
            setattr(found, name, row[place])
        return found  # type: ignore[no-any-return]  # `build` says which model

    @cached_property
    def _written(self) -> _Written:
        # As django.db.models.query.ModelIterable does it for every query.
        query = self._build(*self._stand_ins)[:1].query
        compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        statement, parameters = compiler.as_sql()
        info, select = compiler.klass_info, compiler.select
        columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        return _Written(
            statement,
            parameters,
            info["model"],
            columns,
            [column[0].target.attname for column in select[columns]],
            get_related_populators(info, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # stubs of 6.1
            compiler.annotation_col_map or {},
            list(compiler.get_converters([one[0] for one in select]).items()),
        )
