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
from eduport.training.models import (
    Booking,
    Certificate,
    DateTrainer,
    FeedbackGiven,
    InSchoolRequest,
    RequestEvent,
    RequestTrainer,
)

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
AT_SCHOOL = {
    "request__course__title": _("course"),
    "request__school__name": _("school"),
}


CERTIFICATE = {
    "title": _("course"),
    "starts_at": _("start"),
    "hours": _("hours of training"),
    "code": _("code"),
    "issued_at": _("issued at"),
}
REQUEST = {
    "course__title": _("course"),
    "school__name": _("school"),
    "wishes": _("text"),
    "created_at": _("time"),
}
EVENT = {"request": _("number"), "at": _("time"), "step": _("what"), "text": _("text")}
GIVEN = {"booking__course__title": _("course")}


def export(person_id: int) -> list[Part]:
    """The own bookings and certificates, what one gave, and asked for a school."""
    own = {"person": person_id}
    asked = InSchoolRequest.objects.filter(asked_by=person_id)
    given = FeedbackGiven.objects.filter(booking__person=person_id)
    return [
        part_of(Booking.objects.filter(**own).order_by("pk"), BOOKING),
        part_of(Certificate.objects.filter(**own).order_by("pk"), CERTIFICATE),
        part_of(given.order_by("pk"), GIVEN),
        part_of(DateTrainer.objects.filter(**own).order_by("pk"), TRAINER),
        part_of(RequestTrainer.objects.filter(**own).order_by("pk"), AT_SCHOOL),
        part_of(asked.order_by("pk"), REQUEST),
        part_of(RequestEvent.objects.filter(**own).order_by("pk"), EVENT),
    ]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase the bookings and certificates of these persons.

    Their seats went when they were released. What they asked for a school stays the
    school's matter; their names go from it.
    """
    keys = listed(person_ids)
    asked = InSchoolRequest.objects.filter(asked_by__in=keys).update(asked_by=None)
    spoke = RequestEvent.objects.filter(person__in=keys).update(person=None)
    return delete_rows(
        FeedbackGiven.objects.filter(booking__person__in=keys),
        Certificate.objects.filter(person__in=keys),
        Booking.objects.filter(person__in=keys),
        DateTrainer.objects.filter(person__in=keys),
        RequestTrainer.objects.filter(person__in=keys),
    ) | {"training.InSchoolRequest": asked, "training.RequestEvent": spoke}


def purge_bookings(*, at: datetime) -> Counts:
    """Forget who had a seat on dates that are over for long, and old requests.

    Certificates stay, as long as their own time is.
    """
    before = at - timedelta(days=settings.EDUPORT.training_booking_days)
    old = Booking.objects.filter(date__ends_at__lt=before)
    Certificate.objects.filter(booking__in=old.values("pk")).update(booking=None)
    return delete_rows(
        FeedbackGiven.objects.filter(booking__date__ends_at__lt=before),
        old,
        DateTrainer.objects.filter(date__ends_at__lt=before),
        RequestEvent.objects.filter(request__changed_at__lt=before),
        RequestTrainer.objects.filter(request__changed_at__lt=before),
        InSchoolRequest.objects.filter(changed_at__lt=before),
    )
