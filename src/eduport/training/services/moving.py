"""Moving bookings when two records turn out to be one person, and back."""

from typing import Any

from django.db.models import Manager, Q, QuerySet

from eduport.training.models import (
    LIVE,
    SEATED,
    Booking,
    Certificate,
    DateTrainer,
    InSchoolRequest,
    RequestEvent,
    RequestTrainer,
)

Journal = dict[str, list[int]]
MOVED: dict[str, tuple[Manager[Any], str]] = {
    "bookings": (Booking.objects, "person"),
    "certificates": (Certificate.objects, "person"),
    "dates": (DateTrainer.objects, "person"),
    "at_schools": (RequestTrainer.objects, "person"),
    "requests": (InSchoolRequest.objects, "asked_by"),
    "events": (RequestEvent.objects, "person"),
}
"""What goes along, and by which field it belongs to somebody."""


def move_bookings(merged_id: int, kept_id: int) -> Journal:
    """Give what one person booked, got, gives and asked for to another; say which.

    What both have stays behind: one person needs one seat. It is given up when the
    merged person is released, a moment later.
    """
    journal = {}
    for name, (manager, field) in MOVED.items():
        rows = manager.filter(**{field: merged_id})
        keys = list(_movable(rows, kept_id).values_list("pk", flat=True))
        manager.filter(pk__in=keys).update(**{field: kept_id})
        journal[name] = keys
    return journal


def _movable(rows: QuerySet[Any], kept_id: int) -> QuerySet[Any]:
    """Without what the kept person has too."""
    if rows.model is DateTrainer:
        given = DateTrainer.objects.filter(person=kept_id)
        return rows.exclude(date__in=given.values("date"))
    if rows.model is RequestTrainer:
        looked_after = RequestTrainer.objects.filter(person=kept_id)
        return rows.exclude(request__in=looked_after.values("request"))
    if rows.model is not Booking:
        return rows
    kept = Booking.objects.filter(person=kept_id)
    same_course = kept.filter(state__in=LIVE).values("course")
    same_date = kept.filter(state__in=[*LIVE, *SEATED]).values("date")
    return rows.exclude(
        Q(state__in=LIVE, course__in=same_course)
        | Q(state__in=[*LIVE, *SEATED], date__in=same_date)
    )


def move_bookings_back(journal: Journal, merged_id: int) -> None:
    """Undo that; what was forgotten meanwhile stays so."""
    for name, (manager, field) in MOVED.items():
        rows = manager.filter(pk__in=journal.get(name, []))
        rows.update(**{field: merged_id})
