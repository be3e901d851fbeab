"""Moving bookings when two records turn out to be one person, and back."""

from django.db.models import Q

from eduport.training.models import (
    LIVE,
    SEATED,
    Booking,
    Certificate,
    InSchoolRequest,
)

Journal = dict[str, list[int]]


def move_bookings(merged_id: int, kept_id: int) -> Journal:
    """Give the bookings of one person to another; say which they were.

    What both have stays behind: one person needs one seat. It is given up when the
    merged person is released, a moment later.
    """
    kept = Booking.objects.filter(person=kept_id)
    same_course = kept.filter(state__in=LIVE).values("course")
    same_date = kept.filter(state__in=[*LIVE, *SEATED]).values("date")
    movable = Booking.objects.filter(person=merged_id).exclude(
        Q(state__in=LIVE, course__in=same_course)
        | Q(state__in=[*LIVE, *SEATED], date__in=same_date)
    )
    keys = list(movable.values_list("pk", flat=True))
    Booking.objects.filter(pk__in=keys).update(person=kept_id)
    certificates = Certificate.objects.filter(person=merged_id)
    journal = {
        "bookings": keys,
        "certificates": list(certificates.values_list("pk", flat=True)),
    }
    certificates.update(person=kept_id)
    InSchoolRequest.objects.filter(asked_by=merged_id).update(asked_by=kept_id)
    return journal


def move_bookings_back(journal: Journal, merged_id: int) -> None:
    """Undo that; what was forgotten meanwhile stays so."""
    rows = Booking.objects.filter(pk__in=journal.get("bookings", []))
    rows.update(person=merged_id)
    certificates = Certificate.objects.filter(pk__in=journal.get("certificates", []))
    certificates.update(person=merged_id)
