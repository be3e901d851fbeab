"""Booking, giving up, offers and approvals."""

import datetime as dt

import pytest

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import Role
from eduport.training.errors import (
    BookedAlreadyError,
    CourseNotPublishedError,
    DateIsOverError,
    NotBookableError,
    NotForPupilsError,
    NothingToCancelError,
    NothingToDecideError,
    OfferIsOverError,
    OwnRequestError,
    TooLateToCancelError,
)
from eduport.training.models import Booking, BookingState, CourseKind, TrainingDate
from eduport.training.services.booking import (
    approve_request,
    book_seat,
    cancel_booking,
    decline_request,
    give_up_seat,
    take_offer,
)
from tests.factories.people import NOON, AffiliationFactory, AppointmentFactory
from tests.factories.training import (
    IN_TEN_DAYS,
    BookingFactory,
    TrainingDateFactory,
    actor_of,
    seated,
    staff,
)

pytestmark = pytest.mark.django_db
S = BookingState
DAYS = dt.timedelta(days=1)
HOURS = dt.timedelta(hours=1)


def states(date):
    rows = Booking.objects.filter(date=date).order_by("pk")
    return list(rows.values_list("state", flat=True))


def taken(date):
    return TrainingDate.objects.get(pk=date.pk).seats_taken


def someone(role=Role.TEACHER):
    return actor_of(staff(role))


def test_seats_are_given_in_order_and_then_places_on_the_list():
    date = TrainingDateFactory(seats=2)

    for _number in range(4):
        book_seat(date.pk, by=someone(), at=NOON)

    assert states(date) == [S.BOOKED, S.BOOKED, S.WAITING, S.WAITING]
    assert taken(date) == 2
    assert LogEntry.objects.filter(action="training.booking.made").count() == 4


def test_booking_twice_is_booking_once():
    date, me = TrainingDateFactory(), someone()

    first, second = (book_seat(date.pk, by=me, at=NOON) for _time in range(2))

    assert (first, taken(date)) == (second, 1)


def test_another_date_of_the_course_is_refused_until_one_was_there():
    date, me = TrainingDateFactory(), someone()
    again = TrainingDateFactory(course=date.course, starts_at=IN_TEN_DAYS + DAYS)
    booking = book_seat(date.pk, by=me, at=NOON)

    with pytest.raises(BookedAlreadyError, match="2026"):
        book_seat(again.pk, by=me, at=NOON)

    Booking.objects.filter(pk=booking.pk).update(state=S.ATTENDED)
    assert book_seat(again.pk, by=me, at=NOON).state == S.BOOKED


@pytest.mark.parametrize(
    "roles", [{"student"}, {"student", "teacher"}, {"central_team"}]
)
def test_only_staff_with_everyday_accounts_book(roles):
    date, person = TrainingDateFactory(), staff().person
    actor = Actor("x", 1, person.pk, frozenset(), frozenset(roles))

    with pytest.raises(NotForPupilsError):
        book_seat(date.pk, by=actor, at=NOON)

    assert states(date) == []


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"starts_at": NOON - HOURS}, DateIsOverError),
        ({"cancelled_at": NOON}, DateIsOverError),
        ({"course__published_at": None}, CourseNotPublishedError),
        ({"course__kind": CourseKind.IN_SCHOOL}, NotBookableError),
    ],
)
def test_what_cannot_be_booked_is_refused(values, error):
    date = TrainingDateFactory(**values)

    with pytest.raises(error):
        book_seat(date.pk, by=someone(), at=NOON)

    assert states(date) == []


def test_a_seat_that_is_given_up_is_offered_to_the_first_on_the_list():
    date, me = TrainingDateFactory(seats=1), staff()
    own = seated(date, person=me.person)
    first, second = BookingFactory(date=date), BookingFactory(date=date)

    give_up_seat(own.pk, by=actor_of(me), at=NOON)

    first.refresh_from_db()
    assert states(date) == [S.CANCELLED, S.OFFERED, S.WAITING]
    assert (first.offer_ends_at, first.tell_since) == (NOON + 48 * HOURS, NOON)
    assert (taken(date), second.tell_since) == (1, None)


def test_giving_up_twice_gives_one_seat_back():
    date, me = TrainingDateFactory(seats=2), staff()
    own = seated(date, person=me.person)
    seated(date)

    for _time in range(2):
        give_up_seat(own.pk, by=actor_of(me), at=NOON)

    assert taken(date) == 1


def test_shortly_before_the_date_only_the_trainers_take_a_seat_back():
    date, me = TrainingDateFactory(), staff()
    own = seated(date, person=me.person)
    late = IN_TEN_DAYS - 3 * DAYS + HOURS

    with pytest.raises(TooLateToCancelError):
        give_up_seat(own.pk, by=actor_of(me), at=late)
    assert taken(date) == 1

    cancel_booking(own.pk, by=actor_of(me), at=late)
    own.refresh_from_db()
    assert (own.state, own.ending, taken(date)) == (S.CANCELLED, "trainers", 0)


def test_a_course_may_have_a_limit_of_its_own():
    date, me = TrainingDateFactory(course__cancel_days=0), staff()
    own = seated(date, person=me.person)

    give_up_seat(own.pk, by=actor_of(me), at=IN_TEN_DAYS - HOURS)

    assert states(date) == [S.CANCELLED]


def test_a_place_on_the_list_can_be_given_up_at_any_time():
    date, me = TrainingDateFactory(), staff()
    own = BookingFactory(date=date, person=me.person)

    give_up_seat(own.pk, by=actor_of(me), at=IN_TEN_DAYS - HOURS)

    assert (states(date), taken(date)) == ([S.CANCELLED], 0)


@pytest.mark.parametrize("change", [give_up_seat, cancel_booking])
def test_what_has_ended_is_not_ended_again(change):
    own = BookingFactory(state=S.LAPSED)

    with pytest.raises(NothingToCancelError):
        change(own.pk, by=someone(), at=NOON)


def test_cancelling_twice_is_cancelling_once():
    date = TrainingDateFactory()
    own = seated(date)

    for _time in range(2):
        cancel_booking(own.pk, by=someone(), at=NOON)

    assert taken(date) == 0


def test_an_offer_is_taken_in_time_and_not_afterwards():
    date, me = TrainingDateFactory(seats=1), staff()
    own = seated(date, person=me.person, state="offered", offer_ends_at=NOON + HOURS)

    with pytest.raises(OfferIsOverError):
        take_offer(own.pk, by=actor_of(me), at=NOON + HOURS)
    for _time in range(2):
        take_offer(own.pk, by=actor_of(me), at=NOON)

    assert (states(date), taken(date)) == ([S.BOOKED], 1)


@pytest.mark.parametrize(
    ("hours", "seats", "has"), [(3, 1, True), (3, 0, False), (5, 1, False)]
)
def test_shortly_before_the_start_a_free_seat_is_whoever_comes_first(hours, seats, has):
    date, me = TrainingDateFactory(seats=1), staff()
    own = BookingFactory(date=date, person=me.person)
    TrainingDate.objects.filter(pk=date.pk).update(seats_taken=1 - seats)
    at = IN_TEN_DAYS - hours * HOURS

    if has:
        take_offer(own.pk, by=actor_of(me), at=at)
    else:
        with pytest.raises(OfferIsOverError):
            take_offer(own.pk, by=actor_of(me), at=at)

    assert states(date) == [S.BOOKED if has else S.WAITING]


def asked_for():
    """A request of a teacher, and the head of the school."""
    date = TrainingDateFactory(seats=1, course__needs_approval=True)
    teacher = staff()
    head = staff(Role.PRINCIPAL, home_school=teacher.person.home_school)
    booking = book_seat(date.pk, by=actor_of(teacher), at=NOON)
    return date, booking, actor_of(head)


def test_a_request_holds_no_seat_until_it_is_approved():
    date, booking, head = asked_for()
    assert (booking.state, taken(date)) == (S.ASKED, 0)

    approve_request(booking.pk, by=head, at=NOON)

    booking.refresh_from_db()
    assert (booking.state, taken(date), booking.tell_since) == (S.BOOKED, 1, NOON)


def test_an_approved_request_stands_on_the_list_where_it_was_asked():
    date, booking, head = asked_for()
    sitting = seated(date)
    later = BookingFactory(date=date)

    approve_request(booking.pk, by=head, at=NOON)
    cancel_booking(sitting.pk, by=head, at=NOON)

    booking.refresh_from_db()
    later.refresh_from_db()
    assert (booking.state, later.state) == (S.OFFERED, S.WAITING)


def test_an_approved_request_waits_behind_those_who_waited_before():
    date = TrainingDateFactory(seats=1, course__needs_approval=True)
    BookingFactory(date=date)
    asked = BookingFactory(date=date, state=S.ASKED)

    approve_request(asked.pk, by=someone(Role.PRINCIPAL), at=NOON)

    assert (states(date), taken(date)) == ([S.WAITING, S.WAITING], 0)


def test_a_declined_request_is_over():
    date, booking, head = asked_for()

    decline_request(booking.pk, by=head, at=NOON)

    assert states(date) == [S.DECLINED]
    with pytest.raises(NothingToDecideError):
        decline_request(booking.pk, by=head, at=NOON)


def test_a_declined_request_can_be_approved_all_the_same():
    date, booking, head = asked_for()
    decline_request(booking.pk, by=head, at=NOON)

    approve_request(booking.pk, by=head, at=NOON)

    assert (states(date), taken(date)) == ([S.BOOKED], 1)


def test_a_declined_request_stays_so_when_it_was_asked_anew():
    date, booking, head = asked_for()
    decline_request(booking.pk, by=head, at=NOON)
    BookingFactory(date=date, person=booking.person, state=S.ASKED)

    with pytest.raises(NothingToDecideError):
        approve_request(booking.pk, by=head, at=NOON)

    assert states(date) == [S.DECLINED, S.ASKED]


def test_nobody_approves_the_own_request_nor_a_date_that_has_begun():
    _date, booking, head = asked_for()
    own = Actor("x", 1, booking.person_id)

    with pytest.raises(OwnRequestError):
        approve_request(booking.pk, by=own, at=NOON)
    with pytest.raises(DateIsOverError):
        approve_request(booking.pk, by=head, at=IN_TEN_DAYS)


@pytest.mark.parametrize("is_appointed", [False, True])
def test_heads_need_nobodys_approval(is_appointed):
    date = TrainingDateFactory(course__needs_approval=True)
    account = staff(Role.TEACHER if is_appointed else Role.PRINCIPAL)
    if is_appointed:
        AppointmentFactory(person=account.person, role="principal")
    # Of another school one is no head.
    AffiliationFactory(person=staff().person, role=Role.OFFICE)

    booking = book_seat(date.pk, by=actor_of(account), at=NOON)

    assert booking.state == S.BOOKED
