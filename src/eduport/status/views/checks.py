"""How a component is watched."""

from dataclasses import fields
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.status.forms import CheckForm
from eduport.status.models import CheckKind, Component, HealthCheck
from eduport.status.queries.desk import all_components
from eduport.status.services.checking import (
    CheckDraft,
    stop_watching,
    watch_component,
)
from eduport.status.tasks import named_checks
from eduport.status.views.bases import DeskCrumbs, ManagedView
from eduport.status.views.catalogue import COMPONENTS
from eduport.web.views import ActionView, ObjectFormPageView


class Watched(ManagedView):
    """Finds the component by its short name."""

    lookup = "slug"

    def visible_objects(self) -> QuerySet[Component]:
        return all_components()

    def get_next_url(self) -> str:
        return reverse("status:components")


class CheckView(Watched, DeskCrumbs, ObjectFormPageView[Component]):
    """Watch a component, or watch it otherwise: this server asks what is typed here."""

    needs_step_up = True
    form_class = CheckForm
    parents = (COMPONENTS,)
    template_name = "status/check.html"
    success_message = gettext_lazy("Saved. The first check follows at once.")

    def get_page_title(self) -> str:
        return _("Watch “%(component)s”") % {"component": self.object}

    def get_initial(self) -> dict[str, Any]:
        check = self.check_now()
        if check is None:
            return {}
        return {field.name: getattr(check, field.name) for field in fields(CheckDraft)}

    def check_now(self) -> HealthCheck | None:
        """How it is watched so far."""
        return HealthCheck.objects.filter(component=self.object).first()

    def perform(self, form: CheckForm, /) -> None:
        values = form.cleaned_data | {"kind": CheckKind(form.cleaned_data["kind"])}
        watch_component(
            self.object,
            CheckDraft(**values),
            named=named_checks(),
            by=self.actor,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(check=self.check_now(), **kwargs)


class StopWatchingView(Watched, ActionView[Component]):
    """Watch it no longer."""

    success_message = gettext_lazy("The component is no longer watched.")

    def perform(self, component: Component, /) -> None:
        stop_watching(component, by=self.actor, at=timezone.now())
