"""A run and its plan, school by school."""

from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import Page
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_stubs_ext import StrOrPromise

from eduport.sync.formats.sentences import hold_sentence
from eduport.sync.forms import SchoolFilter
from eduport.sync.models import (
    STRUCTURE,
    Change,
    Decision,
    RunState,
    SchoolPlan,
    SyncRun,
)
from eduport.sync.permissions import can_manage_sync
from eduport.sync.queries import (
    latest_applied,
    runs_visible_to,
    undecided_numbers,
)
from eduport.sync.queries.diff import (
    ChangeKind,
    changes_of,
    kind_counts,
    membership_groups,
)
from eduport.sync.queries.lines import group_names, lines_of
from eduport.sync.queries.report import (
    progress_of,
    reasons_of,
    refused_count,
)
from eduport.sync.services.uploads import stored_upload
from eduport.sync.tasks import uploads_folder
from eduport.web.access import AccessView
from eduport.web.lists import Column, ListPageView
from eduport.web.views import PageView

M = TypeVar("M", bound=Model)


class RunMixin(AccessView, View):
    """What all pages of one run have in common."""

    permission = staticmethod(can_manage_sync)

    @cached_property
    def run(self) -> SyncRun:
        visible = runs_visible_to(self.actor)
        return get_object_or_404(
            visible.select_related("source__authority", "undone_by"),
            pk=self.kwargs["pk"],
        )

    def run_title(self) -> str:
        return run_title(self.run)

    def crumbs(self, *further: tuple[StrOrPromise, str]) -> list[tuple[Any, str]]:
        """The way here, from the list of runs on."""
        here = (self.run_title(), reverse("sync:run", args=[self.run.pk]))
        return [(_("Sync"), reverse("sync:runs")), here, *further]


def run_title(run: SyncRun) -> str:
    """What the page of a run is called."""
    values = {"run": run.pk, "source": run.source.name}
    if run.undoes_id:
        return _("Run %(run)s: undoing of %(source)s") % values
    return _("Run %(run)s: %(source)s") % values


def is_under_way(run: SyncRun) -> bool:
    """Whether the run moves, or will as soon as the worker comes to it."""
    if run.state != RunState.HELD:
        return run.is_moving
    waiting = run.schoolplan_set.filter(applied_at=None)
    is_approved = waiting.filter(decision=Decision.APPROVED).exists()
    return is_approved or not waiting.filter(decision="").exists()


class RunView(RunMixin, ListPageView[SchoolPlan]):
    """A run: how far it is, why it waits, what it does at each school."""

    template_name = "sync/run.html"
    results_template_name = "sync/_schools.html"
    columns = (
        Column("name", gettext_lazy("School"), ("name",)),
        Column("people", gettext_lazy("People before"), ("people",), "ep-num"),
        Column("joins", gettext_lazy("Joins"), ("joins",), "ep-num"),
        Column("leaves", gettext_lazy("Leaves"), ("leaves",), "ep-num"),
        Column("moves", gettext_lazy("Moves"), ("moves",), "ep-num"),
        Column("renames", gettext_lazy("Renamed"), ("renames",), "ep-num"),
        Column("groups", gettext_lazy("Groups"), ("group_changes",), "ep-num"),
        Column(
            "members", gettext_lazy("Class lists"), ("membership_changes",), "ep-num"
        ),
        Column("state", gettext_lazy("State")),
    )
    default_sort = "name"
    filter_form_class = SchoolFilter

    def get_page_title(self) -> StrOrPromise:
        return self.run_title()

    def rows(self) -> QuerySet[SchoolPlan]:
        return self.run.schoolplan_set.all()

    def filtered(
        self, rows: QuerySet[SchoolPlan], values: dict[str, Any]
    ) -> QuerySet[SchoolPlan]:
        if q := values.get("q"):
            rows = rows.filter(name__icontains=q)
        states = {
            "held": Q(hold_reason__isnull=False, applied_at=None, decision=""),
            "applied": Q(applied_at__isnull=False),
            "waiting": Q(applied_at=None),
            "failed": ~Q(error=""),
        }
        state = values.get("state") or ""
        return rows.filter(states[state]) if state in states else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        is_planned = run.state == RunState.PLANNED
        upload = is_planned and stored_upload(uploads_folder(), run.path)
        return super().get_context_data(
            crumbs=self.crumbs(),
            **progress_context(run),
            reasons=reasons_of(run),
            refused=refused_count(run),
            can_apply=bool(upload),
            can_undo=latest_applied(run.source) == run and not run.is_moving,
            undecided=undecided_numbers(run),
            **kwargs,
        )


def progress_context(run: SyncRun) -> dict[str, Any]:
    """What the progress bar needs."""
    return {"run": run, "under_way": is_under_way(run), "progress": progress_of(run)}


class ProgressView(RunMixin, PageView):
    """The progress bar alone, which asks for itself until the run rests."""

    template_name = "sync/_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = progress_context(self.run)
        response = self.render_to_response(context)
        if not context["under_way"]:
            # Everything else on the page is out of date too.
            response["HX-Refresh"] = "true"
        return response


class SchoolView(RunMixin, ListPageView[Change]):
    """What a run does at one school, in tabs by kind of change."""

    template_name = "sync/school.html"
    results_template_name = "sync/_changes.html"

    @cached_property
    def school(self) -> SchoolPlan:
        return get_object_or_404(SchoolPlan, run=self.run, unit=self.kwargs["unit"])

    @cached_property
    def counts(self) -> dict[ChangeKind, int]:
        return kind_counts(self.school)

    @cached_property
    def kind(self) -> ChangeKind:
        """The tab that was asked for, else the first that is not empty."""
        asked = self.request.GET.get("kind")
        if asked in list(self.counts):
            return ChangeKind(asked)
        full = [kind for kind, count in self.counts.items() if count]
        return full[0] if full else next(iter(self.counts))

    @cached_property
    def group(self) -> int | None:
        """The group whose members are listed by name."""
        asked = self.request.GET.get("group", "")
        is_wanted = asked.isascii() and asked.isdigit() and len(asked) < 19  # noqa: PLR2004 -- bigint
        return int(asked) if is_wanted else None

    @property
    def lists_groups(self) -> bool:
        return self.kind == ChangeKind.MEMBERSHIPS and self.group is None

    def get_page_title(self) -> StrOrPromise:
        if self.school.unit == STRUCTURE:
            return _("Schools and periods")
        return self.school.name

    def rows(self) -> QuerySet[Any]:
        if self.lists_groups:
            return membership_groups(self.school)
        rows = changes_of(self.school, self.kind)
        if self.kind == ChangeKind.MEMBERSHIPS:
            rows = rows.filter(object_id=self.group)
        return rows

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if self.lists_groups else rows.order_by("pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        school, page = self.school, context["page"]
        held = school.is_held and school.hold_reason
        return context | {
            "run": self.run,
            "school": school,
            "crumbs": self.crumbs((self.get_page_title(), "")),
            "kind": self.kind.value,
            "tabs": [(kind, count) for kind, count in self.counts.items()],
            "hold": hold_sentence(held) if held else "",
            "can_decide": can_decide(self.run, school),
            "group_name": self.group_name(),
            **self.lines(page),
        }

    def lines(self, page: Page[Any]) -> dict[str, Any]:
        """The rows of the page in words."""
        if not self.lists_groups:
            return {"lines": lines_of(self.run, page.object_list)}
        groups = list(page.object_list)
        ids = {group["object_id"] for group in groups}
        names = group_names(self.run, ids, unit=self.school.unit)
        return {
            "groups": [
                group | {"name": names.get(group["object_id"], "–")} for group in groups
            ]
        }

    def group_name(self) -> str:
        if self.kind != ChangeKind.MEMBERSHIPS or self.group is None:
            return ""
        names = group_names(self.run, {self.group}, unit=self.school.unit)
        return names.get(self.group, "–")


def can_decide(run: SyncRun, school: SchoolPlan) -> bool:
    """Whether the school waits for somebody to approve or reject it."""
    is_open = school.applied_at is None and school.decision == ""
    return run.state == RunState.HELD and is_open
