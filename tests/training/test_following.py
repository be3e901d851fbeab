"""What happens to seats by themselves."""

import datetime as dt

import pytest

from eduport.core.actor import Actor
from eduport.people.services.deletion import release_persons
from eduport.training.models import Booking, BookingState, TrainingDate
from eduport.training.services.following import follow_date, follow_dates
from tests.factories.people import NOON
from tests.factories.training import (
    IN_TEN_DAYS,
    BookingFactory,
    TrainingDateFactory,
    seated,
    staff,
)

pytestmark = pytest.mark.django_db
S = BookingState
HOURS = dt.timedelta(hours=1)


def states(date):
    rows = Booking.objects.filter(date=date).order_by("pk")
    return list(rows.values_list("state", flat=True))


def taken(date):
    return TrainingDate.objects.get(pk=date.pk).seats_taken


def offered(date, ends_at):
    return seated(date, state="offered", offer_ends_at=ends_at)


def test_an_offer_that_nobody_took_goes_to_the_next_one():
    date = TrainingDateFactory(seats=1)
    offered(date, NOON)
    second, third = BookingFactory(date=date), BookingFactory(date=date)

    assert follow_dates(at=NOON) == 1

    second.refresh_from_db()
    assert states(date) == [S.LAPSED, S.OFFERED, S.WAITING]
    assert second.offer_ends_at == NOON + 48 * HOURS
    assert (taken(date), third.tell_since) == (1, None)


def test_nothing_is_done_before_the_time_nor_twice():
    date = TrainingDateFactory(seats=1)
    offered(date, NOON + HOURS)
    BookingFactory(date=date)

    assert follow_dates(at=NOON) == 0
    follow_date(date.pk, at=NOON)
    assert states(date) == [S.OFFERED, S.WAITING]

    later = NOON + HOURS
    assert [follow_dates(at=later) for _time in range(2)] == [1, 0]
    assert states(date) == [S.LAPSED, S.OFFERED]


def test_the_last_offer_leaves_a_free_seat():
    date = TrainingDateFactory(seats=1)
    offered(date, NOON)

    follow_dates(at=NOON)

    assert (states(date), taken(date)) == ([S.LAPSED], 0)


def test_when_a_date_begins_nobody_waits_any_longer():
    date = TrainingDateFactory(seats=3)
    seated(date)
    offered(date, IN_TEN_DAYS + HOURS)
    BookingFactory(date=date)
    BookingFactory(date=date, state="asked")

    follow_dates(at=IN_TEN_DAYS)

    assert states(date) == [S.BOOKED, S.LAPSED, S.LAPSED, S.LAPSED]
    assert (taken(date), follow_dates(at=IN_TEN_DAYS)) == (1, 0)


def test_shortly_before_the_start_no_offers_are_made():
    date = TrainingDateFactory(seats=1)
    at = IN_TEN_DAYS - 3 * HOURS
    offered(date, at)
    BookingFactory(date=date)

    follow_dates(at=at)

    assert (states(date), taken(date)) == ([S.LAPSED, S.WAITING], 0)


def test_the_seats_of_who_leaves_go_to_others():
    date, account = TrainingDateFactory(seats=1), staff()
    own = seated(date, person=account.person)
    BookingFactory(date=date)
    past = seated(TrainingDateFactory(starts_at=NOON - HOURS), person=account.person)

    release_persons([account.person_id], by=Actor("office"), at=NOON)

    own.refresh_from_db()
    past.refresh_from_db()
    assert states(date) == [S.CANCELLED, S.OFFERED]
    assert (own.ending, past.state) == ("left", S.BOOKED)


@pytest.mark.parametrize("rows", [1, 3])
def test_one_question_is_enough_when_there_is_nothing(rows, django_assert_num_queries):
    for _row in range(rows):
        seated(TrainingDateFactory())

    with django_assert_num_queries(1):
        assert follow_dates(at=NOON) == 0
