"""What trainers are told of, and what nobody is told twice."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from eduport.outbox.models import WaitingMail
from eduport.people.models import Role
from eduport.training.models import Booking, CourseKind, TrainingCourse
from eduport.training.services.attendance import note_attendance
from eduport.training.services.booking import book_seat
from eduport.training.services.courses import (
    add_date,
    cancel_date,
    change_course,
    change_date,
)
from eduport.training.services.following import bookings_to_remind
from eduport.training.services.telling import remind, tell_booking
from eduport.training.tasks import follow_dates_task, follow_soon
from eduport.training.types import CourseDraft, DateDraft
from eduport.training.views.certificates import text_of
from tests.factories.accounts import sign_in
from tests.factories.outbox import letters
from tests.factories.people import NOON
from tests.factories.training import (
    IN_TEN_DAYS,
    BookingFactory,
    CertificateFactory,
    DateTrainerFactory,
    InSchoolRequestFactory,
    TrainingCourseFactory,
    TrainingDateFactory,
    actor_of,
    seated,
    staff,
)

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=1)
DAYS = 24 * HOURS


def drafted(*trainers):
    keys = [one.person_id for one in trainers]
    return DateDraft(IN_TEN_DAYS, IN_TEN_DAYS + HOURS, 5, "Aula", "", keys)


def told():
    """Who was told what, and what it does to the calendar; then nothing."""
    found = [
        (
            one.to,
            one.subject.partition(":")[0],
            str(Calendar.from_ical(one.calendar).events[0]["STATUS"]),
        )
        for one in letters()
    ]
    WaitingMail.objects.all().delete()
    return found


def test_trainers_are_told_of_what_concerns_them(team):
    ada, bea, values = staff(), staff(), {"by": team, "at": NOON}
    date = add_date(TrainingCourseFactory(), drafted(ada), **values)
    named = told()

    change_date(date.pk, replace(drafted(ada, bea), place="Saal"), **values)
    moved = told()
    change_date(date.pk, replace(drafted(bea), place="Saal", seats=9), **values)
    released = told()
    cancel_date(date.pk, **values)

    assert named == [(ada.username, "Sie geben eine Fortbildung", "CONFIRMED")]
    assert moved == [
        (bea.username, "Sie geben eine Fortbildung", "CONFIRMED"),
        (ada.username, "Ihre Fortbildung wurde verlegt", "CONFIRMED"),
    ]
    assert released == [
        (ada.username, "Sie geben diese Fortbildung nicht mehr", "CANCELLED")
    ]
    assert told() == [(bea.username, "Ihre Fortbildung fällt aus", "CANCELLED")]


def test_who_books_shortly_before_is_not_reminded_a_moment_later():
    date, me = TrainingDateFactory(), staff()
    at = IN_TEN_DAYS - 71 * HOURS
    booking = book_seat(date.pk, by=actor_of(me), at=at)

    tell_booking(booking.pk, at=at)

    assert bookings_to_remind(at=at + HOURS) == []
    assert len(letters()) == 1


def test_who_was_reminded_is_reminded_of_the_new_date(team):
    date = TrainingDateFactory()
    booking = seated(date, person=staff().person)
    soon = IN_TEN_DAYS - 72 * HOURS
    remind(booking.pk, at=soon)

    later = replace(
        drafted(),
        starts_at=IN_TEN_DAYS + 7 * DAYS,
        ends_at=IN_TEN_DAYS + 7 * DAYS + HOURS,
    )
    change_date(date.pk, later, by=team, at=soon)
    tell_booking(booking.pk, at=soon)

    assert bookings_to_remind(at=soon + 7 * DAYS) == [booking.pk]


@pytest.mark.parametrize("was_told", [True, False])
def test_who_loses_a_certificate_is_told_if_they_knew_of_it(team, was_told):
    date, me = TrainingDateFactory(course__contact="040 12345"), staff()
    booking = seated(date, person=me.person)
    note_attendance(date.pk, [booking.pk], by=team, at=IN_TEN_DAYS)
    if was_told:
        tell_booking(booking.pk, at=IN_TEN_DAYS)
    WaitingMail.objects.all().delete()

    note_attendance(date.pk, [], by=team, at=IN_TEN_DAYS)
    tell_booking(booking.pk, at=IN_TEN_DAYS)

    subjects = [one.subject.partition(" (")[0] for one in letters()]
    assert subjects == ["Fortbildung: Ihre Teilnahme wurde berichtigt"] * was_told


def test_one_letter_that_fails_keeps_no_other_back(caplog):
    start = timezone.now() + 20 * DAYS
    dates = [TrainingDateFactory(starts_at=start) for _date in range(2)]
    broken, whole = (
        seated(date, person=staff().person, tell_since=NOON, told_state="")
        for date in dates
    )
    # No mail can be written to such a language.
    account = broken.person.account_set.get()
    type(account).objects.filter(pk=account.pk).update(username="a\nb@example.org")

    follow_dates_task.call()

    whole.refresh_from_db()
    assert whole.tell_since is None
    assert [one.to for one in letters()] == [whole.person.account_set.get().username]
    assert "could not be written" in caplog.text


def test_one_task_is_enough_for_all_who_book_at_once():
    for _time in range(3):
        follow_soon()

    path = follow_dates_task.module_path
    assert DBTaskResult.objects.filter(task_path=path).count() == 1


def test_a_certificate_of_several_days_says_so():
    start = dt.datetime(2026, 11, 3, 8, tzinfo=dt.UTC)
    end = start + dt.timedelta(days=1, hours=6)
    one = CertificateFactory(starts_at=start, ends_at=end)

    with translation.override("de"):
        period = text_of(one).period

    assert period == "3. November 2026 09:00 bis 4. November 2026 15:00"


def test_a_course_that_a_school_asked_for_stays_of_its_kind(team):
    course = InSchoolRequestFactory().course
    draft = CourseDraft(CourseKind.WEBINAR, "Neu", "x", Decimal(1))

    change_course(course, draft, by=team, at=NOON)

    found = TrainingCourse.objects.get()
    assert (found.kind, found.title) == (CourseKind.IN_SCHOOL, "Neu")


def page_of(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_what_was_given_up_is_booked_again_by_one_click(client):
    date, me = TrainingDateFactory(starts_at=timezone.now() + 20 * DAYS), staff()
    booking = seated(date, person=me.person)
    sign_in(client, me)
    client.post(f"/training/mine/{booking.uid}/give-up/")

    assert "Doch anmelden" in page_of(client, "/training/mine/")
    client.post(f"/training/dates/{date.uid}/book/")

    states = list(Booking.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["cancelled", "booked"]
    assert "Doch anmelden" not in page_of(client, "/training/mine/")


def test_a_seat_that_others_want_is_given_up_after_a_question(client):
    date = TrainingDateFactory(starts_at=timezone.now() + 20 * DAYS, seats=1)
    me = staff()
    booking = seated(date, person=me.person)
    BookingFactory(date=date)
    sign_in(client, me)
    url = f"/training/mine/{booking.uid}/give-up/"

    question = client.post(url).content.decode()
    booking.refresh_from_db()
    before = booking.state
    client.post(url, {"confirmed": "1"})

    booking.refresh_from_db()
    assert "Andere warten auf einen Platz" in question
    assert (before, booking.state) == ("booked", "cancelled")


def test_a_free_seat_shortly_before_the_start_can_be_taken_from_the_list(client):
    date = TrainingDateFactory(starts_at=timezone.now() + 2 * HOURS)
    me = staff()
    booking = BookingFactory(date=date, person=me.person)
    sign_in(client, me)

    assert "Platz annehmen" in page_of(client, "/training/mine/")
    client.post(f"/training/mine/{booking.uid}/take/")

    booking.refresh_from_db()
    assert booking.state == "booked"


def test_a_trainer_is_asked_before_somebody_loses_a_seat(client):
    date = TrainingDateFactory(starts_at=timezone.now() + 20 * DAYS)
    me = staff()
    DateTrainerFactory(date=date, person=me.person)
    booking = seated(date, person__family_name="Quendel")
    sign_in(client, me)
    url = f"/training/bookings/{booking.uid}/take-away/"

    assert "Quendel absagen" in page_of(client, url)
    booking.refresh_from_db()
    assert booking.state == "booked"


def test_a_head_approves_what_was_declined(client):
    date = TrainingDateFactory(starts_at=timezone.now() + 20 * DAYS)
    declined = BookingFactory(
        date=date, state="declined", person__family_name="Quendel"
    )
    foreign = BookingFactory(date=date, state="declined", person__family_name="Zwirbel")
    head = staff(Role.PRINCIPAL, home_school=declined.school)
    sign_in(client, head)

    page = page_of(client, "/training/approvals/")
    answers = [
        client.post(f"/training/approvals/{one.uid}/approve/").status_code
        for one in (foreign, declined)
    ]

    declined.refresh_from_db()
    assert ("Quendel" in page, "Zwirbel" in page) == (True, False)
    assert (answers, declined.state) == ([404, 302], "booked")
