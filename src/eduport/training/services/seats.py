"""Giving out the seats of a date. Whoever changes them holds the lock of its row.

That lock is what puts three hundred people who press the button in the same second
into one line: each counts, writes and commits before the next one counts.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from eduport.training.models import Booking, BookingState, TrainingDate
from eduport.training.models.bookings import Ending
from eduport.training.rules.offers import is_too_near, offer_end


def lock_date(date_id: int) -> TrainingDate:
    """The date as it is now, changed by nobody else until the transaction ends.

    No key of it is changed, so rows that only point at it do not wait.
    """
    dates = TrainingDate.objects.select_related("course")
    return dates.select_for_update(of=["self"], no_key=True).get(pk=date_id)


def take_seat(date: TrainingDate) -> bool:
    """Take one of the seats that are left, under the lock of the date."""
    if date.seats_taken >= date.seats:
        return False
    date.seats_taken += 1
    TrainingDate.objects.filter(pk=date.pk).update(seats_taken=F("seats_taken") + 1)
    return True


def free_seat(date: TrainingDate) -> None:
    """Give a seat back, under the lock of the date."""
    date.seats_taken -= 1
    TrainingDate.objects.filter(pk=date.pk).update(seats_taken=F("seats_taken") - 1)


def set_state(
    booking: Booking,
    state: BookingState,
    *,
    at: datetime,
    ending: Ending | None = None,
    offer_ends_at: datetime | None = None,
) -> None:
    """Let a booking be in a state from now on; its owner is told of it by mail."""
    booking.state, booking.changed_at, booking.tell_since = state, at, at
    booking.ending = ending.value if ending else ""
    booking.offer_ends_at = offer_ends_at
    booking.save(
        update_fields=["state", "changed_at", "tell_since", "ending", "offer_ends_at"]
    )
    tell_later()


def tell_later() -> None:
    """Have the mails written after the transaction; a beat sees to the rest.

    One task writes all that is to be told: of three hundred people who book at once,
    few have to start one.
    """
    # By its name: tasks are the layer above.
    transaction.on_commit(import_string("eduport.training.tasks.follow_soon"))


def offer_free_seats(date: TrainingDate, *, at: datetime) -> int:
    """Offer what is free to the first on the waiting list, under the lock of the date.

    Returns how many offers were made. Shortly before the start nobody is asked any
    more: then whoever comes first has the seat.
    """
    if not date.is_open(at) or is_too_near(date.starts_at, at=at):
        return 0
    free = date.seats - date.seats_taken
    if free <= 0:
        return 0
    waiting = Booking.objects.filter(date=date, state=BookingState.WAITING)
    first = list(waiting.order_by("pk")[:free])
    longest = timedelta(hours=settings.EDUPORT.training_offer_hours)
    ends_at = offer_end(date.starts_at, longest, at=at)
    for booking in first:
        take_seat(date)
        set_state(booking, BookingState.OFFERED, at=at, offer_ends_at=ends_at)
    return len(first)
