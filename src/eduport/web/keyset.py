"""Lists of very many rows: pages by cursor, never by number.

A page begins after (or ends before) a row that the URL names by its `uid`, and the
database walks an index from there: page 200 costs what page 1 costs. The URL holds no
name and no position; a row that is gone leads to the first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import F, Field, Func, Model, QuerySet, Value, Window
from django.db.models.lookups import GreaterThan, LessThan

from eduport.web.lists import ListPageView

M = TypeVar("M", bound=Model)
MOST_COUNTED = 10_000
"""Counting more would take longer than reading the page."""


class _Row(Func):
    """Several values that are compared as one, which an index can do."""

    function = "ROW"
    output_field: Field[Any, Any] = Field()


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row beside which a page lies: its values in the order of the list."""

    values: Sequence[Any]
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """The rows of a page, and the uids with which its neighbours begin."""

    rows: Sequence[M]
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; `is_more`: at least so many."""

    n: int
    is_more: bool = False


def count_of(rows: QuerySet[Any]) -> Count:
    """The exact number up to MOST_COUNTED."""
    return _rounded(rows.order_by()[: MOST_COUNTED + 1].count())


def _rounded(n: int) -> Count:
    return Count(min(n, MOST_COUNTED), is_more=n > MOST_COUNTED)


def keyset_page(
    rows: QuerySet[M],
    fields: Sequence[str],
    *,
    size: int,
    is_descending: bool = False,
    cursor: Cursor | None = None,
) -> KeysetPage[M]:
    """One page of the rows, sorted by the fields, which end with a unique one.

    No field may be null. One row more than the page is read, to know whether there is
    a next one.
    """
    is_back = cursor is not None and cursor.is_end
    is_downwards = is_descending != is_back
    if cursor:
        compare = LessThan if is_downwards else GreaterThan
        here = _Row(*(F(field) for field in fields))
        rows = rows.filter(compare(here, _Row(*map(Value, cursor.values))))
    sign = "-" if is_downwards else ""
    found = list(rows.order_by(*(sign + field for field in fields))[: size + 1])
    shown, has_more = found[:size], len(found) > size
    if is_back:
        shown.reverse()
    has_before = has_more if is_back else cursor is not None
    has_after = is_back or has_more
    return KeysetPage(
        shown,
        before=_uid(shown[0]) if shown and has_before else None,
        after=_uid(shown[-1]) if shown and has_after else None,
    )


def _uid(row: Any) -> UUID:
    found: UUID = row.uid
    return found


class KeysetListView(ListPageView[M], Generic[M]):
    """A ListPageView whose rows have a `uid` and are too many for page numbers."""

    counts_with_page = False
    """Whether all rows have to be found for a page anyway: they are counted then."""

    def page_context(self, rows: QuerySet[M]) -> dict[str, Any]:
        _, sign = self.sort
        fields = (*self.order_fields, "pk")
        cursor = self._cursor(fields)
        wanted: QuerySet[Any] = self.sortable(rows)
        if self.counts_with_page and cursor is None:
            wanted = wanted.annotate(all_rows=Window(CountRows("pk")))
        page: KeysetPage[M] = keyset_page(
            wanted,
            fields,
            size=self.page_size,
            is_descending=bool(sign),
            cursor=cursor,
        )
        if cursor is None and page.after is None:
            return {"page": page, "count": Count(len(page.rows))}
        return {"page": page, "count": self._counted(page) or self.count(rows)}

    def _counted(self, page: KeysetPage[M]) -> Count | None:
        counted = vars(page.rows[0]).get("all_rows") if page.rows else None
        return None if counted is None else _rounded(counted)

    def sortable(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows with what the list is sorted by, where that is no column."""
        return rows

    def count(self, rows: QuerySet[M]) -> Count:
        return count_of(rows)

    def _cursor(self, fields: Sequence[str]) -> Cursor | None:
        for name in ("after", "before"):
            if asked := _as_uid(self.request.GET.get(name, "")):
                # Among all rows: whoever drops out of the filter still marks a place.
                row = self.sortable(self.rows()).filter(uid=asked)
                values = row.values_list(*fields).first()
                return Cursor(values, is_end=name == "before") if values else None
        return None


def _as_uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
