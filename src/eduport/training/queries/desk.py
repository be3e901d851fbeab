"""What the central team and the trainers see: dates with who is booked."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.training.models import (
    Booking,
    BookingState,
    DateTrainer,
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
        .select_related("course", "school")
        .order_by("starts_at", "pk")
    )


def courses_to_plan() -> QuerySet[TrainingCourse]:
    """All courses, also those that are not published."""
    return TrainingCourse.objects.annotate(dates=Count("trainingdate"))


def dates_visible_to(actor: Actor) -> QuerySet[TrainingDate]:
    """All for the central team; for trainers those that they give."""
    rows = TrainingDate.objects.select_related("course", "school")
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
