"""Pages of mail that came in: what waits for a decision, and what became of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from eduport.support.forms.mail import MailFilter
from eduport.support.models import IncomingMail, MailState
from eduport.support.permissions import can_decide_about, can_decide_about_mail
from eduport.support.queries.mail import held_mail, mail_decided_by
from eduport.support.services.mail import accept_mail, throw_away_mail
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectPageView, ObjectView


class MailListView(ListPageView[IncomingMail]):
    """Mail that waits for a decision; with a filter, what became of the others."""

    permission = staticmethod(can_decide_about_mail)
    template_name = "support/mails.html"
    results_template_name = "support/_mails.html"
    page_title = gettext_lazy("Answers by mail")
    filter_form_class = MailFilter
    columns = (
        Column("received", gettext_lazy("Received"), ("received_at",)),
        Column("subject", gettext_lazy("Subject"), ("subject",)),
        Column("from", gettext_lazy("From"), ("sender",)),
        Column("ticket", gettext_lazy("Ticket"), ("ticket_id",)),
        Column("state", gettext_lazy("State"), ("state", "reason")),
    )
    default_sort = "-received"

    def rows(self) -> QuerySet[IncomingMail]:
        return mail_decided_by(self.actor)

    def filtered(
        self, rows: QuerySet[IncomingMail], values: dict[str, Any]
    ) -> QuerySet[IncomingMail]:
        state = values.get("state", "")
        return rows.filter(state=state) if state else held_mail(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[(self.page_title, "")], **kwargs)


class OfMail(ObjectView[IncomingMail]):
    """Base of what is done with one mail."""

    permission = staticmethod(can_decide_about)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[IncomingMail]:
        return mail_decided_by(self.actor)

    def get_next_url(self) -> str:
        return reverse("support:mail", args=[self.object.uid])


class MailView(OfMail, ObjectPageView[IncomingMail]):
    """One mail, with what can be done about it."""

    template_name = "support/mail.html"

    def get_page_title(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_held=self.object.state == MailState.HELD,
            crumbs=[
                (MailListView.page_title, reverse("support:mails")),
                (self.get_page_title(), ""),
            ],
            **kwargs,
        )


class AcceptMailView(OfMail, ActionView[IncomingMail]):
    """The button “Take it over”: it stands in the ticket then."""

    success_message = gettext_lazy("The mail stands in the ticket now.")

    def perform(self, mail: IncomingMail, /) -> None:
        accept_mail(mail.pk, by=self.actor, at=timezone.now())


class ThrowAwayMailView(OfMail, ActionView[IncomingMail]):
    """The button “Throw away”."""

    success_message = gettext_lazy("Thrown away.")

    def perform(self, mail: IncomingMail, /) -> None:
        throw_away_mail(mail.pk, by=self.actor, at=timezone.now())


class DownloadMailView(OfMail):
    """The mail as it came, as a file: a browser never shows what is in it."""

    http_method_names = ["get", "head"]

    def visible_objects(self) -> QuerySet[IncomingMail]:
        # What was taken shows from which of the own addresses somebody writes.
        return super().visible_objects().exclude(state=MailState.TAKEN)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        mail = self.object
        return HttpResponse(
            bytes(mail.content),
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="mail-{mail.pk}.eml"',
                "Cache-Control": "no-store",
            },
        )
