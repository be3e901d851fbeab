"""Who was there, and the certificates that follow."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.personal_data import Counts, delete_rows, listed
from eduport.people.models import Person, School
from eduport.training.errors import DateNotOverError, InSchoolDateError
from eduport.training.models import (
    SEATED,
    Booking,
    BookingState,
    Certificate,
    TrainingDate,
)
from eduport.training.rules.codes import ALPHABET, LENGTH
from eduport.training.services.seats import lock_date, set_state
from eduport.training.types import Attended

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
    Raises DateNotOverError before the date has begun, or if it does not take place, and
    InSchoolDateError: of those the request says who was there.
    """
    date = lock_date(date_id)
    if not date.course.is_bookable:
        raise InSchoolDateError
    if date.cancelled_at or not date.has_begun(at):
        raise DateNotOverError
    rows = Booking.objects.filter(date=date, state__in=COUNTED)
    for booking in rows.select_related("person").select_for_update(of=["self"]):
        state = S.ATTENDED if booking.pk in present else S.MISSED
        if booking.state != state:
            set_state(booking, state, at=at)
        if state == S.ATTENDED:
            _certify(booking, date, at=at)
    _take_back_certificates(date)
    _note_held(date, at=at)
    record("training.date.attended", date, by=by, at=at)
    return date


def note_names(
    date: TrainingDate, attended: Attended, *, school: School, at: datetime
) -> None:
    """Note that in-school training was held, and who of the school was there.

    Nobody had booked it, so who was there gets a booking now; as after every training
    with a certificate, a mail, and the question how it was.
    """
    if attended.present is not None:
        _attend(date, set(attended.present), school, at=at)
        _take_back_certificates(date)
    taken = Booking.objects.filter(date=date, state__in=SEATED).count()
    date.seats_taken, date.seats = taken, max(attended.participants, taken)
    date.save(update_fields=["seats", "seats_taken"])
    _note_held(date, at=at)


def _attend(
    date: TrainingDate, present: set[int], school: School, *, at: datetime
) -> None:
    rows = Booking.objects.filter(date=date, state__in=COUNTED).select_related("person")
    noted = {row.person_id: row for row in rows.select_for_update(of=["self"])}
    for person in Person.objects.filter(pk__in=listed(present - noted.keys())):
        noted[person.pk] = Booking.objects.create(
            date=date,
            course=date.course,
            person=person,
            school=school,
            state=S.MISSED,
            created_at=at,
            changed_at=at,
        )
    for person_id, booking in sorted(noted.items()):
        state = S.ATTENDED if person_id in present else S.MISSED
        if booking.state != state:
            set_state(booking, state, at=at)
        if state == S.ATTENDED:
            _certify(booking, date, at=at)


def _take_back_certificates(date: TrainingDate) -> None:
    """Those of people who were not there after all."""
    wrong = Certificate.objects.filter(booking__date=date)
    wrong.exclude(booking__state=S.ATTENDED).delete()


def _note_held(date: TrainingDate, *, at: datetime) -> None:
    """From now on it can be invoiced, at the price of the first time it was noted."""
    if date.held_at is None:
        date.held_at, date.held_price = at, date.course.price
        date.save(update_fields=["held_at", "held_price"])


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
