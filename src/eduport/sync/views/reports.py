"""The report of a run, row by row, its files, and what waits for a decision."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.core.safe_csv import csv_lines
from eduport.people.models import Proposal
from eduport.sync.formats.sentences import SEVERITY_WORDS
from eduport.sync.forms import IssueFilter
from eduport.sync.models import RowIssue
from eduport.sync.permissions import can_manage_sync
from eduport.sync.queries.lines import Line
from eduport.sync.queries.report import (
    changed_rows,
    issue_text,
    issues_in_order,
    issues_of,
    open_proposals,
    outcome_of,
    plan_lines,
    refused_count,
    table_reports,
)
from eduport.sync.views.plans import RunMixin
from eduport.web.lists import Column, ListPageView
from eduport.web.views import PageView

PAGE = 50
OUTCOMES = {
    "created": gettext_lazy("created"),
    "updated": gettext_lazy("updated"),
    "ended": gettext_lazy("ended"),
    "held": gettext_lazy("not applied"),
}
ENTITY_NAMES = {
    "school": gettext_lazy("Schools"),
    "session": gettext_lazy("Periods"),
    "person": gettext_lazy("People"),
    "affiliation": gettext_lazy("Roles"),
    "group": gettext_lazy("Groups"),
    "membership": gettext_lazy("Class lists"),
}


class ReportView(RunMixin, ListPageView[RowIssue]):
    """What became of the rows in numbers, and each row that deserves a word."""

    template_name = "sync/report.html"
    results_template_name = "sync/_issues.html"
    columns = (
        Column("severity", gettext_lazy("Result"), ("rank",)),
        Column("file", gettext_lazy("File"), ("file", "row")),
        Column("row", gettext_lazy("Row"), ("row",), "ep-num"),
        Column("field", gettext_lazy("Field"), ("field",)),
        Column("text", gettext_lazy("What to do")),
    )
    default_sort = "severity"
    filter_form_class = IssueFilter

    def get_page_title(self) -> StrOrPromise:
        return _("Report of run %(run)s") % {"run": self.run.pk}

    def rows(self) -> QuerySet[RowIssue]:
        return issues_of(self.run)

    def filtered(
        self, rows: QuerySet[RowIssue], values: dict[str, Any]
    ) -> QuerySet[RowIssue]:
        if q := values.get("q"):
            rows = rows.filter(file__icontains=q)
        if severity := values.get("severity"):
            rows = rows.filter(severity=severity)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        reports = table_reports(self.run)
        return context | {
            "run": self.run,
            "crumbs": self.crumbs((_("Report"), "")),
            "tables": [(ENTITY_NAMES[report.entity], report) for report in reports],
            "outcomes": OUTCOMES.items(),
            "refused": refused_count(self.run),
            "issues": [
                (issue, SEVERITY_WORDS[issue.severity], issue_text(issue))
                for issue in context["page"]
            ],
        }


class RowsView(RunMixin, PageView):
    """The rows of one outcome, in the order of schools; paged by their keys."""

    template_name = "sync/rows.html"

    def get_page_title(self) -> StrOrPromise:
        if self.kwargs["outcome"] not in OUTCOMES:
            raise Http404
        values = {"run": self.run.pk, "outcome": OUTCOMES[self.kwargs["outcome"]]}
        return _("Run %(run)s: rows %(outcome)s") % values

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        after = _position(self.request.GET.get("after", ""))
        lines = changed_rows(self.run, self.kwargs["outcome"], after, PAGE + 1)
        last = lines[PAGE - 1].change if len(lines) > PAGE else None
        units = {line.change.unit for line in lines}
        names = self.run.schoolplan_set.filter(unit__in=units)
        schools = dict(names.values_list("unit", "name"))
        return context | {
            "run": self.run,
            "crumbs": self.crumbs((OUTCOMES[self.kwargs["outcome"]], "")),
            "lines": [(schools[line.change.unit], line) for line in lines[:PAGE]],
            "next": f"{last.unit}-{last.pk}" if last else "",
            "is_first": not self.request.GET.get("after"),
        }


def _position(text: str) -> tuple[int, int]:
    unit, _, pk = text.partition("-")
    is_given = unit.isdecimal() and pk.isdecimal() and len(text) < 36  # noqa: PLR2004
    return (int(unit), int(pk)) if is_given else (0, 0)


class ExportView(RunMixin):
    """Base of the files of a run."""

    file_name = ""

    def heading(self) -> list[str]:
        raise NotImplementedError

    def rows(self) -> Iterator[list[object]]:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        name = f"{self.file_name}-{self.run.pk}.csv"
        return StreamingHttpResponse(
            csv_lines(self.heading(), self.rows()),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )


class PlanExportView(ExportView):
    """Every change of the plan as CSV."""

    file_name = "plan"

    def heading(self) -> list[str]:
        return [
            _("School"), _("Change"), _("Person"), _("Group"), _("Role"), _("Before"),
            _("After"), _("Old address"), _("New address"), _("File"), _("Row"),
        ]  # fmt: skip

    def rows(self) -> Iterator[list[object]]:
        for school, line in plan_lines(self.run):
            yield [
                school.name, line.words, line.person, line.group, line.role,
                line.before, line.after, line.old_address, _planned_address(line),
                line.change.file, line.change.row or "",
            ]  # fmt: skip


class ReportExportView(ExportView):
    """What became of every row that was not unchanged, as CSV."""

    file_name = "report"

    def heading(self) -> list[str]:
        return [_("Result"), _("File"), _("Row"), _("Field"), _("School"), _("Text")]

    def rows(self) -> Iterator[list[object]]:
        for issue in issues_in_order(self.run):
            text = issue_text(issue)
            result = str(SEVERITY_WORDS[issue.severity])
            yield [result, issue.file, issue.row or "", issue.field, "", text]
        for school, line in plan_lines(self.run):
            change = line.change
            text = ", ".join(filter(None, [line.words, line.person, line.group]))
            result = outcome_of(school, line)
            yield [result, change.file, change.row or "", "", school.name, text]


def _planned_address(line: Line) -> str:
    if line.may_get_number:
        return _("%(address)s (or with a number)") % {"address": line.new_address}
    return line.new_address


class ProposalsView(ListPageView[Proposal]):
    """Adoptions and possible duplicates that wait for a human; to look at only."""

    permission = staticmethod(can_manage_sync)
    template_name = "sync/proposals.html"
    results_template_name = "sync/_proposals.html"
    page_title = gettext_lazy("Adoptions and possible duplicates")
    columns = (
        Column("kind", gettext_lazy("Kind"), ("kind",)),
        Column("row", gettext_lazy("In the source"), ("family_name", "given_name")),
        Column("person", gettext_lazy("Known person"), ("person__family_name",)),
        Column("school", gettext_lazy("School"), ("school__name",)),
        Column("source", gettext_lazy("Source"), ("source__name",)),
        Column("at", gettext_lazy("Found"), ("proposed_at",)),
    )
    default_sort = "-at"

    def rows(self) -> QuerySet[Proposal]:
        return open_proposals(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Sync"), reverse("sync:runs")), (self.page_title, "")]
        return super().get_context_data(crumbs=crumbs, **kwargs)
