"""Pages on which people ask their school, and on which the school answers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.support.forms import QuestionForm
from eduport.support.models import Ticket
from eduport.support.permissions import can_answer_questions, can_ask_school
from eduport.support.queries.tickets import open_ones, questions_for
from eduport.support.services.questions import ask_school
from eduport.web.lists import Column, ListPageView
from eduport.web.reference import forget_error, last_error
from eduport.web.views import FormPageView


class AskSchoolView(FormPageView):
    """Ask the contacts of the own school."""

    permission = staticmethod(can_ask_school)
    form_class = QuestionForm
    page_title = _("Ask your school")
    submit_label = _("Send the question")
    intro = _(
        "The contacts of your school read it and answer here. You are told by mail."
    )
    success_message = _("Your question was sent.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        return {"error_reference": last_error(self.request)}

    def perform(self, form: QuestionForm, /) -> None:
        draft = form.draft(browser=self.request.headers.get("User-Agent", ""))
        ticket = ask_school(draft, by=self.actor, at=timezone.now())
        self.next_url = reverse("support:ticket", args=[ticket.uid])

    def succeeded(self) -> HttpResponse:
        response = super().succeeded()
        forget_error(response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = (_("My questions and reports"), reverse("support:own"))
        return super().get_context_data(
            crumbs=[own, (self.page_title, "")],
            cancel_url=reverse("support:own"),
            **kwargs,
        )


class QuestionsView(ListPageView[Ticket]):
    """What people of the school asked; at first only what is open."""

    permission = staticmethod(can_answer_questions)
    template_name = "support/questions.html"
    results_template_name = "support/_tickets.html"
    page_title = _("Questions of the school")
    columns = (
        Column("number", _("Number"), ("pk",)),
        Column("subject", _("Subject"), ("subject",)),
        Column("reporter", _("Asked by"), ("reporter__sort_name",)),
        Column("state", _("State"), ("state",)),
        Column("changed", _("Last change"), ("changed_at",)),
    )
    default_sort = "-changed"

    def rows(self) -> QuerySet[Ticket]:
        rows = questions_for(self.actor).select_related("reporter", "school")
        return rows if self.shows_all else open_ones(rows)

    @property
    def shows_all(self) -> bool:
        return "all" in self.request.GET

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")], shows_all=self.shows_all, **kwargs
        )
