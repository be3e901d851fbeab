"""Pages of one ticket, and of the own ones."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.support.forms import AnswerForm, ReplyForm
from eduport.support.models import AnswerTemplate, Side, Team, Ticket, TicketState
from eduport.support.permissions import (
    can_answer,
    can_ask_school,
    can_hand_over,
    can_have_tickets,
    can_report_online,
    can_take_part,
    can_work_on,
    is_reporter,
)
from eduport.support.queries.affected import people_affected
from eduport.support.queries.desk import others_at
from eduport.support.queries.mail import mail_outside
from eduport.support.queries.tickets import (
    faults_of_schools,
    last_message_id,
    reports_from,
    tickets_of,
    tickets_visible_to,
)
from eduport.support.queries.timeline import conversation, with_values
from eduport.support.services.presence import leave
from eduport.support.services.talk import Said, say_in_ticket
from eduport.support.services.tickets import reopen_ticket, solve_ticket
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectFormPageView, ObjectView

LONGEST_KEY = 10


class OwnTicketsView(ListPageView[Ticket]):
    """What somebody asked and reported."""

    permission = staticmethod(can_have_tickets)
    template_name = "support/own.html"
    results_template_name = "support/_tickets.html"
    page_title = gettext_lazy("My questions and reports")
    columns = (
        Column("number", gettext_lazy("Number"), ("pk",)),
        Column("subject", gettext_lazy("Subject"), ("subject",)),
        Column("state", gettext_lazy("State"), ("state",)),
        Column("changed", gettext_lazy("Last change"), ("changed_at",)),
    )
    default_sort = "-changed"

    def rows(self) -> QuerySet[Ticket]:
        return tickets_of(self.actor) | faults_of_schools(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            can_ask=can_ask_school(self.actor),
            can_report=can_report_online(self.actor),
            is_own=True,
            **kwargs,
        )


class OfTicket(ObjectView[Ticket]):
    """Base of what is done with one ticket."""

    permission = staticmethod(can_take_part)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[Ticket]:
        return tickets_visible_to(self.actor)

    @cached_property
    def answers(self) -> bool:
        """Whether the actor is on the answering side."""
        return can_answer(self.actor, self.object)

    @property
    def side(self) -> Side:
        if not self.answers:
            return Side.REPORTER
        return Side.CONTACT if self.object.is_question else Side.DESK

    def get_next_url(self) -> str:
        return reverse("support:ticket", args=[self.object.uid])


class TicketView(OfTicket, ObjectFormPageView[Ticket]):
    """The conversation of a ticket, with a form to go on."""

    template_name = "support/ticket.html"

    def get_page_title(self) -> str:
        return self.object.subject

    def get_form_class(self) -> type[ReplyForm]:
        return AnswerForm if self.answers else ReplyForm

    def perform(self, form: ReplyForm, /) -> None:
        values, now, ticket = form.cleaned_data, timezone.now(), self.object
        if self.answers:
            leave(ticket, by=self.actor)
        said = Said(
            text=values["text"],
            files=values["attachments"],
            is_internal=bool(values.get("is_internal")),
            seen=values.get("seen"),
        )
        say_in_ticket(ticket.pk, said, side=self.side, by=self.actor, at=now)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if "insert" in request.POST and can_work_on(self.actor, self.object):
            form = self.watched(self.get_form_class()(initial=self.with_template()))
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def with_template(self) -> dict[str, Any]:
        """What was typed, and below it the words of the template."""
        typed = self.request.POST
        wanted = typed.get("template", "")
        keys = [int(wanted)] if wanted.isdecimal() and len(wanted) < LONGEST_KEY else []
        found = AnswerTemplate.objects.filter(pk__in=keys).first()
        words = with_values(found.text, self.object) if found else ""
        text = "\n\n".join(part for part in (typed.get("text", ""), words) if part)
        kept = {name: typed.get(name, "") for name in ("seen", "is_internal")}
        return kept | {"text": text}

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        # The page that comes back shows what was said meanwhile.
        typed = self.request.POST.copy()
        typed["seen"] = str(last_message_id(self.object))
        form.data = typed
        return super().form_invalid(form)

    def get_form(self, form_class: Any = None) -> BaseForm:
        return self.watched(super().get_form(form_class))

    def watched(self, form: BaseForm) -> BaseForm:
        """While somebody writes an answer, the others at it hear so."""
        if self.answers:
            url = reverse("support:presence", args=[self.object.uid])
            form.fields["text"].widget.attrs |= {
                "data-key": "a",
                "hx-post": url,
                "hx-vals": '{"writes": "1"}',
                "hx-trigger": "input throttle:15s",
                "hx-include": "#presence",
                "hx-params": "writes,known",
                "hx-target": "#presence",
            }
        return form

    def others(self) -> str:
        """Who else has it open: also for pages without JavaScript."""
        if not self.answers:
            return ""
        return others_at(self.object, self.actor, at=timezone.now())

    def get_initial(self) -> dict[str, Any]:
        return {"seen": last_message_id(self.object)}

    def get_success_message(self) -> str:
        return _("Your text stands in the conversation.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ticket = self.object
        works = can_work_on(self.actor, ticket)
        return super().get_context_data(
            talk=conversation(
                ticket,
                with_internal=self.answers,
                with_names=works or ticket.is_question,
            ),
            answers=self.answers,
            is_reporter=is_reporter(self.actor, ticket),
            can_reply=ticket.state != TicketState.CLOSED,
            can_reopen=ticket.state == TicketState.SOLVED,
            can_hand_over=ticket.is_open and can_hand_over(self.actor, ticket),
            can_work_on=works,
            teams=Team.objects.all() if works else [],
            templates=AnswerTemplate.objects.all() if works else [],
            others=self.others(),
            duplicates=ticket.duplicates.order_by("pk"),
            reports=reports_from(ticket) if ticket.is_question else [],
            is_mine=ticket.assignee_id == self.actor.person_id,
            affected=[] if ticket.is_question else people_affected(ticket),
            late=ticket.is_late(timezone.now()),
            mails=mail_outside(ticket) if self.answers else (),
            crumbs=[self._list(), (str(ticket), "")],
            **kwargs,
        )

    def _list(self) -> tuple[str, str]:
        if self.answers and not self.object.is_question:
            return _("Fault reports"), reverse("support:queue")
        if self.answers:
            return _("Questions of the school"), reverse("support:questions")
        return _("My questions and reports"), reverse("support:own")


class SolveView(OfTicket, ActionView[Ticket]):
    """The button “Solved”, on either side."""

    success_message = gettext_lazy("Marked as solved.")

    def perform(self, ticket: Ticket, /) -> None:
        solve_ticket(ticket.pk, side=self.side, by=self.actor, at=timezone.now())


class ReopenView(OfTicket, ActionView[Ticket]):
    """The button “Not solved after all”, for two weeks."""

    success_message = gettext_lazy("Taken up again.")

    def perform(self, ticket: Ticket, /) -> None:
        reopen_ticket(ticket.pk, side=self.side, by=self.actor, at=timezone.now())
