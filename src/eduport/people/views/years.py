"""The school years: which is active, which is viewed, and the switch by hand."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.people.forms import YearNameForm
from eduport.people.panels import view_year
from eduport.people.permissions import can_manage_groups, can_switch_years
from eduport.people.queries.groups import schools_run_by
from eduport.people.queries.rollovers import rollovers_visible_to, switch_numbers
from eduport.people.queries.years import (
    active_session,
    active_year,
    known_years,
    year_choices,
)
from eduport.people.rules.years import first_day, year_name
from eduport.people.services.rollovers import can_still_be_undone
from eduport.people.services.years import activate_year
from eduport.web.views import CommandView, FormPageView, PageView

LATEST = 20


class YearsView(PageView):
    """All school years, and what was decided about their classes."""

    permission = staticmethod(can_manage_groups)
    template_name = "people/years.html"
    page_title = gettext_lazy("School year")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = active_session()
        rollovers = list(
            rollovers_visible_to(self.actor).order_by("-decided_at", "-pk")[:LATEST]
        )
        for rollover in rollovers:
            names = year_name(rollover.from_year), year_name(rollover.to_year)
            rollover.years = names  # type: ignore[attr-defined]  # for the page
            rollover.can_be_undone = can_still_be_undone(  # type: ignore[attr-defined]
                rollover, at=timezone.now()
            )
        return super().get_context_data(
            active=active,
            active_name=year_name(active.starting_year) if active else "",
            next_switch_on=first_day(active.starting_year + 1) if active else None,
            years=year_choices(self.request.session),
            other_years=self.other_years(active.starting_year if active else None),
            may_switch=can_switch_years(self.actor),
            rollovers=rollovers,
            has_one_school=len(schools_run_by(self.actor)[:2]) == 1,
            crumbs=[(self.page_title, "")],
            **kwargs,
        )

    @staticmethod
    def other_years(active: int | None) -> list[tuple[int, str]]:
        """The years to which the central team can switch; the next one always."""
        if active is None:
            return []
        years = {*known_years(), active + 1} - {active}
        return [(year, year_name(year)) for year in sorted(years, reverse=True)]


class ViewYearView(CommandView):
    """Look at another school year; for this administrator only."""

    permission = staticmethod(can_manage_groups)
    next_url = reverse_lazy("people:groups")

    def run(self) -> None:
        year = self.request.POST.get("year", "")
        if year.isascii() and year.isdigit():
            view_year(self.request, int(year))


class ActivateYearView(FormPageView):
    """Make another school year active for everybody, after a look at what it does."""

    permission = staticmethod(can_switch_years)
    needs_step_up = True
    form_class = YearNameForm
    template_name = "people/activate_year.html"
    success_message = gettext_lazy("The active school year has changed.")
    next_url = reverse_lazy("people:years")

    @cached_property
    def years(self) -> tuple[int, int]:
        """From which year to which; 404 if there is no such switch."""
        active, year = active_year(), int(self.kwargs["year"])
        if active is None or year == active or year not in {*known_years(), active + 1}:
            raise Http404
        return active, year

    @property
    def name(self) -> str:
        return year_name(self.years[1])

    def get_page_title(self) -> StrOrPromise:
        return _("Make %(year)s the active school year") % {"year": self.name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"expected": self.name}

    def perform(self, form: YearNameForm, /) -> None:
        activate_year(self.years[1], by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        numbers = switch_numbers(*self.years)
        concerned = [
            one
            for one in numbers
            if one.old_classes or one.new_classes or one.old_courses or one.new_courses
        ]
        return super().get_context_data(
            old_name=year_name(self.years[0]),
            new_name=self.name,
            is_back=self.years[1] < self.years[0],
            schools=concerned,
            totals={
                "schools": len(concerned),
                "old_classes": sum(one.old_classes for one in concerned),
                "old_courses": sum(one.old_courses for one in concerned),
                "new_classes": sum(one.new_classes for one in concerned),
                "new_courses": sum(one.new_courses for one in concerned),
                "without_class": sum(one.without_class for one in concerned),
                "empty": sum(not one.new_classes for one in concerned),
            },
            crumbs=[(_("School year"), reverse("people:years")), (self.name, "")],
            cancel_url=reverse("people:years"),
            **kwargs,
        )
