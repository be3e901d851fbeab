"""What happens to seats by themselves: offers end, dates begin, people leave.

Each step is one transaction under the lock of one date, and finds what is to be done
by looking: whoever is killed in the middle has done nothing of that step, and the next
one begins with it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from eduport.core.personal_data import listed
from eduport.training.models import (
    LIVE,
    Booking,
    BookingState,
    InSchoolRequest,
    RequestState,
)
from eduport.training.models.bookings import SEATED, Ending
from eduport.training.services.seats import (
    free_seat,
    lock_date,
    offer_free_seats,
    set_state,
)

S = BookingState


def follow_dates(*, at: datetime) -> int:
    """Let offers end that nobody took, and close the lists of dates that begin.

    Returns how many dates had something to do.
    """
    keys = dates_to_follow(at=at)
    for date_id in keys:
        follow_date(date_id, at=at)
    return len(keys)


def dates_to_follow(*, at: datetime) -> list[int]:
    """Dates with an offer that is over, or that have begun with people waiting."""
    is_over = Q(state=S.OFFERED, offer_ends_at__lte=at)
    has_begun = Q(state__in=[S.ASKED, S.WAITING, S.OFFERED], date__starts_at__lte=at)
    rows = Booking.objects.filter(is_over | has_begun).order_by("date")
    return list(rows.values_list("date_id", flat=True).distinct())


@transaction.atomic
def follow_date(date_id: int, *, at: datetime) -> None:
    """The same for one date. Doing it twice changes nothing."""
    date = lock_date(date_id)
    waiting = Booking.objects.filter(date=date)
    if date.has_begun(at):
        lapsed = waiting.filter(state__in=[S.ASKED, S.WAITING, S.OFFERED])
    else:
        lapsed = waiting.filter(state=S.OFFERED, offer_ends_at__lte=at)
    for booking in lapsed.order_by("pk"):
        if booking.state == S.OFFERED:
            free_seat(date)
        set_state(booking, S.LAPSED, at=at)
    offer_free_seats(date, at=at)


def release_seats_of(person_ids: Sequence[int], *, at: datetime) -> None:
    """Give the seats of those to others who were released for deletion."""
    rows = Booking.objects.filter(
        person__in=listed(person_ids),
        person__deletion_released_at__isnull=False,
        state__in=LIVE,
        date__starts_at__gt=at,
    )
    for date_id, key in rows.order_by("date", "pk").values_list("date_id", "pk"):
        _release(date_id, key, at=at)


@transaction.atomic
def _release(date_id: int, booking_id: int, *, at: datetime) -> None:
    date = lock_date(date_id)
    booking = Booking.objects.select_for_update().get(pk=booking_id)
    if booking.state not in LIVE:
        return
    had_seat = booking.state in SEATED
    set_state(booking, S.CANCELLED, at=at, ending=Ending.LEFT)
    if had_seat:
        free_seat(date)
        offer_free_seats(date, at=at)


def bookings_to_remind(*, at: datetime) -> list[int]:
    """Who is to be reminded of a date now."""
    until = at + timedelta(hours=settings.EDUPORT.training_reminder_hours)
    rows = Booking.objects.filter(
        state=S.BOOKED,
        reminded_at=None,
        # News that waits to be told says the same, and more.
        tell_since=None,
        date__starts_at__gt=at,
        date__starts_at__lte=until,
    )
    return list(rows.order_by("date__starts_at", "pk").values_list("pk", flat=True))


def requests_to_remind(*, at: datetime) -> list[int]:
    """The agreed dates at schools of which both sides are to be reminded now."""
    until = at + timedelta(hours=settings.EDUPORT.training_reminder_hours)
    rows = InSchoolRequest.objects.filter(
        state=RequestState.AGREED,
        reminded_at=None,
        date__starts_at__gt=at,
        date__starts_at__lte=until,
    )
    return list(rows.order_by("date__starts_at", "pk").values_list("pk", flat=True))
