"""The own seats: take an offered one, give one up, put it into the calendar."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.core.actor import Actor
from eduport.training.formats.ical import calendar_of
from eduport.training.models import Booking, BookingState
from eduport.training.models.bookings import Ending
from eduport.training.permissions import can_book
from eduport.training.queries.bookings import (
    is_wanted_by_others,
    live_bookings,
    own_bookings,
    past_bookings,
)
from eduport.training.rules.offers import is_too_near
from eduport.training.services.booking import (
    cancel_until,
    give_up_seat,
    take_offer,
)
from eduport.training.services.feedback import feedback_ends_at
from eduport.training.services.telling import entry_of
from eduport.training.views.bases import training_crumbs
from eduport.web.access import AccessView
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView, ObjectView, PageView


class OwnView(PageView):
    """All that concerns the own training, on one page."""

    permission = staticmethod(can_book)
    template_name = "training/own.html"
    page_title = gettext_lazy("My training")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        live = live_bookings(self.actor)
        for booking in live:
            booking.until = cancel_until(booking.date)  # type: ignore[attr-defined]  # for the page
            booking.is_late = (  # type: ignore[attr-defined]  # for the page
                booking.state == BookingState.BOOKED
                and now > cancel_until(booking.date)
            )
            booking.can_take = (  # type: ignore[attr-defined]  # for the page
                booking.state == BookingState.WAITING
                and is_too_near(booking.date.starts_at, at=now)
                and booking.date.seats_left > 0
            )
        booked = {booking.course_id for booking in live}
        past = past_bookings(self.actor)
        for booking in past:
            is_open = now < feedback_ends_at(booking.date)
            booking.can_answer = is_open and not booking.has_answered  # type: ignore[attr-defined]  # for the page
            booking.can_rebook = (  # type: ignore[attr-defined]  # for the page
                booking.ending == Ending.OWN
                and booking.course_id not in booked
                and booking.date.is_open(now)
                and booking.course.published_at is not None
            )
            booked |= {booking.course_id} if booking.can_rebook else set()  # type: ignore[attr-defined]  # for the page
        return super().get_context_data(
            live=live,
            past=past,
            now=now,
            crumbs=training_crumbs((self.page_title, "")),
            **kwargs,
        )


def is_own(actor: Actor, _booking: Booking) -> bool:
    """What is found is the own; pupils have none."""
    return can_book(actor)


class OwnBooking(AccessView):
    """Finds one of the own bookings."""

    permission = staticmethod(is_own)
    lookup = "uid"
    next_url: StrOrPromise = reverse_lazy("training:own")

    def visible_objects(self) -> QuerySet[Booking]:
        return own_bookings(self.actor)


class TakeOfferView(OwnBooking, ActionView[Booking]):
    """The seat that was offered."""

    success_message = gettext_lazy("You have a seat.")

    def perform(self, booking: Booking, /) -> None:
        take_offer(booking.pk, by=self.actor, at=timezone.now())


class GiveUpView(OwnBooking, ActionView[Booking]):
    """Let somebody else have it; asks before a seat goes to who waits for it.

    As long as nobody waits, it can be booked again by one click.
    """

    success_message = gettext_lazy(
        "Given up. You find it below “Earlier”, if you would like to book it again."
    )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "confirmed" not in request.POST and is_wanted_by_others(self.object):
            return ask(request, self.confirmation())
        return super().post(request, **kwargs)

    def confirmation(self) -> Confirmation:
        return Confirmation(
            title=_("Give up the seat at “%(course)s”")
            % {"course": self.object.course},
            effect=_(
                "Others wait for a seat: yours goes to the first of them at once, and "
                "you cannot get it back."
            ),
            label=_("Give up the seat"),
            action=self.request.path,
            cancel_url=str(self.next_url),
            fields=[("confirmed", "1")],
            is_danger=True,
        )

    def perform(self, booking: Booking, /) -> None:
        give_up_seat(booking.pk, by=self.actor, at=timezone.now())


class CalendarView(OwnBooking, ObjectView[Booking]):
    """A booked date as a file for the calendar."""

    def visible_objects(self) -> QuerySet[Booking]:
        return super().visible_objects().filter(state=BookingState.BOOKED)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content = calendar_of([entry_of(self.object.date)], at=timezone.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        name = _("training")
        response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
        response["Cache-Control"] = "private, no-store"
        return response
