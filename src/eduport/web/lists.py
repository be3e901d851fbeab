"""The base of list pages: filter, order and pages are done by the server.

The state of a list lives in its URL, so that it can be sent to a colleague and
works without JavaScript; htmx only replaces the results.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.views.generic.base import TemplateResponseMixin
from django_stubs_ext import StrOrPromise

from eduport.web.access import AccessView, is_htmx
from eduport.web.views import PageContext

M = TypeVar("M", bound=Model)
PAGE_SIZES = (25, 50, 100, 250)


@dataclass(frozen=True, slots=True)
class Column:
    """A column head. `order_by` are the fields it sorts by; without, it is plain."""

    key: str
    label: StrOrPromise
    order_by: tuple[str, ...] = ()
    css: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column head as a page shows it now."""

    column: Column
    sort: str
    direction: str


class ListPageView(AccessView, PageContext, TemplateResponseMixin, Generic[M]):
    """A list of rows with a filter form, sortable columns and pages.

    Subclasses give `rows()`, usually from `queries`, and `columns`; with a
    `filter_form_class` also `filtered()`. Asked by htmx for the element
    `results_id`, only `results_template_name` is sent.
    """

    template_name = "web/list_page.html"
    results_template_name = ""
    results_id = "results"
    columns: Sequence[Column] = ()
    default_sort = ""
    default_page_size = 50
    filter_form_class: type[Form] | None = None

    def rows(self) -> QuerySet[M]:
        """The rows that the actor may see."""
        raise NotImplementedError

    def filtered(self, rows: QuerySet[M], values: dict[str, Any]) -> QuerySet[M]:
        """The rows that match the filter; `values` are those of the valid form."""
        return rows

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_template_names(self) -> list[str]:
        wanted = self.request.headers.get("HX-Target") == self.results_id
        if self.results_template_name and is_htmx(self.request) and wanted:
            return [self.results_template_name]
        return super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filter_form()
        rows = self.matching(form)
        return super().get_context_data(
            filter_form=form,
            filter_chips=chips(form),
            heads=self.heads(),
            results_id=self.results_id,
            page_size=self.page_size,
            page_sizes=PAGE_SIZES,
            **self.page_context(rows),
            **kwargs,
        )

    def page_context(self, rows: QuerySet[M]) -> dict[str, Any]:
        """The page that was asked for, and those around it."""
        page = self.page_of(self.ordered(rows))
        elided = page.paginator.get_elided_page_range(
            page.number, on_each_side=1, on_ends=1
        )
        return {"page": page, "page_numbers": list(elided)}

    def filter_form(self) -> Form | None:
        if self.filter_form_class is None:
            return None
        return self.filter_form_class(self.request.GET)

    def matching(self, form: Form | None) -> QuerySet[M]:
        """All rows of the list as it is filtered now, on whatever page."""
        rows = self.rows()
        if form is None:
            return rows
        # A filter that makes no sense, such as a class that is gone, is left out.
        form.is_valid()
        return self.filtered(rows, form.cleaned_data)

    def ordered(self, rows: QuerySet[M]) -> QuerySet[M]:
        _, sign = self.sort
        # The key makes the order total, otherwise rows could hide between pages.
        return rows.order_by(*(sign + field for field in self.order_fields), "pk")

    @property
    def order_fields(self) -> tuple[str, ...]:
        """What the list is sorted by now."""
        key, _ = self.sort
        return {column.key: column.order_by for column in self.columns}.get(key, ())

    @property
    def sort(self) -> tuple[str, str]:
        """The column that is sorted by, and `-` if it is the other way round."""
        asked = self.request.GET.get("sort", self.default_sort)
        sortable = {column.key for column in self.columns if column.order_by}
        if asked.removeprefix("-") not in sortable:
            asked = self.default_sort
        return asked.removeprefix("-"), "-" if asked.startswith("-") else ""

    def heads(self) -> list[Head]:
        key, sign = self.sort
        return [
            Head(
                column,
                sort=f"-{column.key}" if column.key == key and not sign else column.key,
                direction=("descending" if sign else "ascending")
                if column.key == key
                else "",
            )
            for column in self.columns
        ]

    @property
    def page_size(self) -> int:
        asked = self.request.GET.get("size", "")
        return int(asked) if asked in map(str, PAGE_SIZES) else self.default_page_size

    def page_of(self, rows: QuerySet[M]) -> Page[M]:
        paginator = Paginator(rows, self.page_size)
        return paginator.get_page(self.request.GET.get("page"))


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, as it stands above the results."""

    name: str
    label: StrOrPromise
    value: str


def chips(form: Form | None) -> list[Chip]:
    """The filters that are set, in the order of the form."""
    if form is None:
        return []
    values = ((form[name], value) for name, value in form.cleaned_data.items())
    return [
        Chip(field.name, field.label, shown(field.field, value))
        for field, value in values
        if value
    ]


def shown(field: Any, value: Any) -> str:
    """A filter's value in words: the label of a choice, otherwise itself."""
    choices = dict(getattr(field, "choices", ()) or ())
    return str(choices.get(value, choices.get(str(value), value)))
