"""Who was there, and the certificates that follow."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.personal_data import Counts, delete_rows
from eduport.training.errors import DateNotOverError
from eduport.training.models import Booking, BookingState, Certificate, TrainingDate
from eduport.training.rules.codes import ALPHABET, LENGTH
from eduport.training.services.seats import lock_date, set_state

S = BookingState
COUNTED = [S.BOOKED, S.ATTENDED, S.MISSED]
"""Whose attendance can be noted."""


@transaction.atomic
def note_attendance(
    date_id: int, present: Collection[int], *, by: Actor, at: datetime
) -> TrainingDate:
    """Note who of those with a seat was there: `present` are keys of bookings.

    Whoever was there gets a certificate and is told. It can be corrected: somebody who
    was not there after all loses the certificate, which then is no longer valid.
    Raises DateNotOverError before the date has begun, or if it does not take place.
    """
    date = lock_date(date_id)
    if date.cancelled_at or not date.has_begun(at):
        raise DateNotOverError
    rows = Booking.objects.filter(date=date, state__in=COUNTED)
    for booking in rows.select_related("person").select_for_update(of=["self"]):
        state = S.ATTENDED if booking.pk in present else S.MISSED
        if booking.state != state:
            set_state(booking, state, at=at)
        if state == S.ATTENDED:
            _certify(booking, date, at=at)
    wrong = Certificate.objects.filter(booking__date=date)
    wrong.exclude(booking__state=S.ATTENDED).delete()
    date.held_at = date.held_at or at
    date.save(update_fields=["held_at"])
    record("training.date.attended", date, by=by, at=at)
    return date


def _certify(booking: Booking, date: TrainingDate, *, at: datetime) -> None:
    """Issue the certificate, once."""
    if Certificate.objects.filter(booking=booking).exists():
        return
    person = booking.person
    Certificate.objects.create(
        code="".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)),
        person=person,
        booking=booking,
        course=date.course,
        given_name=person.given_name,
        family_name=person.family_name,
        title=date.course.title,
        place=date.place,
        hours=date.course.hours,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        counts_for_appointment=date.course.counts_for_appointment,
        issued_at=at,
    )


def purge_certificates(*, at: datetime) -> Counts:
    """Forget certificates that are very old."""
    before = at - timedelta(days=settings.EDUPORT.training_certificate_days)
    return delete_rows(Certificate.objects.filter(issued_at__lt=before))
