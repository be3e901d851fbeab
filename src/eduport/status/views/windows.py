"""Planning, extending and cancelling maintenance; days without any."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from eduport.status.forms import ExtensionForm, FreezeForm, WindowForm
from eduport.status.models import Freeze, MaintenanceWindow
from eduport.status.permissions import can_manage_status
from eduport.status.queries.desk import (
    ListedOccurrence,
    coming_freezes,
    next_occurrences,
)
from eduport.status.queries.windows import series_of
from eduport.status.rules.occurrences import FrozenDays, find_occurrence
from eduport.status.services.windows import (
    WindowDraft,
    add_freeze,
    cancel_occurrence,
    cancel_window,
    extend_occurrence,
    plan_window,
    remove_freeze,
)
from eduport.status.views.bases import DESK, DeskCrumbs, DeskForm, ManagedView
from eduport.web.views import (
    ActionView,
    ObjectFormPageView,
    ObjectPageView,
)

PLAIN = ("title_de", "title_en", "text_de", "text_en", "last_day_on")


class PlanWindowView(DeskForm):
    """New maintenance."""

    form_class = WindowForm
    page_title = gettext_lazy("Plan maintenance")
    submit_label = gettext_lazy("Plan maintenance")
    success_message = gettext_lazy(
        "Planned. It is announced in time to those whom it concerns."
    )

    def perform(self, form: WindowForm, /) -> None:
        values = form.cleaned_data
        draft = WindowDraft(
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            components=list(values["components"]),
            rule=form.rule,
            announce_hours=values["announce_hours"],
            is_mailed=values["is_mailed"],
            **{name: values[name] for name in PLAIN},
        )
        plan_window(draft, by=self.actor, at=timezone.now())


class OneWindow(ManagedView):
    """Finds the window by its uid."""

    lookup = "uid"

    def visible_objects(self) -> QuerySet[MaintenanceWindow]:
        return MaintenanceWindow.objects.prefetch_related("components")


class WindowView(OneWindow, DeskCrumbs, ObjectPageView[MaintenanceWindow]):
    """A window and its next occurrences, each with its buttons."""

    template_name = "status/window.html"

    def get_page_title(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            occurrences=next_occurrences(self.object, now), now=now, **kwargs
        )


class CancelWindowView(OneWindow, ActionView[MaintenanceWindow]):
    """It does not take place, nor any later one."""

    next_url = DESK
    success_message = gettext_lazy("Cancelled.")

    def perform(self, window: MaintenanceWindow, /) -> None:
        cancel_window(window.pk, by=self.actor, at=timezone.now())


class OneOccurrence(OneWindow):
    """Finds one occurrence by the second in which it starts by its rule."""

    object: MaintenanceWindow
    kwargs: dict[str, Any]

    @cached_property
    def occurrence(self) -> ListedOccurrence:
        try:
            moment = datetime.fromtimestamp(self.kwargs["start"], UTC)
        except (OSError, OverflowError, ValueError) as error:
            raise Http404 from error
        found = find_occurrence(series_of(self.object), moment)
        if found is None:
            raise Http404
        return ListedOccurrence(found)

    def get_next_url(self) -> str:
        return reverse("status:window", args=[self.object.uid])


class CancelOccurrenceView(OneOccurrence, ActionView[MaintenanceWindow]):
    """One does not take place, or ends now; the others stay."""

    success_message = gettext_lazy("Cancelled.")

    def perform(self, window: MaintenanceWindow, /) -> None:
        occurs_at = self.occurrence.one.occurs_at
        cancel_occurrence(window.pk, occurs_at, by=self.actor, at=timezone.now())


class ExtendView(OneOccurrence, DeskCrumbs, ObjectFormPageView[MaintenanceWindow]):
    """One lasts longer; the others stay as they are."""

    form_class = ExtensionForm
    page_title = gettext_lazy("Extend maintenance")
    submit_label = gettext_lazy("Extend")
    success_message = gettext_lazy("Extended.")

    def get_initial(self) -> dict[str, Any]:
        return {"ends_at": timezone.localtime(self.occurrence.one.ends_at)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"intro": self.occurrence.period}

    def perform(self, form: ExtensionForm, /) -> None:
        extend_occurrence(
            self.object.pk,
            self.occurrence.one.occurs_at,
            form.new_end,
            by=self.actor,
            at=timezone.now(),
        )


class FreezesView(DeskForm):
    """Days without maintenance: those there are, and a form for new ones."""

    form_class = FreezeForm
    permission = staticmethod(can_manage_status)
    template_name = "status/freezes.html"
    page_title = gettext_lazy("Days without maintenance")
    success_message = gettext_lazy("Kept free of maintenance.")

    def perform(self, form: FreezeForm, /) -> None:
        values = form.cleaned_data
        days = FrozenDays(values["starts_on"], values["last_day_on"])
        names = values["name_de"], values["name_en"]
        add_freeze(*names, days, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("status:freezes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            freezes=coming_freezes(timezone.now()), **kwargs
        )


class RemoveFreezeView(ManagedView, ActionView[Freeze]):
    """Maintenance is possible again."""

    success_message = gettext_lazy("Removed.")

    def visible_objects(self) -> QuerySet[Freeze]:
        return Freeze.objects.all()

    def perform(self, freeze: Freeze, /) -> None:
        remove_freeze(freeze, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("status:freezes")
