"""Pages on which entitled people report faults."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from eduport.people.models import AdminRole, School
from eduport.status.models import Incident
from eduport.support.forms import FaultForm
from eduport.support.models import Message, Ticket
from eduport.support.permissions import (
    can_follow,
    can_hand_over,
    can_report_online,
    can_work_at_desk,
)
from eduport.support.queries.known import known_now
from eduport.support.queries.reporters import Caller, find_caller, schools_reported_for
from eduport.support.queries.tickets import open_like, questions_for
from eduport.support.services.faults import follow_incident, report_fault
from eduport.web.access import AccessView
from eduport.web.views import ActionView, FormPageView

CALLER = "support_caller"


class ReportFaultView(FormPageView):
    """The report: school, reporter and browser are filled in."""

    permission = staticmethod(can_report_online)
    form_class = FaultForm
    template_name = "support/report.html"
    page_title = _("Report a fault")
    submit_label = _("Send the report")
    success_message = _("Your report was sent. You are told by mail how it goes on.")

    @cached_property
    def question(self) -> Ticket | None:
        """The question that is handed over, if it is one that the actor answers."""
        uid = self.request.GET.get("question")
        if not uid:
            return None
        found = get_object_or_404(questions_for(self.actor), uid=uid)
        return found if can_hand_over(self.actor, found) else None

    @property
    def reporter_id(self) -> int:
        return self.actor.person_id or 0

    def schools(self) -> QuerySet[School]:
        return schools_reported_for(self.actor)

    def is_for_all(self) -> bool:
        return AdminRole.CENTRAL_TEAM in self.actor.roles

    def get_initial(self) -> dict[str, Any]:
        started = {"error_reference": self.request.GET.get("reference", "")[:20]}
        if question := self.question:
            first = Message.objects.filter(ticket=question).first()
            started["subject"] = question.subject
            started["text"] = first.text if first else ""
            started["school"] = str(question.school_id)
        return started

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "schools": self.schools(),
            "for_all": self.is_for_all(),
            "question": self.question,
        }

    def perform(self, form: FaultForm, /) -> None:
        browser = self.request.headers.get("User-Agent", "")
        draft = form.draft(browser=browser)
        now = timezone.now()
        ticket = report_fault(
            draft, reporter_id=self.reporter_id, by=self.actor, at=now
        )
        self.next_url = reverse("support:ticket", args=[ticket.uid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            question=self.question,
            known=known_now(None, "", at=timezone.now()),
            **kwargs,
        )


class ReportCallView(ReportFaultView):
    """The desk writes down what a caller says whose PIN was right."""

    permission = staticmethod(can_work_at_desk)
    page_title = _("Report of a caller")
    success_message = _("The report was written down.")
    question = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.caller is None:
            return redirect("support:check_caller")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if self.caller is None:
            return redirect("support:check_caller")
        response = super().post(request, *args, **kwargs)
        if response.status_code == HttpResponse(status=302).status_code:
            del request.session[CALLER]
        return response

    @cached_property
    def caller(self) -> Caller | None:
        """Who was checked last, if the person may still report."""
        return find_caller(self.request.session.get(CALLER, ""))

    @property
    def reporter_id(self) -> int:
        return self.caller.person.pk if self.caller else 0

    def schools(self) -> QuerySet[School]:
        held = self.caller.belongings if self.caller else ()
        keys = [one.school.pk for one in held if one.school]
        return School.objects.filter(pk__in=keys).order_by("name")

    def is_for_all(self) -> bool:
        held = self.caller.belongings if self.caller else ()
        return any(one.school is None for one in held)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caller=self.caller, **kwargs)


class KnownView(AccessView):
    """What is known about what somebody is typing: a part of the page of the report."""

    permission = staticmethod(can_report_online)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("component", "")
        component_id = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None  # noqa: PLR2004 -- fits the column
        words = request.GET.get("subject", "")[:150]
        context = {
            "known": known_now(component_id, words, at=timezone.now()),
            "similar": open_like(self.actor, component_id),
        }
        return render(request, "support/_known.html", context)


class FollowIncidentView(ActionView[Incident]):
    """The button “That is it”."""

    permission = staticmethod(can_follow)
    lookup = "uid"
    success_message = _("You are told by mail when it is over. Nothing else to do.")

    def visible_objects(self) -> QuerySet[Incident]:
        return Incident.objects.all()

    def perform(self, incident: Incident, /) -> None:
        follow_incident(incident, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("support:own")
