"""Opening, updating and reviewing incidents."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from eduport.status.forms import IncidentForm, ReviewForm, ScopeForm, UpdateForm
from eduport.status.models import (
    Impact,
    Incident,
    IncidentState,
    IncidentTemplate,
    Proposal,
)
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    change_scope,
    open_incident,
    review_incident,
    update_incident,
)
from eduport.status.services.proposals import accept_proposal
from eduport.status.views.bases import DeskCrumbs, DeskForm, ManagedView
from eduport.web.views import ObjectFormPageView


def said(values: dict[str, Any]) -> Said:
    return Said(values["text_de"], values["text_en"])


def scope(values: dict[str, Any]) -> Scope:
    return Scope(list(values["components"]), values["schools"], values["roles"])


class OpenIncidentView(DeskForm):
    """A new incident: by hand, from a template (`?template=`), from a proposal."""

    form_class = IncidentForm
    template_name = "status/incident_form.html"
    page_title = gettext_lazy("Open an incident")
    submit_label = gettext_lazy("Open the incident")
    success_message = gettext_lazy("The incident is open. Everybody concerned sees it.")

    @cached_property
    def template(self) -> IncidentTemplate | None:
        key = self.request.GET.get("template", "")
        found = IncidentTemplate.objects.filter(pk=int(key) if key.isdecimal() else 0)
        return found.first()

    @cached_property
    def proposal(self) -> Proposal | None:
        key = self.request.GET.get("proposal", "")
        if not key.isdecimal():
            return None
        return get_object_or_404(Proposal, pk=key)

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"impact": Impact.OUTAGE}
        if self.template:
            names = ("title_de", "title_en", "text_de", "text_en", "impact")
            initial |= {name: getattr(self.template, name) for name in names}
        if self.proposal:
            initial["components"] = [self.proposal.component_id]
            initial["started_at"] = timezone.localtime(self.proposal.proposed_at)
        return initial

    def perform(self, form: IncidentForm, /) -> None:
        values = form.cleaned_data
        draft = IncidentDraft(
            values["title_de"],
            values["title_en"],
            Impact(values["impact"]),
            said(values),
            scope(values),
            values["started_at"],
            IncidentState(values["state"]),
        )
        now = timezone.now()
        if self.proposal:
            accept_proposal(self.proposal.pk, draft, by=self.actor, at=now)
        else:
            open_incident(draft, by=self.actor, at=now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            templates=IncidentTemplate.objects.all(),
            proposal=self.proposal,
            **kwargs,
        )


class IncidentFormView(ManagedView, DeskCrumbs, ObjectFormPageView[Incident]):
    """A form about one incident."""

    lookup = "uid"
    template_name = "status/incident.html"

    def visible_objects(self) -> QuerySet[Incident]:
        return Incident.objects.prefetch_related("components", "schools")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_next_url(self) -> str:
        return reverse("status:incident", args=[self.object.uid])


class IncidentView(IncidentFormView):
    """The page of an incident: say how it goes, or after its end what was learnt."""

    success_message = gettext_lazy("Said. Everybody concerned sees it.")

    def get_form_class(self) -> type[Any]:
        return UpdateForm if self.object.is_open else ReviewForm

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        if one.is_open:
            return {"state": one.state, "impact": one.impact}
        return {"text_de": one.review_de, "text_en": one.review_en}

    def perform(self, form: Any, /) -> None:
        values, now = form.cleaned_data, timezone.now()
        if not self.object.is_open:
            review_incident(self.object.pk, said(values), by=self.actor, at=now)
            return
        update_incident(
            self.object.pk,
            IncidentState(values["state"]),
            said(values),
            impact=Impact(values["impact"]),
            by=self.actor,
            at=now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            updates=self.object.incidentupdate_set.all(), **kwargs
        )


class ScopeView(IncidentFormView):
    """Say anew whom it concerns."""

    template_name = "web/form_page.html"
    form_class = ScopeForm
    page_title = gettext_lazy("Whom the incident concerns")
    success_message = gettext_lazy("Changed.")

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.is_open:
            return redirect(self.get_next_url())
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        codes = sorted(school.code for school in one.schools.all())
        return {
            "components": list(one.components.all()),
            "schools": ", ".join(codes),
            "roles": one.roles,
        }

    def perform(self, form: ScopeForm, /) -> None:
        change_scope(
            self.object.pk, scope(form.cleaned_data), by=self.actor, at=timezone.now()
        )
