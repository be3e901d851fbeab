"""Pages for reading the log about a person together."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.core.actor import Actor
from eduport.inquiries.forms import InquiryForm
from eduport.inquiries.models import Inquiry, InquiryDecision
from eduport.inquiries.permissions import can_ask, can_decide, can_read_entries
from eduport.inquiries.queries import MOST, inquiries_visible_to
from eduport.inquiries.services.inquiries import (
    ask_inquiry,
    decide_inquiry,
    read_entries,
)
from eduport.web.access import AccessView
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, FormPageView, ObjectPageView

LIST = reverse_lazy("inquiries:inquiries")


class InquiriesView(ListPageView[Inquiry]):
    """All inquiries, the latest first."""

    permission = staticmethod(can_ask)
    template_name = "inquiries/inquiries.html"
    results_template_name = "inquiries/_inquiries.html"
    page_title = gettext_lazy("Reading the log together")
    columns = (
        Column("asked", gettext_lazy("Asked"), ("asked_at",)),
        Column("person", gettext_lazy("About")),
        Column("by", gettext_lazy("Asked by")),
        Column("state", gettext_lazy("State")),
    )
    default_sort = "-asked"

    def rows(self) -> QuerySet[Inquiry]:
        return inquiries_visible_to(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[(self.page_title, "")], **kwargs)


class AskView(FormPageView):
    """Ask for somebody's entries, with a reason."""

    needs_step_up = True
    permission = staticmethod(can_ask)
    form_class = InquiryForm
    page_title = gettext_lazy("Ask for log entries about a person")
    submit_label = gettext_lazy("Ask")
    next_url = LIST
    intro = gettext_lazy(
        "Somebody else of the central team has to agree. The data protection officer "
        "is told at once, and both of you are written into the log."
    )
    success_message = gettext_lazy("Asked. Somebody else of the central team decides.")

    def perform(self, form: InquiryForm, /) -> None:
        values = form.cleaned_data
        ask_inquiry(values["login"], values["reason"], by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(InquiriesView.page_title, LIST), (self.page_title, "")]
        return super().get_context_data(crumbs=crumbs, cancel_url=LIST, **kwargs)


def can_see(actor: Actor, _inquiry: Inquiry) -> bool:
    return can_ask(actor)


class InquiryView(ObjectPageView[Inquiry]):
    """One inquiry: the reason, the decision, and whether the entries can be read."""

    permission = staticmethod(can_see)
    template_name = "inquiries/inquiry.html"

    def visible_objects(self) -> QuerySet[Inquiry]:
        return inquiries_visible_to(self.actor)

    def get_page_title(self) -> str:
        return _("Inquiry %(number)s") % {"number": self.object.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiry, now = self.object, timezone.now()
        is_waiting = not inquiry.decision
        return super().get_context_data(
            can_decide=is_waiting and can_decide(self.actor, inquiry),
            can_read=can_read_entries(self.actor, inquiry, at=now),
            crumbs=[(InquiriesView.page_title, LIST), (self.get_page_title(), "")],
            **kwargs,
        )


class DecideView(ActionView[Inquiry]):
    """Approve or decline."""

    needs_step_up = True
    permission = staticmethod(can_decide)
    decision = InquiryDecision.APPROVED

    def visible_objects(self) -> QuerySet[Inquiry]:
        return inquiries_visible_to(self.actor)

    def perform(self, inquiry: Inquiry, /) -> None:
        decide_inquiry(inquiry.pk, self.decision, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("inquiries:inquiry", args=[self.object.pk])

    def get_success_message(self) -> str:
        if self.decision == InquiryDecision.APPROVED:
            return _("Approved. The two of you can read for seven days.")
        return _("Declined.")


class EntriesView(AccessView):
    """The entries, for the two who may read them; each reading is recorded."""

    needs_step_up = True
    permission = staticmethod(can_ask)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = timezone.now()
        inquiry = get_object_or_404(inquiries_visible_to(self.actor), pk=pk)
        if not can_read_entries(self.actor, inquiry, at=now):
            raise PermissionDenied
        title = _("Entries about %(person)s") % {"person": inquiry.person}
        here = (InquiriesView.page_title, LIST)
        context = {
            "page_title": title,
            "inquiry": inquiry,
            "entries": read_entries(inquiry, by=self.actor, at=now),
            "most": MOST,
            "crumbs": [here, (title, "")],
        }
        response = render(request, "inquiries/entries.html", context)
        response["Cache-Control"] = "no-store"
        return response
