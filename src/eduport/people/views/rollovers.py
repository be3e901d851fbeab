"""The page on which a school says what becomes of its classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.forms import ChooseSchoolForm, RolloverForm
from eduport.people.models import Group, GroupFate, Rollover, School
from eduport.people.permissions import can_manage_groups
from eduport.people.queries.groups import schools_run_by
from eduport.people.queries.rollovers import (
    lines_of,
    open_groups,
    possible_successors,
    proposals,
    rollovers_visible_to,
)
from eduport.people.queries.years import active_year
from eduport.people.rules.years import year_name
from eduport.people.services.groups import group_grace
from eduport.people.services.rollovers import (
    Decision,
    Years,
    roll_over,
    undo_rollover,
)
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView, PageView


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the page that is confirmed."""

    group: Group
    fate: GroupFate
    successor: str
    is_new: bool


class RolloverView(PageView):
    """Say what becomes of each class; see it once more; do it."""

    permission = staticmethod(can_manage_groups)
    needs_step_up = True
    template_name = "people/rollover.html"
    page_title = gettext_lazy("Classes in the new school year")

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_run_by(self.actor))

    @cached_property
    def school(self) -> School | None:
        if len(self.schools) == 1:
            return self.schools[0]
        asked = self.request.GET.get("school", "")
        return next((one for one in self.schools if str(one.pk) == asked), None)

    @cached_property
    def years(self) -> Years | None:
        """From last year to this one; with nothing left there, on to the next."""
        active = active_year()
        if active is None or self.school is None:
            return None
        asked = self.request.GET.get("from", "")
        if asked in {str(active - 1), str(active)}:
            return Years(int(asked), int(asked) + 1)
        is_open = open_groups(self.school, active - 1).exists()
        return Years(active - 1, active) if is_open else Years(active, active + 1)

    @cached_property
    def groups(self) -> list[Group]:
        if self.school is None or self.years is None:
            return []
        return list(open_groups(self.school, self.years.old))

    @cached_property
    def successors(self) -> list[Group]:
        if self.school is None or self.years is None:
            return []
        return list(possible_successors(self.school, self.years.new))

    def form(self, data: Any = None) -> RolloverForm:
        found = proposals(self.groups, self.successors)
        return RolloverForm(
            data, groups=self.groups, successors=self.successors, proposals=found
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if self.school is None or self.years is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        decisions = form.decisions()
        if "confirmed" not in request.POST:
            return self.render_to_response(self.check_context(form, decisions))
        try:
            roll_over(
                self.school,
                self.years,
                decisions,
                by=self.actor,
                at=timezone.now(),
            )
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())
        messages.success(request, _("The classes are in the new school year."))
        return redirect("people:years")

    def check_context(
        self, form: RolloverForm, decisions: list[Decision]
    ) -> dict[str, Any]:
        effects = list(self.effects(decisions))
        return self.get_context_data(
            form=form,
            effects=effects,
            counts={
                fate.value: sum(one.fate == fate for one in effects)
                for fate in GroupFate
            },
            undecided=len(self.groups) - len(effects),
        )

    def effects(self, decisions: list[Decision]) -> Iterator[Effect]:
        groups = {group.pk: group for group in self.groups}
        names = {group.pk: group.name for group in self.successors}
        for one in decisions:
            name = names.get(one.successor_id or 0, one.name)
            is_new = one.fate == GroupFate.CONTINUE and not one.successor_id
            yield Effect(groups[one.group_id], one.fate, name, is_new)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        years = self.years
        return super().get_context_data(
            school=self.school,
            choose_form=ChooseSchoolForm(self.request.GET, schools=self.schools)
            if len(self.schools) > 1
            else None,
            old_name=year_name(years.old) if years else "",
            new_name=year_name(years.new) if years else "",
            other=self.other_years(),
            days=group_grace().days,
            crumbs=[
                (_("School year"), reverse("people:years")),
                (self.page_title, ""),
            ],
            **kwargs,
        )

    def other_years(self) -> tuple[int, str] | None:
        """The other pair of years that can be looked at."""
        active = active_year()
        if active is None or self.years is None:
            return None
        year = active if self.years.old == active - 1 else active - 1
        return year, f"{year_name(year)} → {year_name(year + 1)}"


def can_undo(actor: Actor, _rollover: Rollover) -> bool:
    """Whoever may decide; see `rollovers_visible_to`."""
    return can_manage_groups(actor)


class UndoRolloverView(ActionView[Rollover]):
    """Take back what was decided about the classes of a school."""

    permission = staticmethod(can_undo)
    # Unlike other undoing it takes something away: the classes that were made.
    needs_step_up = True
    http_method_names = ["get", "head", "post"]
    success_message = gettext_lazy("Undone. You can decide again.")

    def visible_objects(self) -> QuerySet[Rollover]:
        return rollovers_visible_to(self.actor)

    def get_next_url(self) -> str:
        return reverse("people:years")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return ask(request, self.confirmation(self.object))

    def confirmation(self, rollover: Rollover, /) -> Confirmation:
        lines = lines_of(rollover)
        return Confirmation(
            title=_("Undo the decisions at %(school)s?") % {"school": rollover.school},
            effect=_(
                "Classes that were made then go, with their lists of members. What "
                "ended or was to be deleted is back. Classes that a source brought "
                "stay."
            ),
            label=_("Undo the decisions"),
            action=self.request.path,
            cancel_url=reverse("people:years"),
            examples=[line.group.name for line in lines[:3]],
            more=max(0, lines.count() - 3),
            is_danger=True,
        )

    def perform(self, rollover: Rollover, /) -> None:
        undo_rollover(rollover.pk, by=self.actor, at=timezone.now())
