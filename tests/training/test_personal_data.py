"""What is known about people, and that it goes."""

import datetime as dt

import pytest

from eduport.training.models import (
    Booking,
    DateTrainer,
    FeedbackGiven,
    RequestEvent,
    RequestTrainer,
)
from eduport.training.services.moving import move_bookings, move_bookings_back
from eduport.training.services.personal_data import erase, export, purge_bookings
from tests.factories.people import NOON, PersonFactory
from tests.factories.training import (
    BookingFactory,
    CertificateFactory,
    DateTrainerFactory,
    RequestEventFactory,
    RequestTrainerFactory,
    TrainingDateFactory,
)

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


def test_people_get_their_bookings_and_what_they_gave():
    booking = BookingFactory()
    DateTrainerFactory(person=booking.person)
    RequestTrainerFactory(person=booking.person)
    BookingFactory(date=booking.date)

    RequestEventFactory(person=booking.person, request__asked_by=booking.person)
    CertificateFactory(booking=BookingFactory(person=booking.person))

    found = {part.key: part.rows for part in export(booking.person_id)}

    first, _second = found["training.Booking"]
    assert first[0] == booking.course.title
    assert str(first[3]) == "auf der Warteliste"
    assert {key: len(rows) for key, rows in found.items()} == {
        "training.Booking": 2,
        "training.Certificate": 1,
        "training.FeedbackGiven": 0,
        "training.DateTrainer": 1,
        "training.InSchoolRequest": 1,
        "training.RequestEvent": 1,
        "training.RequestTrainer": 1,
    }


def test_erasing_leaves_others_alone():
    booking, other = BookingFactory(), BookingFactory()
    DateTrainerFactory(person=booking.person)
    RequestTrainerFactory(person=booking.person)

    CertificateFactory(booking=booking)
    FeedbackGiven.objects.create(booking=booking)
    event = RequestEventFactory(person=booking.person, request__asked_by=booking.person)

    counts = erase([booking.person_id], at=NOON)

    assert set(counts.values()) == {1}
    assert list(Booking.objects.all()) == [other]
    event.refresh_from_db()
    assert (event.person, event.request.asked_by) == (None, None)


def test_bookings_go_two_years_after_the_date():
    old = TrainingDateFactory(starts_at=NOON - 731 * DAYS)
    young = TrainingDateFactory(starts_at=NOON - 729 * DAYS)
    for date in (old, young):
        BookingFactory(date=date)
        DateTrainerFactory(date=date)

    certificate = CertificateFactory(booking=Booking.objects.get(date=old))
    FeedbackGiven.objects.create(booking=certificate.booking)
    RequestEventFactory(request__changed_at=NOON - 731 * DAYS)
    kept = RequestEventFactory()

    purge_bookings(at=NOON)

    certificate.refresh_from_db()
    assert certificate.booking is None
    assert list(RequestEvent.objects.all()) == [kept]
    assert [one.date for one in Booking.objects.all()] == [young]
    assert [one.date for one in DateTrainer.objects.all()] == [young]


def test_a_merge_moves_what_only_one_has_and_back():
    kept, merged = PersonFactory(), PersonFactory()
    both = BookingFactory(person=kept)
    double = BookingFactory(person=merged, date=both.date)
    only = BookingFactory(person=merged)
    was_there = BookingFactory(person=merged, state="attended")
    given = DateTrainerFactory(person=merged)
    DateTrainerFactory(person=merged, date=DateTrainerFactory(person=kept).date)
    at_school = RequestTrainerFactory(person=merged)
    looked_after = RequestTrainerFactory(person=kept).request
    RequestTrainerFactory(person=merged, request=looked_after)
    event = RequestEventFactory(person=merged, request__asked_by=merged)

    journal = move_bookings(merged.pk, kept.pk)

    owners = {one.pk: one.person_id for one in Booking.objects.all()}
    assert (owners[only.pk], owners[was_there.pk]) == (kept.pk, kept.pk)
    assert owners[double.pk] == merged.pk
    for row in (given, at_school, event, event.request):
        row.refresh_from_db()
    assert {given.person, at_school.person, event.person} == {kept}
    assert event.request.asked_by == kept
    assert DateTrainer.objects.filter(person=merged).count() == 1
    assert RequestTrainer.objects.filter(person=merged).count() == 1

    move_bookings_back(journal, merged.pk)
    assert Booking.objects.filter(person=merged).count() == 3
    for row in (given, at_school, event, event.request):
        row.refresh_from_db()
    assert {given.person, at_school.person, event.person} == {merged}
    assert event.request.asked_by == merged
