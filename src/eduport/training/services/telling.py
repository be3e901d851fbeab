"""Writing to people about their seats: what has changed, and that it is soon.

A booking says itself that there is something to tell. The mail is written and the mark
taken away in one transaction: killed in between, it is written by the next worker, and
never twice. What changed twice meanwhile is told once, as it is now.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.outbox.services import send_letter_later, write_letter
from eduport.training.formats.ical import calendar_of
from eduport.training.models import Booking, BookingState, TrainingDate
from eduport.training.models.bookings import Ending
from eduport.training.queries.bookings import heads_of
from eduport.training.services.booking import cancel_until
from eduport.training.types import CalendarEntry

S = BookingState


@transaction.atomic
def tell_booking(booking_id: int, *, at: datetime) -> bool:
    """Write to the owner of a booking what is new. False if there is nothing."""
    rows = Booking.objects.select_related("date__course", "course", "person", "school")
    booking = (
        rows.select_for_update(of=["self"], skip_locked=True)
        .filter(pk=booking_id, tell_since__isnull=False)
        .first()
    )
    if booking is None:
        return False
    if template := _template_of(booking):
        _write(booking, template, at=at)
    if booking.state == S.ASKED and booking.told_state != S.ASKED:
        _ask_heads(booking, at=at)
    booking.tell_since = None
    booking.told_state = booking.state
    booking.told_sequence = booking.date.sequence
    if booking.state == S.BOOKED and is_soon(booking.date.starts_at, at=at):
        # A mail about a date that is soon is a reminder: two at once are one too many.
        booking.reminded_at = at
    told = ["tell_since", "told_state", "told_sequence", "reminded_at"]
    booking.save(update_fields=told)
    return True


def is_soon(starts_at: datetime, *, at: datetime) -> bool:
    """Whether it is time to remind people of a date."""
    return starts_at - at <= timedelta(hours=settings.EDUPORT.training_reminder_hours)


def _template_of(booking: Booking) -> str:
    """What there is to say; nothing to those who were not there, or have left."""
    if booking.state == S.MISSED:
        # Only who has been told otherwise.
        return "missed" if booking.told_state == S.ATTENDED else ""
    if booking.ending == Ending.LEFT:
        return ""
    if booking.ending == Ending.DATE:
        return "date_cancelled"
    if booking.told_state == booking.state:
        is_moved = booking.told_sequence != booking.date.sequence
        return "changed" if is_moved else ""
    return booking.state


def _write(booking: Booking, template: str, *, at: datetime) -> None:
    account = _account_of(booking.person_id)
    if account is None:
        return
    values = _values(booking)
    letter = write_letter(
        account.username,
        f"training/mail/{template}.txt",
        values,
        language=account.language,
    )
    has_seat, had_seat = booking.state == S.BOOKED, booking.told_state == S.BOOKED
    # Somebody who lost the seat has the entry still.
    if has_seat or (had_seat and booking.state == S.CANCELLED):
        entry = entry_of(booking.date, is_cancelled=not has_seat)
        calendar = calendar_of([entry], at=at).decode()
        letter = replace(letter, calendar=calendar)
    send_letter_later(letter, at=at)


def _account_of(person_id: int) -> Account | None:
    accounts = Account.objects.filter(person=person_id, disabled_at=None)
    return accounts.filter(kind=AccountKind.PERSON).first()


def _values(booking: Booking) -> dict[str, str | int | datetime | None]:
    date = booking.date
    has_seat = booking.state == S.BOOKED
    return {
        "course": str(date.course),
        "starts_at": date.starts_at,
        "ends_at": date.ends_at,
        "place": date.place,
        "online_url": date.online_url if has_seat else "",
        "has_seat": int(has_seat),
        "until": booking.offer_ends_at,
        "cancel_until": cancel_until(date),
        "ending": booking.ending,
        "person": str(booking.person),
        "path": reverse("training:own"),
        "contact": date.course.contact,
    }


def entry_of(
    date: TrainingDate, *, is_cancelled: bool = False, path: str = ""
) -> CalendarEntry:
    """A date as somebody with a seat has it in the calendar; `path` leads to a page."""
    base = settings.EDUPORT.public_url
    return CalendarEntry(
        uid=f"{date.uid}@{base.partition('://')[2].partition(':')[0]}",
        sequence=date.sequence,
        title=str(date.course),
        text="\n".join(filter(None, [date.course.summary, date.online_url])),
        place=date.place or date.online_url,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        is_cancelled=is_cancelled or date.cancelled_at is not None,
        url=f"{base}{path or reverse('training:own')}",
        organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    )


def _ask_heads(booking: Booking, *, at: datetime) -> None:
    """Somebody wants to go, and the school has to do without them."""
    values = _values(booking) | {"path": reverse("training:approvals")}
    for head in heads_of(booking.school_id):
        if account := _account_of(head.pk):
            letter = write_letter(
                account.username,
                "training/mail/to_approve.txt",
                values,
                language=account.language,
            )
            send_letter_later(letter, at=at)


@transaction.atomic
def remind(booking_id: int, *, at: datetime) -> bool:
    """Remind somebody of a date, once, with the entry for the calendar."""
    rows = Booking.objects.select_related("date__course", "course", "person")
    booking = (
        rows.select_for_update(of=["self"], skip_locked=True)
        .filter(pk=booking_id, state=S.BOOKED, reminded_at=None)
        .first()
    )
    if booking is None:
        return False
    _write(booking, "reminder", at=at)
    booking.reminded_at = at
    booking.save(update_fields=["reminded_at"])
    return True
