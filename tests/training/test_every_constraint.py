"""Each constraint refuses what it is there for."""

import pytest
from django.db import connection
from django.db.models import F

from tests.breaking import assert_refused, changed, twice
from tests.factories.training import (
    BookingFactory,
    CertificateFactory,
    DateTrainerFactory,
    FeedbackSumFactory,
    InSchoolRequestFactory,
    RequestEventFactory,
    RequestTrainerFactory,
    TrainingCourseFactory,
    TrainingDateFactory,
)

pytestmark = pytest.mark.django_db


def attended():
    return BookingFactory(state="attended")


WAYS = {
    "course_kind_is_known": changed(TrainingCourseFactory, kind="picnic"),
    "course_has_a_title": changed(TrainingCourseFactory, title=""),
    "course_takes_some_time": changed(TrainingCourseFactory, hours=0),
    "course_price_is_no_debt": changed(TrainingCourseFactory, price=-1),
    "date_ends_after_its_start": changed(TrainingDateFactory, ends_at=F("starts_at")),
    "date_has_seats": changed(TrainingDateFactory, seats=0),
    "date_not_overbooked": changed(TrainingDateFactory, seats_taken=3),
    "date_takes_place_somewhere": changed(TrainingDateFactory, place=""),
    "date_held_or_cancelled": changed(
        TrainingDateFactory, held_at=F("created_at"), cancelled_at=F("created_at")
    ),
    "date_trainer_once": twice(DateTrainerFactory),
    "booking_once_in_a_course": twice(BookingFactory),
    "booking_once_on_a_date": twice(attended),
    "booking_state_is_known": changed(BookingFactory, state="dreaming"),
    "booking_offer_has_an_end": changed(BookingFactory, state="offered"),
    "request_once_at_a_school": twice(InSchoolRequestFactory),
    "request_state_is_known": changed(InSchoolRequestFactory, state="dreaming"),
    "request_is_for_somebody": changed(InSchoolRequestFactory, participants=0),
    "request_agreed_has_a_date": changed(InSchoolRequestFactory, state="agreed"),
    "request_proposal_is_whole": changed(InSchoolRequestFactory, proposed_by="team"),
    "request_trainer_once": twice(RequestTrainerFactory),
    "request_event_is_known": changed(RequestEventFactory, step="fly"),
    "certificate_code_is_spelled_right": changed(CertificateFactory, code="OIL"),
    "certificate_names_somebody": changed(CertificateFactory, family_name=""),
    "feedback_sum_once": twice(FeedbackSumFactory),
    "feedback_question_is_known": changed(FeedbackSumFactory, question="weather"),
    "feedback_rating_from_1_to_5": changed(FeedbackSumFactory, rating=6),
    "booking_cancelled_by_somebody": changed(BookingFactory, state="cancelled"),
}


@pytest.mark.parametrize("name", WAYS)
def test_it_is_refused(name):
    assert_refused(name, WAYS[name])


def test_no_seat_below_zero():
    date = TrainingDateFactory()

    def write():
        type(date).objects.filter(pk=date.pk).update(seats_taken=-1)

    assert connection.vendor == "postgresql"
    assert_refused("training_trainingdate_seats_taken_check", write)
