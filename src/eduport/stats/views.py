"""Settings of the statistics for everybody, and reports for the central team."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from eduport.core.safe_csv import csv_lines
from eduport.stats.formats.answer import long_rows, sheets_of, workbook_of
from eduport.stats.forms import ReportForm
from eduport.stats.permissions import can_read_statistics
from eduport.stats.queries.figures import schools_by_kind
from eduport.stats.queries.report import report_on
from eduport.stats.queries.visits import counted_today, launch_labels
from eduport.stats.rules.charts import columns, rows
from eduport.stats.rules.consent import declines, signal_of
from eduport.stats.types import (
    MODULES,
    OFF,
    OPT_OUT_COOKIE,
    CountedRole,
    Modules,
    Question,
    Report,
    VisitKind,
)
from eduport.web.access import public
from eduport.web.views import PageView

A_YEAR = 400 * 24 * 60 * 60
"""No browser keeps a cookie for longer."""
WITHDRAWN_ON = "2026-11-30"
MOST_BARS = 12


class SettingsView(PageView):
    """What is counted, how much of it today, and how to say no. Needs no login."""

    is_public = True
    template_name = "stats/settings.html"
    page_title = gettext_lazy("Settings of the statistics")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choice = self.request.COOKIES.get(OPT_OUT_COOKIE, "")
        counts = counted_today(timezone.localdate())
        return super().get_context_data(
            base="web/app.html" if self.actor.is_signed_in else "web/public.html",
            crumbs=[(self.page_title, "")],
            is_on=settings.EDUPORT.statistics,
            is_counted=not declines(self.request.META, choice),
            has_declined=choice == OFF,
            signal=signal_of(self.request.META),
            counts=[(VisitKind(kind).label, count) for kind, count in counts.items()],
            seconds=round(settings.EDUPORT.statistics_seconds),
            **kwargs,
        )


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember in the browser, and nowhere else, whether somebody is counted."""
    response = redirect("stats:settings")
    if request.POST.get("statistics") == OFF:
        response.set_cookie(
            OPT_OUT_COOKIE,
            OFF,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(OPT_OUT_COOKIE, samesite="Lax")
    return response


@public
@require_safe
def gpc(_request: HttpRequest) -> JsonResponse:
    """Say that Global Privacy Control is honoured (W3C, GPC support resource)."""
    return JsonResponse({"gpc": True, "lastUpdate": WITHDRAWN_ON})


class AskedView(PageView):
    """Base of what answers the question that stands in the address."""

    permission = staticmethod(can_read_statistics)

    @cached_property
    def form(self) -> ReportForm:
        kinds = [kind for kind in schools_by_kind() if kind]
        today = timezone.localdate()
        return ReportForm(self.request.GET, today=today, kinds=kinds)

    @cached_property
    def report(self) -> Report:
        form = self.form
        question = Question(
            form.period,
            form.signed_in_since,
            form.chosen("school_kind"),
            form.chosen("role"),
        )
        return report_on(question, settings.PAIRWISE_KEY)


class ReportView(AskedView):
    """The figures with charts; each chart has its table."""

    template_name = "stats/report.html"
    page_title = gettext_lazy("Statistics")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            filter_form=self.form,
            report=report,
            schools=sum(report.schools.values()),
            charts=list(self.charts()),
            tables=[
                (_("Modules by kind of school"), self.table(report.modules, MODULES)),
                (_("Tiles by kind of school"), self.table(report.tiles, self.tiles)),
            ],
            kinds=[kind or _("without") for kind in report.kinds],
            **kwargs,
        )

    @cached_property
    def tiles(self) -> dict[str, str]:
        return launch_labels()

    def charts(self) -> Any:
        report = self.report
        style = "M Y" if report.is_by_month else "j. N"
        step = _("Month") if report.is_by_month else _("Day")
        for title, found in (
            (_("Page views over time"), report.views),
            (_("Sign-ins over time"), report.sign_ins),
        ):
            points = [(date_format(day, style), count) for day, count in found]
            yield "columns", title, step, columns(points)
        months = [(date_format(day, "M Y"), n) for day, _rest, n in report.months]
        yield "columns", _("Activated accounts over time"), _("Month"), columns(months)
        kinds = [
            (one.school_kind or _("without"), one.activated) for one in report.by_kind
        ]
        title = _("Activated accounts by kind of school")
        yield "rows", title, _("Kind of school"), rows(kinds)
        roles = [(str(CountedRole(role).label), count) for role, count in report.roles]
        yield "rows", _("Page views by role"), _("Role"), rows(roles)

    def table(
        self, table: Modules, labels: dict[str, Any]
    ) -> list[tuple[str, list[int], int]]:
        """A row for each module: its name, the sums by kind of school, and of all."""
        return [
            (
                str(labels.get(name, name)),
                [counts.get(kind, 0) for kind in self.report.kinds],
                sum(counts.values()),
            )
            for name, counts in table.items()
        ]


class AnswerView(AskedView):
    """The whole answer as a file: for a question of the parliament, for one's own."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]  # a file, not a page
        today = timezone.localdate()
        sheets = sheets_of(self.report, launch_labels(), today)
        name = f"eduport-statistik-{today:%Y-%m-%d}.{kwargs['suffix']}"
        if kwargs["suffix"] == "xlsx":
            return FileResponse(workbook_of(sheets), as_attachment=True, filename=name)
        heading = [_("Table"), _("Row"), _("Column"), _("Value")]
        lines = csv_lines(heading, long_rows(sheets))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
