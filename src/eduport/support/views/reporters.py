"""Pages about who may report: telephone and PIN, checking callers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.people.models import Person
from eduport.support.forms import CallerForm
from eduport.support.permissions import (
    can_report_online,
    can_work_at_desk,
    is_entitled_reporter,
)
from eduport.support.queries.reporters import Caller, pin_for
from eduport.support.rules.pins import spaced
from eduport.support.services.reporters import check_caller
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
