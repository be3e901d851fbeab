"""What people are told by mail, and what goes into their calendars."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from eduport.people.models import Role
from eduport.training.models import Booking, BookingState, TrainingDate
from eduport.training.queries.bookings import bookings_to_tell
from eduport.training.services.booking import (
    approve_request,
    book_seat,
    cancel_booking,
    decline_request,
    give_up_seat,
)
from eduport.training.services.courses import cancel_date, change_date
from eduport.training.services.following import bookings_to_remind, follow_dates
from eduport.training.services.telling import entry_of, remind, tell_booking
from eduport.training.types import DateDraft
from tests.factories.outbox import letters
from tests.factories.people import NOON
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
BERLIN = ZoneInfo("Europe/Berlin")
HOURS = dt.timedelta(hours=1)


def tell_all(at=NOON):
    """What the worker does; the mails that came of it."""
    before = len(letters())
    for key in bookings_to_tell(before=at + HOURS):
        tell_booking(key, at=at)
    return letters()[before:]


def event_of(letter):
    [event] = Calendar.from_ical(letter.calendar).events
    return event


def moved(date, **changes):
    draft = DateDraft(date.starts_at, date.ends_at, date.seats, date.place)
    return replace(draft, **changes)


def test_a_seat_is_confirmed_with_an_entry_for_the_calendar():
    date, me = TrainingDateFactory(course__title="Moodle"), staff()
    book_seat(date.pk, by=actor_of(me), at=NOON)

    [letter] = tell_all()

    event = event_of(letter)
    assert (letter.to, letter.subject) == (
        me.username,
        "Fortbildung: Sie haben einen Platz (Moodle)",
    )
    assert "3. Dezember 2026 13:00 – 15:00\nRaum 1" in letter.text
    assert "Bis 30. November 2026 13:00 können Sie selbst absagen" in letter.text
    assert str(event["UID"]).startswith(str(date.uid))
    assert (int(event["SEQUENCE"]), event["STATUS"]) == (0, "CONFIRMED")
    assert (event.start, event.end) == (date.starts_at, date.ends_at)
    assert str(event["LOCATION"]) == "Raum 1"
    assert tell_all() == []


def test_who_waits_is_told_and_gets_no_entry():
    date, me = TrainingDateFactory(seats=1), staff()
    seated(date)
    book_seat(date.pk, by=actor_of(me), at=NOON)

    [letter] = tell_all()

    assert "Warteliste" in letter.subject
    assert letter.calendar == ""


def test_an_offer_says_until_when_and_its_end_is_told_too():
    date, me = TrainingDateFactory(seats=1), staff()
    other = seated(date)
    book_seat(date.pk, by=actor_of(me), at=NOON)
    tell_all()
    cancel_booking(other.pk, by=actor_of(staff()), at=NOON)

    [letter] = [one for one in tell_all() if one.to == me.username]
    assert "bis 25. November 2026 13:00 für Sie reserviert" in letter.text
    assert "/training/mine/" in letter.text

    follow_dates(at=NOON + 48 * HOURS)
    [letter] = tell_all(NOON + 48 * HOURS)
    assert "kein Platz mehr" in letter.subject


def test_a_moved_date_replaces_the_entry():
    date, me = TrainingDateFactory(), staff()
    book_seat(date.pk, by=actor_of(me), at=NOON)
    first = event_of(tell_all()[0])
    new = date.starts_at + dt.timedelta(days=1)

    change_date(
        date.pk,
        moved(date, starts_at=new, ends_at=new + HOURS),
        by=actor_of(me),
        at=NOON,
    )

    [letter] = tell_all()
    event = event_of(letter)
    assert "Zeit oder Ort hat sich geändert" in letter.subject
    assert (event["UID"], int(event["SEQUENCE"])) == (first["UID"], 1)
    assert event.start == new


def test_more_seats_move_nobodys_calendar():
    date, me = TrainingDateFactory(), staff()
    book_seat(date.pk, by=actor_of(me), at=NOON)
    tell_all()

    change_date(date.pk, moved(date, seats=5), by=actor_of(me), at=NOON)

    assert tell_all() == []


def test_a_cancelled_date_takes_the_entry_out():
    date, me = TrainingDateFactory(seats=1), staff()
    book_seat(date.pk, by=actor_of(me), at=NOON)
    waiting = staff()
    book_seat(date.pk, by=actor_of(waiting), at=NOON)
    tell_all()

    for _time in range(2):
        cancel_date(date.pk, by=actor_of(me), at=NOON)

    seat, place = tell_all()
    event = event_of(seat)
    assert {seat.to, place.to} == {me.username, waiting.username}
    assert "fällt aus" in seat.subject
    assert (int(event["SEQUENCE"]), event["STATUS"]) == (1, "CANCELLED")
    assert place.calendar == ""
    assert TrainingDate.objects.get().seats_taken == 0


def test_who_gives_up_gets_the_entry_taken_out_too():
    date, me = TrainingDateFactory(), staff()
    booking = book_seat(date.pk, by=actor_of(me), at=NOON)
    tell_all()
    give_up_seat(booking.pk, by=actor_of(me), at=NOON)

    [letter] = tell_all()

    assert event_of(letter)["STATUS"] == "CANCELLED"
    assert "Sie haben abgesagt." in letter.text


def test_what_changes_twice_is_told_once():
    date, me = TrainingDateFactory(), staff()
    booking = book_seat(date.pk, by=actor_of(me), at=NOON)
    give_up_seat(booking.pk, by=actor_of(me), at=NOON)

    [letter] = tell_all()

    assert "beendet" in letter.subject
    assert letter.calendar == ""


@pytest.mark.parametrize(
    ("decide", "subject"),
    [(approve_request, "Sie haben einen Platz"), (decline_request, "nicht genehmigt")],
)
def test_the_head_is_asked_and_the_answer_told(decide, subject):
    date = TrainingDateFactory(course__needs_approval=True)
    me = staff()
    head = staff(Role.PRINCIPAL, home_school=me.person.home_school)
    staff(Role.PRINCIPAL)
    booking = book_seat(date.pk, by=actor_of(me), at=NOON)

    own, asked = tell_all()
    assert (own.to, asked.to) == (me.username, head.username)
    assert "Ada Berg bittet um Ihre Zustimmung" in asked.subject
    assert "/training/approvals/" in asked.text

    decide(booking.pk, by=actor_of(head), at=NOON)
    [letter] = tell_all()
    assert subject in letter.subject


def test_the_link_to_take_part_goes_only_to_those_with_a_seat():
    url = "https://meet.example.org/x"
    date = TrainingDateFactory(seats=1, online_url=url)
    book_seat(date.pk, by=actor_of(staff()), at=NOON)
    book_seat(date.pk, by=actor_of(staff()), at=NOON)

    seat, waiting = tell_all()

    assert url in seat.text
    assert url not in waiting.text


def test_people_are_reminded_once():
    date, me = TrainingDateFactory(), staff()
    booking = seated(date, person=me.person)
    at = IN_TEN_DAYS - 72 * HOURS

    assert bookings_to_remind(at=at - HOURS) == []
    assert bookings_to_remind(at=at) == [booking.pk]
    assert [remind(booking.pk, at=at) for _time in range(2)] == [True, False]

    [letter] = letters()
    assert "Erinnerung" in letter.subject
    assert event_of(letter)["STATUS"] == "CONFIRMED"
    assert bookings_to_remind(at=at) == []


def test_who_cannot_read_mail_is_not_written_to():
    date = TrainingDateFactory()
    blocked, left = staff(), seated(date, tell_since=NOON)
    blocked.disabled_at = NOON
    blocked.save()
    book_seat(date.pk, by=actor_of(blocked), at=NOON)

    assert tell_all() == []
    assert Booking.objects.filter(tell_since=None).count() == 2
    assert left.person.account_set.count() == 0


@pytest.mark.parametrize(
    ("day", "utc_hour"), [(dt.date(2027, 3, 26), 8), (dt.date(2027, 3, 29), 7)]
)
def test_nine_o_clock_is_nine_o_clock_before_and_after_the_change(day, utc_hour):
    start = dt.datetime.combine(day, dt.time(9), BERLIN)
    date = TrainingDateFactory(starts_at=start, ends_at=start + HOURS)
    me = staff()
    book_seat(date.pk, by=actor_of(me), at=NOON)

    [letter] = tell_all()
    event = event_of(letter)

    assert event.start.astimezone(BERLIN).time() == dt.time(9)
    assert event["DTSTART"].to_ical().endswith(f"T{utc_hour:02}0000Z".encode())
    assert "09:00 – 10:00" in letter.text or "9:00 – 10:00" in letter.text


def test_an_entry_without_a_place_leads_to_the_link():
    date = TrainingDateFactory(place="", online_url="https://meet.example.org/x")

    assert entry_of(date).place == "https://meet.example.org/x"


def test_a_booking_that_another_worker_tells_is_left_to_it():
    assert tell_booking(BookingFactory().pk, at=NOON) is False
