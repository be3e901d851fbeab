"""What the central team and the trainers see: dates with who is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localtime

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.training.models import (
    Booking,
    BookingState,
    CourseKind,
    DateTrainer,
    RequestTrainer,
    TrainingCourse,
    TrainingDate,
)
from eduport.training.queries.roles import plans_all

WAITING = Count("booking", filter=Q(booking__state=BookingState.WAITING))
ASKED = Count("booking", filter=Q(booking__state=BookingState.ASKED))


def planned_dates(*, at: datetime) -> QuerySet[TrainingDate]:
    """All dates that are still to come or going on, the next one first."""
    return (
        TrainingDate.objects.filter(ends_at__gt=at, cancelled_at=None)
        .annotate(waiting=WAITING, asked=ASKED)
        .select_related("course", "school", "inschoolrequest")
        .order_by("starts_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Month:
    """What is planned in a month; in-school training has no seats to count."""

    month: date
    dates: int
    seats: int
    taken: int
    waiting: int


def months_ahead(*, at: datetime) -> list[Month]:
    """All that is still to come, month by month: one query."""
    found: dict[date, list[TrainingDate]] = {}
    for one in planned_dates(at=at):
        first = localtime(one.starts_at).date().replace(day=1)
        found.setdefault(first, []).append(one)
    return [_month(first, dates) for first, dates in found.items()]


def _month(first: date, dates: Sequence[TrainingDate]) -> Month:
    single = [one for one in dates if one.course.is_bookable]
    return Month(
        first,
        len(dates),
        sum(one.seats for one in single),
        sum(one.seats_taken for one in single),
        sum(one.waiting for one in single),  # type: ignore[attr-defined]  # annotated
    )


LATELY = timedelta(days=42)


def lately_held(*, at: datetime) -> QuerySet[TrainingDate]:
    """Dates of the last six weeks; those whose attendance is not noted come first."""
    rows = TrainingDate.objects.filter(
        ends_at__range=(at - LATELY, at), cancelled_at=None
    )
    return rows.select_related("course", "school", "inschoolrequest").order_by(
        F("held_at").asc(nulls_first=True), "-starts_at", "pk"
    )


def courses_to_plan() -> QuerySet[TrainingCourse]:
    """All courses, also those that are not published."""
    return TrainingCourse.objects.annotate(dates=Count("trainingdate"))


def dates_visible_to(actor: Actor) -> QuerySet[TrainingDate]:
    """All for the central team; for trainers those that they give.

    Without those at schools: all about them stands on the page of the request.
    """
    rows = TrainingDate.objects.select_related("course", "school").exclude(
        course__kind=CourseKind.IN_SCHOOL
    )
    if plans_all(actor):
        return rows
    mine = DateTrainer.objects.filter(person=actor.person_id)
    return rows.filter(pk__in=mine.values("date"))


def trainer_logins(date: TrainingDate) -> Sequence[str]:
    """The logins of who gives a date."""
    persons = DateTrainer.objects.filter(date=date).values("person")
    accounts = Account.objects.filter(person__in=persons, kind=AccountKind.PERSON)
    return list(accounts.order_by("username").values_list("username", flat=True))


def participants(date: TrainingDate) -> QuerySet[Booking]:
    """Who is booked, waits or was there, the seats first."""
    ended = [BookingState.CANCELLED, BookingState.DECLINED, BookingState.LAPSED]
    return (
        Booking.objects.filter(date=date)
        .exclude(state__in=ended)
        .select_related("person", "school")
        .order_by("pk")
    )


def dates_given_by(actor: Actor) -> QuerySet[TrainingDate]:
    """The dates that somebody gives, also at schools."""
    single = DateTrainer.objects.filter(person=actor.person_id).values("date")
    at_schools = RequestTrainer.objects.filter(person=actor.person_id)
    rows = TrainingDate.objects.filter(
        Q(pk__in=single) | Q(pk__in=at_schools.values("request__date"))
    )
    return rows.select_related("course", "school", "inschoolrequest")


def dates_to_give(actor: Actor, *, at: datetime) -> QuerySet[TrainingDate]:
    """What somebody gives from now on, the next one first; how many `waiting`."""
    rows = dates_given_by(actor).filter(ends_at__gt=at)
    return rows.annotate(waiting=WAITING).order_by("starts_at", "pk")


def dates_given(actor: Actor, *, at: datetime) -> QuerySet[TrainingDate]:
    """What somebody has given, the latest first; what nobody has noted before it."""
    rows = dates_given_by(actor).filter(ends_at__lte=at)
    is_open = Q(held_at=None, cancelled_at=None)
    return rows.annotate(is_to_note=is_open).order_by(
        "-is_to_note", "-starts_at", "-pk"
    )


def bookings_to_manage(actor: Actor) -> QuerySet[Booking]:
    """The bookings of the dates that somebody gives or plans."""
    rows = Booking.objects.select_related("date", "person")
    return rows.filter(date__in=dates_visible_to(actor).values("pk"))
