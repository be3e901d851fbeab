"""Pages of one ticket, and of the own ones."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.support.forms import AnswerForm, ReplyForm
from eduport.support.models import Side, Ticket, TicketState
from eduport.support.permissions import (
    can_answer,
    can_ask_school,
    can_have_tickets,
    can_take_part,
    is_reporter,
)
from eduport.support.queries.tickets import (
    messages_shown,
    tickets_of,
    tickets_visible_to,
)
from eduport.support.services.tickets import (
    note_internally,
    reopen_ticket,
    reply_to_ticket,
    solve_ticket,
)
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectFormPageView, ObjectView


class OwnTicketsView(ListPageView[Ticket]):
    """What somebody asked and reported."""

    permission = staticmethod(can_have_tickets)
    template_name = "support/own.html"
    results_template_name = "support/_tickets.html"
    page_title = gettext_lazy("My questions")
    columns = (
        Column("number", gettext_lazy("Number"), ("pk",)),
        Column("subject", gettext_lazy("Subject"), ("subject",)),
        Column("state", gettext_lazy("State"), ("state",)),
        Column("changed", gettext_lazy("Last change"), ("changed_at",)),
    )
    default_sort = "-changed"

    def rows(self) -> QuerySet[Ticket]:
        return tickets_of(self.actor).select_related("school")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            can_ask=can_ask_school(self.actor),
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
        return Side.CONTACT if self.answers else Side.REPORTER

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
        values = form.cleaned_data
        write = note_internally if values.get("is_internal") else reply_to_ticket
        now = timezone.now()
        write(self.object.pk, values["text"], side=self.side, by=self.actor, at=now)

    def get_success_message(self) -> str:
        return _("Your text stands in the conversation.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ticket = self.object
        shown = messages_shown(ticket, with_internal=self.answers)
        return super().get_context_data(
            talk=shown,
            answers=self.answers,
            is_reporter=is_reporter(self.actor, ticket),
            can_reply=ticket.state != TicketState.CLOSED,
            can_reopen=ticket.state == TicketState.SOLVED,
            crumbs=[self._list(), (str(ticket), "")],
            **kwargs,
        )

    def _list(self) -> tuple[str, str]:
        if self.answers:
            return _("Questions of the school"), reverse("support:questions")
        return _("My questions"), reverse("support:own")


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
