"""Taking the list of people along, as it is filtered."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eduport.administration.forms.persons import filter_form_from
from eduport.administration.permissions import can_manage_people
from eduport.administration.queries.export import (
    WIDTHS,
    export_heading,
    export_rows,
)
from eduport.administration.queries.persons import persons_found
from eduport.administration.services.exporting import record_export
from eduport.core.safe_csv import csv_lines
from eduport.core.workbook import workbook_of
from eduport.web.access import AccessView
from eduport.web.templatetags.web_tags import number

MOST_IN_WORKBOOK = 20_000
"""A larger workbook takes longer than anybody waits; CSV begins at once."""


class ExportView(AccessView):
    """The people of the list as a file."""

    permission = staticmethod(can_manage_people)
    needs_step_up = True

    def get(
        self,
        request: HttpRequest,
        *,
        suffix: str,
        **kwargs: Any,
    ) -> HttpResponseBase:
        make = {"csv": self._csv, "xlsx": self._workbook}.get(suffix)
        if not make:
            raise Http404
        return self._answer(make, request.GET)

    def _answer(
        self, make: Callable[[Iterator[list[str]]], HttpResponseBase], query: QueryDict
    ) -> HttpResponseBase:
        form = filter_form_from(query, self.actor)
        persons = persons_found(self.actor, form.as_filter())
        is_workbook = make == self._workbook
        if is_workbook and persons[MOST_IN_WORKBOOK : MOST_IN_WORKBOOK + 1].exists():
            messages.error(self.request, _too_many())
            return redirect(f"{reverse('administration:people')}?{query.urlencode()}")
        record_export(form.only_school, by=self.actor, at=timezone.now())
        response = make(export_rows(persons, form.year))
        response["Cache-Control"] = "no-store"
        return response

    def _csv(self, rows: Iterator[list[str]]) -> HttpResponseBase:
        return StreamingHttpResponse(
            csv_lines(export_heading(), rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{_name()}.csv"'},
        )

    def _workbook(self, rows: Iterator[list[str]]) -> HttpResponseBase:
        file = workbook_of(_("People"), export_heading(), rows, widths=WIDTHS)
        name = f"{_name()}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)


def _name() -> str:
    return f"{_('people')}-{timezone.localdate():%Y-%m-%d}"


def _too_many() -> str:
    return _(
        "An Excel file takes up to %(limit)s people. Narrow the list, or take CSV, "
        "which takes all."
    ) % {"limit": number(MOST_IN_WORKBOOK)}
