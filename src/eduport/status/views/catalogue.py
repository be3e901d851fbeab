"""The catalogue of components, and words for incidents."""

from dataclasses import fields
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from eduport.status.forms import ComponentForm, NewComponentForm, TemplateForm
from eduport.status.models import Component, IncidentTemplate
from eduport.status.permissions import can_manage_status
from eduport.status.queries.desk import all_components
from eduport.status.services.components import (
    ComponentDraft,
    add_component,
    change_component,
)
from eduport.status.services.templates import remove_template, save_template
from eduport.status.views.bases import DeskCrumbs, DeskForm, ManagedView
from eduport.web.views import ActionView, ObjectFormPageView, PageView

COMPONENTS = (gettext_lazy("Components"), "status:components")
TEMPLATES = (gettext_lazy("Templates for incidents"), "status:templates")


def draft_of(values: dict[str, Any]) -> ComponentDraft:
    return ComponentDraft(
        **{field.name: values[field.name] for field in fields(ComponentDraft)}
    )


class ComponentsView(DeskCrumbs, PageView):
    """All components, those out of service too."""

    permission = staticmethod(can_manage_status)
    template_name = "status/components.html"
    page_title = COMPONENTS[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(components=all_components(), **kwargs)


class ComponentForms(DeskForm):
    """Forms about components lead back to their list."""

    parents = (COMPONENTS,)

    def get_next_url(self) -> str:
        return reverse("status:components")


class AddComponentView(ComponentForms):
    """A component that no service brings along."""

    form_class = NewComponentForm
    page_title = gettext_lazy("Add a component")
    success_message = gettext_lazy("Added.")

    def perform(self, form: NewComponentForm, /) -> None:
        values = form.cleaned_data
        add_component(
            values["slug"],
            draft_of(values),
            values["needed"],
            by=self.actor,
            at=timezone.now(),
        )


class ComponentView(ManagedView, DeskCrumbs, ObjectFormPageView[Component]):
    """What a component is."""

    lookup = "slug"
    parents = (COMPONENTS,)
    form_class = ComponentForm
    success_message = gettext_lazy("Saved.")

    def visible_objects(self) -> QuerySet[Component]:
        return all_components()

    def get_page_title(self) -> str:
        return str(self.object)

    def get_next_url(self) -> str:
        return reverse("status:components")

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        names = [field.name for field in fields(ComponentDraft)]
        return {name: getattr(one, name) for name in names} | {
            "needed": list(one.depends_on.all())
        }

    def perform(self, form: ComponentForm, /) -> None:
        values = form.cleaned_data
        change_component(
            self.object,
            draft_of(values),
            values["needed"],
            by=self.actor,
            at=timezone.now(),
        )


class TemplatesView(DeskCrumbs, PageView):
    """All templates."""

    permission = staticmethod(can_manage_status)
    template_name = "status/templates.html"
    page_title = TEMPLATES[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            templates=IncidentTemplate.objects.all(), **kwargs
        )


class AddTemplateView(DeskForm):
    """New words."""

    form_class = TemplateForm
    parents = (TEMPLATES,)
    page_title = gettext_lazy("Add a template")
    success_message = gettext_lazy("Saved.")

    def perform(self, form: TemplateForm, /) -> None:
        template = form.save(commit=False)
        save_template(template, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("status:templates")


class TemplateView(ManagedView, DeskCrumbs, ObjectFormPageView[IncidentTemplate]):
    """Other words."""

    form_class = TemplateForm
    parents = (TEMPLATES,)
    success_message = gettext_lazy("Saved.")

    def visible_objects(self) -> QuerySet[IncidentTemplate]:
        return IncidentTemplate.objects.all()

    def get_page_title(self) -> str:
        return str(self.object)

    def get_next_url(self) -> str:
        return reverse("status:templates")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def perform(self, form: TemplateForm, /) -> None:
        template = form.save(commit=False)
        save_template(template, by=self.actor, at=timezone.now())


class RemoveTemplateView(ManagedView, ActionView[IncidentTemplate]):
    """Nobody needs it any more."""

    success_message = gettext_lazy("Removed.")

    def visible_objects(self) -> QuerySet[IncidentTemplate]:
        return IncidentTemplate.objects.all()

    def perform(self, template: IncidentTemplate, /) -> None:
        remove_template(template, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("status:templates")
