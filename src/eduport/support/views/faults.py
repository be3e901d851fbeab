"""Pages on which entitled people report faults."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from eduport.people.models import AdminRole, Person, School
from eduport.support.forms import FaultForm
from eduport.support.forms.affected import Picker, is_searching, picker_of, values_in
from eduport.support.models import Message, ReportDraft, Ticket
from eduport.support.permissions import (
    can_hand_over,
    can_report_online,
    can_work_at_desk,
)
from eduport.support.queries.affected import people_to_pick
from eduport.support.queries.known import known_now
from eduport.support.queries.reporters import Caller, find_caller, schools_reported_for
from eduport.support.queries.tickets import find_draft, is_contact_for, questions_for
from eduport.support.services.drafts import discard_draft
from eduport.support.services.faults import report_fault
from eduport.web.reference import forget_error, last_error
from eduport.web.views import FormPageView

CALLER = "support_caller"


class ReportFaultView(FormPageView):
    """The report: school, reporter and browser are filled in."""

    permission = staticmethod(can_report_online)
    form_class = FaultForm
    template_name = "support/report.html"
    page_title = _("Report a fault")
    submit_label = _("Send the report")
    success_message = _("Your report was sent. You are told by mail how it goes on.")
    keeps_drafts = True

    @cached_property
    def question(self) -> Ticket | None:
        """The question that is handed over, if it is one that the actor answers."""
        uid = self.request.GET.get("question")
        if not uid:
            return None
        found = get_object_or_404(questions_for(self.actor), uid=uid)
        return found if can_hand_over(self.actor, found) else None

    @cached_property
    def saved(self) -> ReportDraft | None:
        """The own draft, if it is about the same question."""
        draft = find_draft(self.actor) if self.keeps_drafts else None
        return draft if draft and draft.question == self.question else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = find_draft(self.actor) if self.keeps_drafts else None
        question = draft.question if draft and not request.GET else None
        if question and is_contact_for(self.actor, question):
            return redirect(f"{request.path}?question={question.uid}")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if is_searching(request.POST):
            return self.render_to_response(self.get_context_data(form=self.unsent()))
        return super().post(request, *args, **kwargs)

    def unsent(self) -> FaultForm:
        """The form as it was typed, without a word about what is missing."""
        kwargs = self.get_form_kwargs() | {"initial": values_in(self.request.POST)}
        return FaultForm(**kwargs | {"data": None, "files": None})

    @property
    def reporter_id(self) -> int:
        return self.actor.person_id or 0

    def people(self) -> QuerySet[Person]:
        return people_to_pick(self.schools())

    def schools(self) -> QuerySet[School]:
        return schools_reported_for(self.actor)

    def is_for_all(self) -> bool:
        return AdminRole.CENTRAL_TEAM in self.actor.roles

    def get_initial(self) -> dict[str, Any]:
        started: dict[str, Any] = {"error_reference": self.reference()}
        if self.saved:
            return started | dict(self.saved.values)
        if question := self.question:
            first = Message.objects.filter(ticket=question).first()
            started["subject"] = question.subject
            started["text"] = first.text if first else ""
            started["school"] = str(question.school_id)
        return started

    def reference(self) -> str:
        """Of the last error page: the asker's, or that of who reports."""
        if self.question:
            return self.question.error_reference
        return self.request.GET.get("reference", "")[:20] or last_error(self.request)

    def browser(self) -> str:
        if self.question:
            return self.question.browser
        return self.request.headers.get("User-Agent", "")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "schools": self.schools(),
            "people": self.people(),
            "for_all": self.is_for_all(),
            "question": self.question,
        }

    def perform(self, form: FaultForm, /) -> None:
        draft = form.draft(browser=self.browser())
        now = timezone.now()
        ticket = report_fault(
            draft, reporter_id=self.reporter_id, by=self.actor, at=now
        )
        self.next_url = reverse("support:ticket", args=[ticket.uid])
        if self.keeps_drafts:
            discard_draft(by=self.actor)

    def succeeded(self) -> HttpResponse:
        response = super().succeeded()
        forget_error(response)
        return response

    def picker(self) -> Picker:
        typed = self.request.POST
        uids = typed.getlist("people") or self.get_initial().get("people", [])
        return picker_of(self.people(), typed.get("find", ""), uids)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            question=self.question,
            known=known_now(None, "", at=timezone.now()),
            picker=self.picker(),
            draft=self.saved,
            keeps_drafts=self.keeps_drafts,
            **kwargs,
        )


class ReportCallView(ReportFaultView):
    """The desk writes down what a caller says whose PIN was right."""

    permission = staticmethod(can_work_at_desk)
    page_title = _("Report of a caller")
    success_message = _("The report was written down.")
    question = None
    keeps_drafts = False

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

    def people(self) -> QuerySet[Person]:
        """Nobody: who answers calls does not look through schools."""
        return Person.objects.none()

    def reference(self) -> str:
        return ""

    def browser(self) -> str:
        return ""

    def schools(self) -> QuerySet[School]:
        held = self.caller.belongings if self.caller else ()
        keys = [one.school.pk for one in held if one.school]
        return School.objects.filter(pk__in=keys).order_by("name")

    def is_for_all(self) -> bool:
        held = self.caller.belongings if self.caller else ()
        return any(one.school is None for one in held)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(caller=self.caller, **kwargs)
