"""For those who give a date: who comes, who was there, how it was."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.core.actor import Actor
from eduport.training.models import Booking, TrainingDate
from eduport.training.permissions import can_book, can_plan
from eduport.training.queries.desk import (
    bookings_to_manage,
    dates_given,
    dates_to_give,
    dates_visible_to,
    participants,
)
from eduport.training.queries.feedback import feedback_of
from eduport.training.queries.requests import requests_given_by
from eduport.training.services.attendance import note_attendance
from eduport.training.services.booking import cancel_booking
from eduport.training.services.feedback import feedback_ends_at
from eduport.training.views.bases import GIVEN, desk_crumbs, training_crumbs
from eduport.web.access import AccessView
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView, ObjectPageView, PageView


def can_manage(actor: Actor, _found: object) -> bool:
    """What is visible: the own dates of a trainer, all of the central team."""
    return can_book(actor) or can_plan(actor)


class GivenView(PageView):
    """The dates that somebody gives; mostly none."""

    permission = staticmethod(can_book)
    template_name = "training/given.html"
    page_title = GIVEN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            requests=requests_given_by(self.actor),
            upcoming=dates_to_give(self.actor, at=now),
            given=dates_given(self.actor, at=now),
            crumbs=training_crumbs((self.page_title, "")),
            **kwargs,
        )


class ManagedDate(AccessView):
    """Finds a date that somebody gives or plans."""

    permission = staticmethod(can_manage)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[TrainingDate]:
        return dates_visible_to(self.actor)


class ParticipantsView(ManagedDate, ObjectPageView[TrainingDate]):
    """Who comes, and afterwards who was there and how it was."""

    template_name = "training/participants.html"

    def get_page_title(self) -> str:
        return str(self.object.course)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, date = timezone.now(), self.object
        ends_at = feedback_ends_at(date)
        crumbs = desk_crumbs if can_plan(self.actor) else training_crumbs
        return super().get_context_data(
            bookings=participants(date),
            has_begun=date.has_begun(now) and not date.cancelled_at,
            feedback=feedback_of(date, ends_at=ends_at, at=now),
            feedback_ends_at=ends_at,
            can_plan=can_plan(self.actor),
            crumbs=crumbs((self.get_page_title(), "")),
            **kwargs,
        )


class AttendanceView(ManagedDate, ActionView[TrainingDate]):
    """Note who was there; can be corrected."""

    success_message = gettext_lazy(
        "Noted. Whoever was there finds a certificate among their training."
    )

    def perform(self, date: TrainingDate, /) -> None:
        ticked = self.request.POST.getlist("present")
        present = {int(key) for key in ticked if key.isdecimal()}
        note_attendance(date.pk, present, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("training:participants", args=[self.object.uid])


class TakeAwayView(ActionView[Booking]):
    """Ask, then take somebody's seat away, also shortly before the date."""

    permission = staticmethod(can_manage)
    lookup = "uid"
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        booking = self.object
        confirmation = Confirmation(
            title=_("Cancel the booking of %(person)s") % {"person": booking.person},
            effect=_(
                "The person is told by mail. If somebody waits, the seat goes to the "
                "first of them at once."
            ),
            label=_("Cancel the booking"),
            action=request.path,
            cancel_url=self.get_next_url(),
            is_danger=True,
        )
        return ask(request, confirmation)

    def visible_objects(self) -> QuerySet[Booking]:
        return bookings_to_manage(self.actor)

    def perform(self, booking: Booking, /) -> None:
        cancel_booking(booking.pk, by=self.actor, at=timezone.now())

    def get_success_message(self) -> str:
        return _("Cancelled. %(person)s is told by mail.") % {
            "person": self.object.person
        }

    def get_next_url(self) -> str:
        return reverse("training:participants", args=[self.object.date.uid])
