"""The pages of training, through the client."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from eduport.accounts.models import AccountKind
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role
from eduport.search.models import SearchDocument
from eduport.training.models import Booking, CourseKind, TrainingCourse, TrainingDate
from eduport.training.queries import upcoming_dates
from eduport.training.services.courses import (
    add_course,
    change_course,
    publish_course,
    withdraw_course,
)
from eduport.training.types import CourseDraft
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import AppointmentFactory
from tests.factories.training import (
    BookingFactory,
    DateTrainerFactory,
    TrainingCourseFactory,
    TrainingDateFactory,
    seated,
    staff,
)

pytestmark = pytest.mark.django_db
URL = "https://meet.example.org/secret"


@pytest.fixture
def soon():
    """A time that is still to come."""
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=20)


def central(client):
    """The central team, signed in."""
    account = AccountFactory(kind=AccountKind.ADMIN)
    AppointmentFactory(person=account.person, role=AdminRole.CENTRAL_TEAM, school=None)
    sign_in(client, account)
    return account


def text_of(response):
    return " ".join(response.content.decode().split())


def test_everybody_reads_the_catalogue_but_no_name_and_no_link(client, soon):
    date = TrainingDateFactory(starts_at=soon, online_url=URL, seats=3)
    trainer = DateTrainerFactory(date=date, person__family_name="Zwirbel")
    seated(date, person__family_name="Quendel")
    hidden = TrainingCourseFactory(published_at=None, title="Geheim")

    page = text_of(client.get("/training/"))
    course = text_of(client.get(f"/training/courses/{date.course.uid}/"))

    assert date.course.title in page
    assert "2 Plätze frei" in page
    assert "2 Plätze frei" in course
    for word in (URL, "Quendel", trainer.person.family_name, hidden.title):
        assert word not in page + course
    assert client.get(f"/training/courses/{hidden.uid}/").status_code == 404


def test_the_catalogue_is_searched_and_filtered(client):
    TrainingCourseFactory(title="Moodle", text="Kurse anlegen")
    TrainingCourseFactory(title="Tafeln", kind=CourseKind.IN_SCHOOL)

    found = text_of(client.get("/training/?q=anlegen+kurse"))
    in_school = text_of(client.get("/training/?kind=in_school"))
    nothing = text_of(client.get("/training/?q=Quark"))

    assert ("Moodle" in found, "Tafeln" in found) == (True, False)
    assert ("Moodle" in in_school, "Tafeln" in in_school) == (False, True)
    assert "Keine Fortbildung gefunden" in nothing


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_asks_the_same_for_one_and_three(
    client, soon, rows, django_assert_num_queries
):
    for _row in range(rows):
        date = TrainingDateFactory(starts_at=soon)
        BookingFactory(date=date)

    # The board of the services, courses, dates.
    client.get("/training/")
    with django_assert_num_queries(2):
        client.get("/training/")


def test_the_next_dates_are_read_in_one_query(soon, django_assert_num_queries):
    later = TrainingDateFactory(starts_at=soon + dt.timedelta(days=1))
    date = TrainingDateFactory(starts_at=soon)
    TrainingDateFactory(starts_at=soon, cancelled_at=soon)
    other = TrainingDateFactory(starts_at=soon, course__kind=CourseKind.SCHOOL_ADMIN)
    now = timezone.now()

    with django_assert_num_queries(1):
        found = upcoming_dates("webinar", at=now, limit=2)
        titles = [one.course.title for one in found]

    assert found == [date, later]
    assert titles == [date.course.title, later.course.title]
    assert upcoming_dates(at=now, limit=2) == [date, other]


def test_a_teacher_books_and_gives_up(client, soon):
    date, me = TrainingDateFactory(starts_at=soon, online_url=URL), staff()
    sign_in(client, me)

    response = client.post(f"/training/dates/{date.uid}/book/", follow=True)

    booking = Booking.objects.get()
    assert response.redirect_chain == [("/training/mine/", 302)]
    assert "angemeldet" in text_of(response)
    assert URL in text_of(response)
    assert "Ihre Anmeldung" in text_of(client.get("/training/"))

    client.post(f"/training/mine/{booking.uid}/give-up/")
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    page = text_of(client.get("/training/mine/"))
    assert "selbst abgesagt" in page
    assert URL not in page


def test_who_waits_sees_the_place_and_takes_what_is_offered(client, soon):
    date, me = TrainingDateFactory(starts_at=soon, online_url=URL), staff()
    BookingFactory(date=date)
    booking = BookingFactory(date=date, person=me.person)
    sign_in(client, me)
    page = text_of(client.get("/training/mine/"))
    assert "Platz 2" in page
    assert URL not in page
    Booking.objects.filter(pk=booking.pk).update(state="offered", offer_ends_at=soon)
    TrainingDate.objects.update(seats_taken=1)

    assert "Platz annehmen" in text_of(client.get("/training/mine/"))
    client.post(f"/training/mine/{booking.uid}/take/")

    booking.refresh_from_db()
    assert booking.state == "booked"


def test_shortly_before_the_date_the_page_says_whom_to_tell(client):
    start = timezone.now() + dt.timedelta(days=1)
    date = TrainingDateFactory(starts_at=start, course__contact="040 12345")
    me = staff()
    seated(date, person=me.person)
    sign_in(client, me)

    page = text_of(client.get("/training/mine/"))

    assert "040 12345" in page
    assert "give-up" not in page


def test_the_own_seat_goes_into_the_calendar(client, soon):
    date, me = TrainingDateFactory(starts_at=soon), staff()
    booking = seated(date, person=me.person)
    sign_in(client, me)

    response = client.get(f"/training/mine/{booking.uid}/calendar/")

    [event] = Calendar.from_ical(response.content).events
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.start == soon


@pytest.mark.parametrize("what", ["take", "give-up", "calendar"])
def test_a_stranger_finds_nobodys_booking(client, soon, what):
    booking = seated(TrainingDateFactory(starts_at=soon))
    sign_in(client, staff())
    url = f"/training/mine/{booking.uid}/{what}/"

    response = client.get(url) if what == "calendar" else client.post(url)

    booking.refresh_from_db()
    assert (response.status_code, booking.state) == (404, "booked")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_own_page_asks_the_same_for_one_and_three(
    client, soon, rows, django_assert_num_queries
):
    me = staff()
    for _row in range(rows):
        seated(TrainingDateFactory(starts_at=soon), person=me.person)
        BookingFactory(person=me.person, state="lapsed")
    sign_in(client, me)
    client.get("/training/mine/")

    with django_assert_num_queries(7):
        client.get("/training/mine/")


def test_a_head_sees_and_decides_only_about_the_own_school(client, soon):
    date = TrainingDateFactory(starts_at=soon)
    own = BookingFactory(date=date, state="asked", person__family_name="Quendel")
    foreign = BookingFactory(date=date, state="asked", person__family_name="Zwirbel")
    head = staff(Role.PRINCIPAL, home_school=own.school)
    sign_in(client, head)

    page = text_of(client.get("/training/approvals/"))
    answers = [
        client.post(f"/training/approvals/{one.uid}/{what}/").status_code
        for one, what in ((foreign, "approve"), (foreign, "decline"), (own, "approve"))
    ]

    own.refresh_from_db()
    foreign.refresh_from_db()
    assert ("Quendel" in page, "Zwirbel" in page) == (True, False)
    assert (answers, own.state, foreign.state) == ([404, 404, 302], "booked", "asked")
    assert "Niemand wartet auf Sie" in text_of(client.get("/training/approvals/"))


def test_the_central_team_plans_a_course_and_its_dates(client, soon):
    central(client)
    trainer = staff()
    course = {"kind": "webinar", "title": "Moodle", "summary": "Kurse", "hours": "2"}
    course |= {"price": "0"}
    client.post("/training/desk/courses/new/", course)
    made = TrainingCourse.objects.get()
    desk = f"/training/desk/courses/{made.uid}"
    client.post(f"{desk}/publish/")
    when = {"starts_at": f"{soon:%Y-%m-%dT09:00}", "ends_at": f"{soon:%Y-%m-%dT11:00}"}
    when |= {"seats": "3", "online_url": URL}

    wrong = client.post(f"{desk}/dates/new/", when | {"trainers": "nobody@x.de"})
    client.post(f"{desk}/dates/new/", when | {"trainers": trainer.username})

    date = TrainingDate.objects.get()
    assert wrong.status_code == 422
    assert "Die Kennung nobody@x.de gibt es nicht." in text_of(wrong)
    assert timezone.localtime(date.starts_at).hour == 9
    assert date.datetrainer_set.get().person == trainer.person
    assert "0 von 3" in text_of(client.get("/training/desk/"))


def test_the_central_team_changes_and_cancels(client, soon):
    central(client)
    trainer, date = staff(), TrainingDateFactory(starts_at=soon)
    DateTrainerFactory(date=date, person=trainer.person)
    course = date.course
    url, desk = (
        f"/training/desk/dates/{date.uid}/",
        f"/training/desk/courses/{course.uid}/",
    )
    values = {"kind": "webinar", "title": "Moodle 2", "summary": "x", "hours": "2"}
    when = {"starts_at": f"{soon:%Y-%m-%dT09:00}", "ends_at": f"{soon:%Y-%m-%dT11:00}"}

    assert trainer.username in text_of(client.get(url))
    client.post(desk, values | {"price": "0"})
    client.post(url, when | {"seats": "4", "place": "Raum 2"})
    date.refresh_from_db()
    course.refresh_from_db()
    assert (date.seats, course.title) == (4, "Moodle 2")
    assert date.datetrainer_set.count() == 0

    assert "Diesen Termin" in text_of(client.get(f"{url}cancel/"))
    client.post(f"{url}cancel/")
    client.post(f"{desk}withdraw/")
    date.refresh_from_db()
    course.refresh_from_db()
    assert (date.cancelled_at is None, course.published_at) == (False, None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": "2020-01-01T09:00"}, "Das Ende liegt vor dem Anfang."),
        ({"starts_at": "2020-01-01T09:00"}, "Der Anfang liegt in der Vergangenheit."),
        ({"place": ""}, "Bitte sagen Sie, wo der Termin stattfindet"),
        ({"seats": "1"}, "2 Plätze sind vergeben oder angeboten."),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_a_sentence(
    client, soon, changes, sentence
):
    central(client)
    date = TrainingDateFactory(starts_at=soon)
    seated(date)
    seated(date)
    values = {
        "starts_at": f"{soon:%Y-%m-%dT09:00}",
        "ends_at": f"{soon:%Y-%m-%dT11:00}",
    }
    values |= {"seats": "2", "place": "Raum 1"}

    response = client.post(f"/training/desk/dates/{date.uid}/", values | changes)

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_a_date_that_has_begun_is_not_changed_nor_cancelled(client):
    central(client)
    start = timezone.now() - dt.timedelta(hours=1)
    date = TrainingDateFactory(starts_at=start)
    later = timezone.now() + dt.timedelta(days=1)
    values = {
        "starts_at": f"{later:%Y-%m-%dT09:00}",
        "ends_at": f"{later:%Y-%m-%dT10:00}",
    }

    response = client.post(
        f"/training/desk/dates/{date.uid}/", values | {"seats": "2", "place": "x"}
    )
    client.post(f"/training/desk/dates/{date.uid}/cancel/")

    date.refresh_from_db()
    assert (response.status_code, date.cancelled_at) == (422, None)


def test_a_course_with_dates_stays_of_its_kind(client, soon):
    central(client)
    course = TrainingDateFactory(starts_at=soon).course
    values = {"kind": "in_school", "title": "Anders", "summary": "x", "hours": "1"}

    client.post(f"/training/desk/courses/{course.uid}/", values | {"price": "1"})

    course.refresh_from_db()
    assert (course.kind, course.title) == (CourseKind.WEBINAR, "Anders")


def test_the_menu_shows_what_somebody_may(client):
    sign_in(client, staff(Role.PRINCIPAL))
    head = text_of(client.get(reverse("portal:dashboard")))
    sign_in(client, staff(Role.STUDENT))
    pupil = text_of(client.get(reverse("portal:dashboard")))

    assert ("/training/mine/" in head, "/training/approvals/" in head) == (True, True)
    assert "/training/mine/" not in pupil


def test_the_search_finds_what_is_published(client):
    team = Actor.system("test")
    course = add_course(
        CourseDraft("webinar", "Arbeitsblätter", "Barrierefrei schreiben", Decimal(2)),
        by=team,
        at=timezone.now(),
    )
    found = []
    for change in (publish_course, withdraw_course):
        change(course, by=team, at=timezone.now())
        found.append(list(SearchDocument.objects.values_list("kind", "title", "url")))

    url = f"/training/courses/{course.uid}/"
    assert found == [[("training", "Arbeitsblätter", url)], []]


def test_the_search_follows_a_changed_course():
    team = Actor.system("test")
    draft = CourseDraft("webinar", "Alt", "Barrierefrei schreiben", Decimal(2))
    course = add_course(draft, by=team, at=timezone.now())
    publish_course(course, by=team, at=timezone.now())

    change_course(course, replace(draft, title="Neu"), by=team, at=timezone.now())

    assert SearchDocument.objects.get().title == "Neu"


def test_a_date_is_written_out(client):
    start = dt.datetime(2030, 12, 4, 13, tzinfo=dt.UTC)
    two_days = TrainingDateFactory(
        starts_at=start, ends_at=start + dt.timedelta(days=1), place="Aula"
    )
    date = TrainingDateFactory(starts_at=start, course=two_days.course)

    page = text_of(client.get(f"/training/courses/{date.course.uid}/"))

    assert "Mittwoch, 4. Dezember 2030</time>, 14:00 bis 16:00" in page
    assert "4. Dezember 2030 14:00 bis 5. Dezember 2030 14:00" in page
