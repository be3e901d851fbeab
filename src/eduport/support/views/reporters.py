"""Pages about who may report: telephone and PIN, the setting, checking callers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.people.models import Person
from eduport.support.forms import CallerForm, FormOpeningForm
from eduport.support.models import CallerRole
from eduport.support.permissions import (
    can_open_form,
    can_report_online,
    can_work_at_desk,
    is_entitled_reporter,
)
from eduport.support.queries.reporters import Caller, opened_roles, pin_for
from eduport.support.rules.pins import spaced
from eduport.support.services.reporters import check_caller, set_form_openings
from eduport.support.views.faults import CALLER
from eduport.web.views import FormPageView, PageView


class ServiceDeskView(PageView):
    """How entitled reporters reach the service desk, with the PIN of today."""

    permission = staticmethod(is_entitled_reporter)
    template_name = "support/service_desk.html"
    page_title = _("Service desk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(Person, pk=self.actor.person_id)
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            phone=settings.EDUPORT.service_desk_phone,
            pin=spaced(pin_for(person, at=timezone.now())),
            can_report_online=can_report_online(self.actor),
            **kwargs,
        )


class FormOpeningView(FormPageView):
    """Who may use the online form besides school admins."""

    permission = staticmethod(can_open_form)
    form_class = FormOpeningForm
    page_title = _("Who may report faults online")
    intro = _(
        "IT contacts and heads of schools reach the service desk by telephone, with "
        "their PIN. Here you open the online form to them; it holds at once."
    )
    next_url = reverse_lazy("support:form_openings")
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"roles": sorted(opened_roles())}

    def perform(self, form: FormOpeningForm, /) -> None:
        roles = [CallerRole(role) for role in form.cleaned_data["roles"]]
        set_form_openings(roles, by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[(self.page_title, "")], **kwargs)


class CheckCallerView(FormPageView):
    """The desk asks a caller for login and PIN."""

    permission = staticmethod(can_work_at_desk)
    form_class = CallerForm
    template_name = "support/check_caller.html"
    page_title = _("Check a caller")
    submit_label = _("Check")
    caller: Caller | None = None

    def form_valid(self, form: CallerForm) -> HttpResponse:
        response = super().form_valid(form)
        if self.caller is None:
            return response
        # Nothing was changed, and who it is must not stand in an address.
        return self.render_to_response(self.get_context_data(form=CallerForm()))

    def perform(self, form: CallerForm, /) -> None:
        values, now = form.cleaned_data, timezone.now()
        self.caller = check_caller(
            values["login"], values["pin"], by=self.actor, at=now
        )
        # In the session and not in an address: for the report that follows.
        self.request.session[CALLER] = values["login"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")], caller=self.caller, **kwargs
        )
