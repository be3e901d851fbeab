"""Reading seats: everybody the own ones, heads those of their staff."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from eduport.core.actor import Actor
from eduport.people.models import Affiliation, Person, Role
from eduport.people.queries import current_appointments
from eduport.training.models import (
    LIVE,
    SEATED,
    Booking,
    BookingState,
    FeedbackGiven,
    TrainingDate,
)
from eduport.training.queries.roles import plans_all


def own_bookings(actor: Actor) -> QuerySet[Booking]:
    """The bookings of whoever asks, the next date first; each knows its `place`."""
    return (
        Booking.objects.filter(person=actor.person_id)
        .select_related("date__course", "course")
        .annotate(place=place_on_list())
        .order_by("date__starts_at", "pk")
    )


def live_bookings(actor: Actor) -> list[Booking]:
    """The own bookings that may still come to something."""
    return list(own_bookings(actor).filter(state__in=LIVE))


def past_bookings(actor: Actor) -> list[Booking]:
    """The others, the latest date first."""
    rows = own_bookings(actor).exclude(state__in=LIVE)
    given = FeedbackGiven.objects.filter(booking=OuterRef("pk"))
    rows = rows.select_related("date__course", "course", "certificate")
    return list(
        rows.annotate(has_answered=Exists(given)).order_by("-date__starts_at", "-pk")
    )


def place_on_list() -> Subquery:
    """How many are before a row on the waiting list, and the row itself."""
    before = Booking.objects.filter(
        date=OuterRef("date"), state=BookingState.WAITING, pk__lte=OuterRef("pk")
    )
    counted = before.order_by().values("date").annotate(n=Count("pk")).values("n")
    return Subquery(counted)


def is_wanted_by_others(booking: Booking) -> bool:
    """Whether somebody gets the seat at once when it is given up."""
    waiting = Booking.objects.filter(date=booking.date_id, state=BookingState.WAITING)
    return booking.state in SEATED and waiting.exists()


def find_own_booking(actor: Actor, date: TrainingDate) -> Booking | None:
    """The own booking of the course of a date, if one is live: of any of its dates."""
    rows = own_bookings(actor).filter(course=date.course_id, state__in=LIVE)
    return rows.first()


def own_by_course(actor: Actor, course_ids: Collection[int]) -> dict[int, Booking]:
    """The own live bookings of these courses: one query, none for visitors."""
    if actor.person_id is None:
        return {}
    rows = own_bookings(actor).filter(course__in=course_ids, state__in=LIVE)
    return {row.course_id: row for row in rows}


def schools_headed_by(person_id: int | None) -> QuerySet[Affiliation, int]:
    """The schools whose head somebody is, by the feed or by appointment."""
    head = {"person": person_id, "role": Role.PRINCIPAL}
    by_feed = Affiliation.objects.filter(ended_at=None, **head).values_list("school")
    appointed = current_appointments().filter(**head).values_list("school")
    return by_feed.union(appointed)  # type: ignore[return-value]  # one column


def is_head(person_id: int, school_id: int) -> bool:
    return school_id in set(
        schools_headed_by(person_id).values_list("school", flat=True)
    )


def heads_of(school_id: int) -> QuerySet[Person]:
    """Who leads a school now."""
    head = {"school": school_id, "role": Role.PRINCIPAL}
    by_feed = Affiliation.objects.filter(ended_at=None, **head).values("person")
    appointed = current_appointments().filter(**head).values("person")
    return Person.objects.filter(
        Q(pk__in=by_feed) | Q(pk__in=appointed), deletion_released_at=None
    ).order_by("sort_name", "pk")


def requests_visible_to(actor: Actor) -> QuerySet[Booking]:
    """What waits for a head: of the own schools; for the central team all."""
    rows = (
        Booking.objects.filter(state=BookingState.ASKED)
        .select_related("date__course", "course", "person", "school")
        .order_by("date__starts_at", "pk")
    )
    if plans_all(actor):
        return rows
    return rows.filter(school__in=schools_headed_by(actor.person_id))


def declined_visible_to(actor: Actor, *, at: datetime) -> QuerySet[Booking]:
    """What was not approved at the own schools, as long as it can be approved yet."""
    again = Booking.objects.filter(
        person=OuterRef("person"), course=OuterRef("course"), state__in=LIVE
    )
    rows = Booking.objects.filter(
        ~Exists(again),
        state=BookingState.DECLINED,
        date__starts_at__gt=at,
        date__cancelled_at=None,
    )
    if not plans_all(actor):
        rows = rows.filter(school__in=schools_headed_by(actor.person_id))
    return rows.select_related("date__course", "course", "person", "school").order_by(
        "date__starts_at", "pk"
    )


def bookings_to_tell(*, before: datetime) -> list[int]:
    """Whose news nobody has written since then, the oldest first."""
    rows = Booking.objects.filter(tell_since__lt=before).order_by("tell_since", "pk")
    return list(rows.values_list("pk", flat=True)[:500])
