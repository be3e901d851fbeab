"""What `training` knows about people: to hand it out, and to erase it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
    part_of,
)
from eduport.training.models import Booking, DateTrainer

ACTIVITY = Activity(
    title=_("Training"),
    purpose=_("Giving out seats, and certificates to those who were there"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Staff of schools who take part in training or give it"),
    recipients=_(
        "The trainers of the date, the central team; of requests the own head"
    ),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
BOOKING = {
    "course__title": _("course"),
    "date__starts_at": _("start"),
    "date__place": _("place"),
    "state": _("state"),
    "created_at": _("booked at"),
    "changed_at": _("last change"),
}
TRAINER = {"date__course__title": _("course"), "date__starts_at": _("start")}


def export(person_id: int) -> list[Part]:
    """The own bookings, and what one gave as a trainer."""
    return [
        part_of(Booking.objects.filter(person=person_id).order_by("pk"), BOOKING),
        part_of(DateTrainer.objects.filter(person=person_id).order_by("pk"), TRAINER),
    ]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase the bookings of these persons. Their seats went when they were released."""
    keys = listed(person_ids)
    return delete_rows(
        Booking.objects.filter(person__in=keys),
        DateTrainer.objects.filter(person__in=keys),
    )


def purge_bookings(*, at: datetime) -> Counts:
    """Forget who had a seat on dates that are over for long."""
    before = at - timedelta(days=settings.EDUPORT.training_booking_days)
    return delete_rows(
        Booking.objects.filter(date__ends_at__lt=before),
        DateTrainer.objects.filter(date__ends_at__lt=before),
    )
