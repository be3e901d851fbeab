"""What the catalogue shows to everybody: courses and dates, never who is booked."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from eduport.core.actor import Actor
from eduport.training.models import (
    BookingState,
    CourseKind,
    TrainingCourse,
    TrainingDate,
)
from eduport.training.queries.roles import plans_all

UPCOMING = "upcoming"


def courses_visible_to(actor: Actor) -> QuerySet[TrainingCourse]:
    """All that is published; for the central team all."""
    if plans_all(actor):
        return TrainingCourse.objects.all()
    return TrainingCourse.objects.filter(published_at__isnull=False)


def open_dates(*, at: datetime) -> QuerySet[TrainingDate]:
    """Dates that single people can book, the next one first."""
    return (
        TrainingDate.objects.filter(
            starts_at__gt=at, cancelled_at=None, course__published_at__isnull=False
        )
        .exclude(course__kind=CourseKind.IN_SCHOOL)
        .annotate(
            waiting=Count("booking", filter=Q(booking__state=BookingState.WAITING))
        )
        .select_related("course")
        .order_by("starts_at", "pk")
    )


def catalogue(
    *, kind: str = "", words: str = "", at: datetime
) -> QuerySet[TrainingCourse]:
    """The published courses with their open dates in `upcoming`: two queries.

    Those with a date come first. `words` all have to occur in the description.
    """
    dates = open_dates(at=at)
    courses = TrainingCourse.objects.filter(published_at__isnull=False)
    if kind:
        courses = courses.filter(kind=kind)
    for word in words.split():
        courses = courses.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(text__icontains=word)
            | Q(audience__icontains=word)
        )
    has_date = Exists(dates.filter(course=OuterRef("pk")))
    return (
        courses.annotate(has_date=has_date)
        .prefetch_related(Prefetch("trainingdate_set", dates, to_attr=UPCOMING))
        .order_by("-has_date", "title", "pk")
    )


def upcoming_dates(
    kind: str = "", *, at: datetime, limit: int = 5
) -> list[TrainingDate]:
    """The next dates that can be booked, for a page that anybody reads: one query.

    Each knows its `course` and how many are `waiting`; nobody's name, and no link to
    take part.
    """
    dates = open_dates(at=at)
    if kind:
        dates = dates.filter(course__kind=kind)
    return list(dates.defer("online_url")[:limit])


def is_in_use(course: TrainingCourse) -> bool:
    """Whether it has dates, or a school has asked for it: then its kind stays."""
    return course.trainingdate_set.exists() or course.inschoolrequest_set.exists()
