"""Booking a seat, taking an offered one, giving one up, and what heads decide."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import Person
from eduport.training.errors import (
    BookedAlreadyError,
    CourseNotPublishedError,
    DateIsOverError,
    NotBookableError,
    NotForPupilsError,
    NothingToCancelError,
    NothingToDecideError,
    OfferIsOverError,
    OwnRequestError,
    TooLateToCancelError,
)
from eduport.training.models import LIVE, Booking, BookingState, TrainingDate
from eduport.training.models.bookings import SEATED, Ending
from eduport.training.permissions import can_book
from eduport.training.queries.bookings import is_head
from eduport.training.rules.offers import is_too_near, last_moment
from eduport.training.services.seats import (
    free_seat,
    lock_date,
    offer_free_seats,
    set_state,
    take_seat,
    tell_later,
)

S = BookingState


@transaction.atomic
def book_seat(date_id: int, *, by: Actor, at: datetime) -> Booking:
    """Give whoever asks a seat, or the last place on the waiting list.

    Where the head of school has to agree, it is a request first, which holds no seat:
    a head on holiday keeps nobody else out. Asking twice for the same date is the same
    as once. Raises NotForPupilsError, NotBookableError, CourseNotPublishedError,
    DateIsOverError, and BookedAlreadyError if another date of the course is booked.
    """
    person_id, school_id = _lock_booker(by)
    if found := _live_booking(person_id, date_id):
        return found
    # From here on all who want a seat of this date stand in line: nothing that can be
    # read before is read below.
    date = lock_date(date_id)
    _refuse_date(date, at=at)
    booking = Booking.objects.create(
        date=date,
        course=date.course,
        person_id=person_id,
        school_id=school_id,
        state=_first_state(date, person_id, school_id),
        created_at=at,
        changed_at=at,
        tell_since=at,
    )
    record("training.booking.made", booking, by=by, at=at)
    tell_later()
    return booking


def _lock_booker(by: Actor) -> tuple[int, int]:
    """Who books, and for which school.

    One person books one thing at a time: two tabs would both find nothing.
    """
    if not can_book(by):
        raise NotForPupilsError
    locked = Person.objects.select_for_update(no_key=True)
    return locked.values_list("pk", "home_school_id").get(pk=by.person_id or 0)


def _refuse_date(date: TrainingDate, *, at: datetime) -> None:
    if not date.course.is_bookable:
        raise NotBookableError
    if date.course.published_at is None:
        raise CourseNotPublishedError
    if not date.is_open(at):
        raise DateIsOverError


def _live_booking(person_id: int, date_id: int) -> Booking | None:
    """What somebody has booked of the course of a date already."""
    rows = Booking.objects.filter(
        person=person_id, course__trainingdate=date_id, state__in=LIVE
    )
    # Mostly there is none: so only its key is asked for.
    key = rows.order_by().values_list("pk", flat=True).first()
    if key is None:
        return None
    found = Booking.objects.select_related("date__course", "course").get(pk=key)
    if found.date_id != date_id:
        when = date_format(localtime(found.date.starts_at), "SHORT_DATETIME_FORMAT")
        raise BookedAlreadyError(date=when)
    return found


def _first_state(date: TrainingDate, person_id: int, school_id: int) -> BookingState:
    if date.course.needs_approval and not is_head(person_id, school_id):
        return S.ASKED
    return S.BOOKED if take_seat(date) else S.WAITING


@transaction.atomic
def take_offer(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """Take the seat that was offered; from the waiting list also one that is free.

    Raises OfferIsOverError when it is too late, or somebody else has the seat.
    """
    booking, date = _locked(booking_id)
    if booking.state == S.BOOKED:
        return booking
    if not date.is_open(at) or not _can_take(booking, date, at=at):
        raise OfferIsOverError
    set_state(booking, S.BOOKED, at=at)
    record("training.booking.accepted", booking, by=by, at=at)
    return booking


def _can_take(booking: Booking, date: TrainingDate, *, at: datetime) -> bool:
    if booking.state == S.OFFERED:
        return booking.offer_ends_at is not None and at < booking.offer_ends_at
    # Shortly before the start nobody is asked; a free seat is whoever's comes first.
    is_late = is_too_near(date.starts_at, at=at)
    return booking.state == S.WAITING and is_late and take_seat(date)


@transaction.atomic
def give_up_seat(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """Give up the own seat, offer, place on the list or request.

    A seat goes to the first on the waiting list. Twice is the same as once. Raises
    TooLateToCancelError for a seat shortly before the date: rooms and material are
    ordered then; NothingToCancelError when it is over.
    """
    booking, date = _locked(booking_id)
    if booking.state == S.CANCELLED:
        return booking
    if booking.state not in LIVE or date.has_begun(at):
        raise NothingToCancelError
    until = cancel_until(date)
    if booking.state == S.BOOKED and at > until:
        when = date_format(localtime(until), "SHORT_DATETIME_FORMAT")
        raise TooLateToCancelError(until=when)
    _end(booking, date, Ending.OWN, at=at)
    record("training.booking.given_up", booking, by=by, at=at)
    return booking


def cancel_until(date: TrainingDate) -> datetime:
    """Until when people give up a seat on a date themselves."""
    days = date.course.cancel_days
    if days is None:
        days = settings.EDUPORT.training_cancel_days
    return last_moment(date.starts_at, days)


@transaction.atomic
def cancel_booking(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """Take somebody's seat away, at any time before the date: trainers, central team.

    The person is told. Twice is the same as once. Raises NothingToCancelError.
    """
    booking, date = _locked(booking_id)
    if booking.state == S.CANCELLED:
        return booking
    if booking.state not in LIVE:
        raise NothingToCancelError
    _end(booking, date, Ending.TRAINERS, at=at)
    record("training.booking.cancelled", booking, by=by, at=at)
    return booking


def _end(booking: Booking, date: TrainingDate, ending: Ending, *, at: datetime) -> None:
    had_seat = booking.state in SEATED
    set_state(booking, S.CANCELLED, at=at, ending=ending)
    if had_seat:
        free_seat(date)
        offer_free_seats(date, at=at)


@transaction.atomic
def approve_request(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """Agree as the head of school: a seat if one is free, else the waiting list.

    There the request stands where it was asked, so that nobody loses by a slow head.
    What was declined can be approved all the same, unless the person has asked anew.
    Raises NothingToDecideError, OwnRequestError, DateIsOverError.
    """
    booking, date = _asked(booking_id, by, states=[S.ASKED, S.DECLINED])
    if booking.state == S.DECLINED and _has_other(booking):
        raise NothingToDecideError
    if not date.is_open(at):
        raise DateIsOverError
    # Who waits already, and asked before, comes first.
    has_seat = not _is_behind_others(booking) and take_seat(date)
    set_state(booking, S.BOOKED if has_seat else S.WAITING, at=at)
    record("training.booking.approved", booking, by=by, at=at)
    return booking


def _has_other(booking: Booking) -> bool:
    """Whether somebody has booked the same course by another booking."""
    rows = Booking.objects.filter(person=booking.person_id, state__in=LIVE)
    return rows.filter(course=booking.course_id).exists()


def _is_behind_others(booking: Booking) -> bool:
    waiting = Booking.objects.filter(date=booking.date_id, state=S.WAITING)
    return waiting.filter(pk__lt=booking.pk).exists()


@transaction.atomic
def decline_request(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """Do not agree as the head of school. Raises as `approve_request` does."""
    booking, _date = _asked(booking_id, by, states=[S.ASKED])
    set_state(booking, S.DECLINED, at=at)
    record("training.booking.declined", booking, by=by, at=at)
    return booking


def _asked(
    booking_id: int, by: Actor, *, states: Collection[str]
) -> tuple[Booking, TrainingDate]:
    booking, date = _locked(booking_id)
    if booking.person_id == by.person_id:
        raise OwnRequestError
    if booking.state not in states:
        raise NothingToDecideError
    return booking, date


def _locked(booking_id: int) -> tuple[Booking, TrainingDate]:
    """A booking and its date: the date first, as everybody who changes seats does."""
    date_id = Booking.objects.values_list("date_id", flat=True).get(pk=booking_id)
    date = lock_date(date_id)
    return Booking.objects.select_for_update().get(pk=booking_id), date
