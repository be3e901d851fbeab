"""Approving, rejecting, applying and undoing: asked first, then done by a task."""

from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eduport.sync.formats.sentences import filled
from eduport.sync.models import STRUCTURE, Change, Decision, RunState, SyncRun
from eduport.sync.permissions import can_manage_run
from eduport.sync.queries import latest_applied, runs_visible_to
from eduport.sync.queries.diff import leavers_of
from eduport.sync.queries.lines import lines_of
from eduport.sync.queries.report import Effects, effects_of
from eduport.sync.services.decisions import decide, undecided
from eduport.sync.services.uploads import stored_upload
from eduport.sync.tasks import (
    continue_run_task,
    read_upload_task,
    undo_run_task,
    uploads_folder,
)
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView

EXAMPLES = 3


class AskingView(ActionView[SyncRun]):
    """Base of a button that says first what it will do."""

    permission = staticmethod(can_manage_run)
    needs_step_up = True
    http_method_names = ["get", "head", "post"]

    def visible_objects(self) -> QuerySet[SyncRun]:
        return runs_visible_to(self.actor)

    def get_next_url(self) -> str:
        return reverse("sync:run", args=[self.object.pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return ask(request, self.confirmation(self.object))

    def confirmation(self, run: SyncRun, /) -> Confirmation:
        """What will happen."""
        raise NotImplementedError

    def by(self) -> dict[str, Any]:
        """Who acts, for a task."""
        return {"by": self.actor.label, "account_id": self.actor.account_id}

    def names(self, run: SyncRun, changes: QuerySet[Change]) -> dict[str, Any]:
        """Three names and how many more there are."""
        lines = lines_of(run, changes[:EXAMPLES])
        more = max(0, changes.count() - EXAMPLES)
        return {"examples": [line.person for line in lines], "more": more}


class DecideView(AskingView):
    """Approve or reject a held school, or all that wait."""

    decision = Decision.APPROVED

    @property
    def unit(self) -> int | None:
        unit: int | None = self.kwargs.get("unit")
        return unit

    def confirmation(self, run: SyncRun, /) -> Confirmation:
        waiting = undecided(run)
        if self.unit is not None:
            waiting = waiting.filter(unit=self.unit)
        effects = effects_of(waiting)
        if run.state != RunState.HELD or not effects.schools:
            raise Http404
        is_approved = self.decision == Decision.APPROVED
        return Confirmation(
            title=approval_title(effects) if is_approved else rejection_title(effects),
            effect=approval_effect(effects) if is_approved else rejection_effect(),
            label=_("Approve") if is_approved else _("Reject"),
            action=self.request.path,
            cancel_url=self.get_next_url(),
            is_danger=is_approved and effects.leaves > 0,
            **self.names(run, leavers_of(run, self.unit)),
        )

    def perform(self, run: SyncRun, /) -> None:
        for unit in self.units(run):
            decide(run.pk, self.decision, by=self.actor, at=timezone.now(), unit=unit)
        continue_run_task.enqueue(run_id=run.pk, **self.by())

    def units(self, run: SyncRun) -> list[int | None]:
        """What is decided: a school may rest on what happens to schools as such."""
        structure = undecided(run).filter(unit=STRUCTURE)
        is_one = self.unit not in (None, STRUCTURE)
        rests = is_one and self.decision == Decision.APPROVED and structure.exists()
        return [STRUCTURE, self.unit] if rests else [self.unit]

    def get_success_message(self) -> str:
        if self.decision == Decision.APPROVED:
            return _("Approved. What was held is being applied.")
        return _("Rejected. What was held stays as it is.")


class ApplyView(AskingView):
    """Apply an upload that was only planned: it is read and planned once more."""

    success_message = gettext_lazy("The file is in the queue and will be applied.")

    def get_next_url(self) -> str:
        return reverse("sync:runs")

    def confirmation(self, run: SyncRun, /) -> Confirmation:
        self.upload(run)
        effects = effects_of(run.schoolplan_set.all())
        return Confirmation(
            title=_("Apply the plan of %(source)s") % {"source": run.source.name},
            effect=f"{approval_effect(effects)} "
            + _("The file is compared with the present state once more."),
            label=_("Apply"),
            action=self.request.path,
            cancel_url=reverse("sync:run", args=[run.pk]),
            is_danger=effects.leaves > 0,
            **self.names(run, leavers_of(run, None)),
        )

    def perform(self, run: SyncRun, /) -> None:
        read_upload_task.enqueue(
            source_id=run.source_id,
            path=str(self.upload(run)),
            is_applied=True,
            **self.by(),
        )

    def upload(self, run: SyncRun) -> Path:
        """The file that was planned, if it is still there."""
        path = stored_upload(uploads_folder(), run.path)
        if path is None or run.state != RunState.PLANNED:
            raise Http404
        return path


class UndoView(AskingView):
    """Take back the latest run of a source."""

    success_message = gettext_lazy("The run is being undone.")

    def get_next_url(self) -> str:
        return reverse("sync:runs")

    def confirmation(self, run: SyncRun, /) -> Confirmation:
        if latest_applied(run.source) != run:
            raise Http404
        effects = effects_of(run.schoolplan_set.filter(applied_at__isnull=False))
        joined = Change.objects.filter(run=run, entity="person", op="create")
        return Confirmation(
            title=_("Undo run %(run)s") % {"run": run.pk},
            effect=undo_effect(effects),
            label=_("Undo the run"),
            action=self.request.path,
            cancel_url=reverse("sync:run", args=[run.pk]),
            is_danger=True,
            **self.names(run, joined.order_by("unit", "pk")),
        )

    def perform(self, run: SyncRun, /) -> None:
        undo_run_task.enqueue(run_id=run.pk, **self.by())


def approval_title(effects: Effects) -> str:
    if effects.leaves:
        return ngettext(
            "Approve: %(n)s person leaves",
            "Approve: %(n)s people leave",
            effects.leaves,
        ) % {"n": effects.leaves}
    return ngettext(
        "Approve: %(n)s school", "Approve: %(n)s schools", effects.schools
    ) % {"n": effects.schools}


def rejection_title(effects: Effects) -> str:
    return ngettext(
        "Reject: %(n)s school stays as it is",
        "Reject: %(n)s schools stay as they are",
        effects.schools,
    ) % {"n": effects.schools}


def approval_effect(effects: Effects) -> str:
    message = _(
        "Joins: %(joins)s. Leaves: %(leaves)s. Moves: %(moves)s. Renamed: %(renames)s. "
        "Groups: %(groups)s. Entries in class lists: %(memberships)s. Whoever leaves "
        "can no longer sign in; the data are kept and this can be undone."
    )
    return filled(message, effects.as_params())


def rejection_effect() -> str:
    return _(
        "Nothing changes there in this run. The next run of the source plans anew."
    )


def undo_effect(effects: Effects) -> str:
    message = _(
        "%(joins)s who came are released for deletion, %(leaves)s who left come back, "
        "%(renames)s get their old name and address again, %(moves)s go back to their "
        "old school. %(groups)s changes of groups and %(memberships)s entries in "
        "class lists are taken back. Nothing is erased."
    )
    return filled(message, effects.as_params())
