"""Planning: courses of the catalogue and their dates."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.training.errors import (
    DateInThePastError,
    DateIsOverError,
    EndsBeforeStartError,
    InSchoolDateError,
    NoPlaceError,
    SeatsTakenError,
)
from eduport.training.models import (
    LIVE,
    Booking,
    BookingState,
    DateTrainer,
    TrainingCourse,
    TrainingDate,
)
from eduport.training.models.bookings import Ending
from eduport.training.queries.catalogue import is_in_use
from eduport.training.services.indexing import index_course
from eduport.training.services.seats import (
    lock_date,
    offer_free_seats,
    tell_later,
)
from eduport.training.services.telling_trainers import Change, tell_trainers
from eduport.training.types import CourseDraft, DateDraft

PLAIN = ("starts_at", "ends_at", "place", "online_url")
"""What stands in people's calendars."""


@transaction.atomic
def add_course(draft: CourseDraft, *, by: Actor, at: datetime) -> TrainingCourse:
    """Describe a new course. It is found when it is published."""
    course = TrainingCourse.objects.create(
        **asdict(draft), created_at=at, changed_at=at
    )
    record("training.course.added", course, by=by, at=at)
    return course


@transaction.atomic
def change_course(
    course: TrainingCourse, draft: CourseDraft, *, by: Actor, at: datetime
) -> None:
    """Describe a course anew. Who is booked stays so."""
    values = asdict(draft)
    # Somebody counts on its being what it is.
    if is_in_use(course):
        values.pop("kind")
    TrainingCourse.objects.filter(pk=course.pk).update(**values, changed_at=at)
    _follow(course, at=at)
    record("training.course.changed", course, by=by, at=at)


@transaction.atomic
def publish_course(course: TrainingCourse, *, by: Actor, at: datetime) -> None:
    """Let everybody find a course. Twice keeps the first time."""
    hidden = TrainingCourse.objects.filter(pk=course.pk, published_at=None)
    if hidden.update(published_at=at):
        _follow(course, at=at)
        record("training.course.published", course, by=by, at=at)


@transaction.atomic
def withdraw_course(course: TrainingCourse, *, by: Actor, at: datetime) -> None:
    """Take a course out of the catalogue. Its dates stay, and who is booked too."""
    shown = TrainingCourse.objects.filter(pk=course.pk, published_at__isnull=False)
    if shown.update(published_at=None):
        _follow(course, at=at)
        record("training.course.withdrawn", course, by=by, at=at)


@transaction.atomic
def add_date(
    course: TrainingCourse, draft: DateDraft, *, by: Actor, at: datetime
) -> TrainingDate:
    """Plan a date; who gives it is told.

    Raises EndsBeforeStartError, DateInThePastError, NoPlaceError, and
    InSchoolDateError: those dates are agreed with a school.
    """
    _refuse_in_school(course)
    _check(draft, at=at)
    date = TrainingDate.objects.create(
        course=course,
        seats=draft.seats,
        created_at=at,
        changed_at=at,
        **{name: getattr(draft, name) for name in PLAIN},
    )
    _set_trainers(date, draft.trainers, at=at)
    record("training.date.planned", date, by=by, at=at)
    return date


@transaction.atomic
def change_date(
    date_id: int, draft: DateDraft, *, by: Actor, at: datetime
) -> TrainingDate:
    """Move a date, or let there be more or fewer seats.

    Who is booked is told of a new time or place, with a new entry for the calendar.
    New seats go to the waiting list. Raises as `add_date` does, SeatsTakenError if more
    people have a seat, and DateIsOverError.
    """
    date = lock_date(date_id)
    _refuse_in_school(date.course)
    if not date.is_open(at):
        raise DateIsOverError
    _check(draft, at=at)
    if draft.seats < date.seats_taken:
        raise SeatsTakenError(taken=date.seats_taken)
    is_moved = any(getattr(date, name) != getattr(draft, name) for name in PLAIN)
    for name in (*PLAIN, "seats"):
        setattr(date, name, getattr(draft, name))
    date.changed_at = at
    date.sequence += is_moved
    date.save(update_fields=[*PLAIN, "seats", "changed_at", "sequence"])
    stayed = _set_trainers(date, draft.trainers, at=at)
    if is_moved:
        _tell_all(date, at=at)
        tell_trainers(date, Change.MOVED, stayed, at=at)
    offer_free_seats(date, at=at)
    record("training.date.changed", date, by=by, at=at)
    return date


@transaction.atomic
def cancel_date(date_id: int, *, by: Actor, at: datetime) -> TrainingDate:
    """Let a date not take place; everybody is told. Twice is the same as once.

    Raises DateIsOverError once it has begun.
    """
    date = lock_date(date_id)
    _refuse_in_school(date.course)
    if date.cancelled_at:
        return date
    if date.has_begun(at):
        raise DateIsOverError
    date.cancelled_at = date.changed_at = at
    date.sequence += 1
    date.seats_taken = 0
    date.save(update_fields=["cancelled_at", "changed_at", "sequence", "seats_taken"])
    Booking.objects.filter(date=date, state__in=LIVE).update(
        state=BookingState.CANCELLED,
        ending=Ending.DATE,
        offer_ends_at=None,
        changed_at=at,
        tell_since=at,
    )
    tell_later()
    tell_trainers(date, Change.CANCELLED, at=at)
    record("training.date.cancelled", date, by=by, at=at)
    return date


def _follow(course: TrainingCourse, *, at: datetime) -> None:
    """Let the search find the course as it is now."""
    course.refresh_from_db()
    index_course(course, at=at)


def _refuse_in_school(course: TrainingCourse) -> None:
    if not course.is_bookable:
        raise InSchoolDateError


def _check(draft: DateDraft, *, at: datetime) -> None:
    if draft.ends_at <= draft.starts_at:
        raise EndsBeforeStartError
    if draft.starts_at <= at:
        raise DateInThePastError
    if not draft.place and not draft.online_url:
        raise NoPlaceError


def _tell_all(date: TrainingDate, *, at: datetime) -> None:
    """Each of them is written to, and reminded of the date as it is now."""
    live = Booking.objects.filter(date=date, state__in=LIVE)
    live.update(tell_since=at, reminded_at=None)
    tell_later()


def _set_trainers(
    date: TrainingDate, person_ids: Iterable[int], *, at: datetime
) -> set[int]:
    """Name who gives a date; who is new or no longer wanted is told. Who stays."""
    named = DateTrainer.objects.filter(date=date)
    before, wanted = set(named.values_list("person", flat=True)), set(person_ids)
    named.exclude(person__in=wanted).delete()
    DateTrainer.objects.bulk_create(
        DateTrainer(date=date, person_id=person_id)
        for person_id in sorted(wanted - before)
    )
    tell_trainers(date, Change.NAMED, wanted - before, at=at)
    tell_trainers(date, Change.RELEASED, before - wanted, at=at)
    return before & wanted
