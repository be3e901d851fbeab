"""The demo: its city comes by the sync, and every role can sign in."""

import pytest
from django.utils import timezone

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.news.models import Event, NewsItem
from eduport.news.queries import board_for, public_news_of
from eduport.ops.demo.cast import PASSWORD, cast, without_used_codes
from eduport.ops.demo.desk import fill_desk
from eduport.ops.demo.guide import table
from eduport.ops.demo.news import publish_news
from eduport.ops.demo.roster import import_city
from eduport.ops.demo.statistics import count_a_year
from eduport.ops.demo.status import make_trouble
from eduport.ops.demo.training import offer_training
from eduport.people.models import Person, School
from eduport.stats.models import VisitCount
from eduport.support.models import Ticket, TicketKind
from eduport.training.models import (
    Certificate,
    InSchoolRequest,
    TrainingCourse,
    TrainingDate,
)
from eduport.training.queries.feedback import feedback_of
from eduport.training.services.following import follow_dates

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DEMO = Actor.system("demo")
ROLES = {
    "pupil": {"student"},
    "teacher": {"teacher"},
    "head of school": {"principal"},
    "school office": {"office"},
    "specialist staff": {"specialist"},
    "guest teacher": {"external"},
    "IT contact (gives training)": {"teacher", "it_contact"},
    "school admin (Admin-Account)": {"school_admin"},
    "central team (Admin-Account)": {"central_team"},
    "service desk (Admin-Account)": {"service_desk"},
}


@pytest.fixture
def logins(tmp_path):
    import_city(tmp_path / "roster", by=DEMO, at=timezone.now())
    return cast(by=DEMO, at=timezone.now())


def account_of(login):
    return Account.objects.get(username=login["username"])


def test_every_role_can_sign_in(logins):
    roles = {
        login["who"]: set(account_of(login).actor.roles)
        for login in logins
        if account_of(login).check_password(PASSWORD)
    }

    assert roles == ROLES


def test_two_people_wait_for_their_activation(logins):
    waiting = [login for login in logins if login["code"]]

    assert [account_of(login).activated_at for login in waiting] == [None, None]
    assert without_used_codes(logins) == logins


def test_who_activated_the_account_leaves_the_table(logins):
    waiting = [login for login in logins if login["code"]]
    Account.objects.filter(username=waiting[0]["username"]).update(
        activated_at=timezone.now()
    )

    left = [login for login in logins if login != waiting[0]]
    assert without_used_codes(logins) == left


def test_an_interrupted_start_is_done_again(logins):
    counts = Person.objects.count(), School.objects.count()

    again = cast(by=DEMO, at=timezone.now())

    assert (Person.objects.count(), School.objects.count()) == counts
    assert [login["username"] for login in again] == [
        login["username"] for login in logins
    ]


def test_the_table_names_address_login_and_password():
    login = {"who": "pupil", "username": "ada@s1", "password": "secret", "code": ""}
    waiting = login | {"password": "", "code": "AB-12"}

    lines = table([login, waiting], "http://127.0.0.1:8000").splitlines()

    assert lines[1] == "eduPort runs on http://127.0.0.1:8000"
    assert [line.split() for line in lines[3:4] + lines[5:]] == [
        ["Who", "Login", "Password"],
        ["pupil", "ada@s1", "secret"],
        ["pupil", "ada@s1", "activation", "code", "AB-12"],
    ]


def test_the_desk_has_something_to_do_and_gets_it_once(logins):
    at = timezone.now()
    make_trouble("http://127.0.0.1:8000", by=DEMO, at=at)

    fill_desk(logins, at=at)
    fill_desk(logins, at=at)

    faults = Ticket.objects.filter(kind=TicketKind.FAULT)
    assert sorted(faults.values_list("state", flat=True)) == [
        "in_progress",
        "new",
        "solved",
        "waiting",
    ]
    assert faults.filter(incident__isnull=False).count() == 1
    assert Ticket.objects.filter(kind=TicketKind.QUESTION).count() == 2


def test_a_year_was_counted_once_and_says_nothing_below_five(logins):
    count_a_year(at=timezone.now())
    counts = VisitCount.objects.count()
    count_a_year(at=timezone.now())

    kinds = {school.kind for school in School.objects.all()} - {"", "authority"}
    assert kinds == {*VisitCount.objects.values_list("school_kind", flat=True)}
    assert VisitCount.objects.count() == counts > 0
    assert not VisitCount.objects.filter(visits__lt=5).exists()


def test_there_is_news_for_everybody_and_something_important(logins):
    at = timezone.now()
    for _ in range(2):
        publish_news(logins, at=at)

    pupil = account_of(next(one for one in logins if one["who"] == "pupil"))
    found = board_for(pupil.actor, at).news
    assert [one.title for one in found.to_confirm] == ["Die neue Hausordnung"]
    assert len(found.newest) == 5
    assert public_news_of(None, at)
    [title] = NewsItem.objects.filter(school=None, is_public=True).values_list("title")
    assert title == ("Neue Tablets für alle Schulen",)
    assert Event.objects.filter(rule="FREQ=WEEKLY").exists()


def test_training_was_held_is_full_and_is_asked_for_by_schools(logins):
    for _time in range(2):
        offer_training(logins, at=timezone.now())

    admins = TrainingDate.objects.filter(held_at__isnull=False).get()
    full = TrainingDate.objects.get(course__title__startswith="Moodle")
    waiting = full.booking_set.filter(state="waiting").count()
    feedback = feedback_of(admins, ends_at=admins.ends_at, at=timezone.now())
    assert TrainingCourse.objects.count() == 6
    assert (full.seats_left, waiting > 0) == (0, True)
    assert Certificate.objects.filter(counts_for_appointment=True).count() >= 5
    assert feedback is not None
    waits, over = InSchoolRequest.objects.order_by("pk")
    assert (waits.proposed_by, over.state) == ("team", "agreed")
    assert follow_dates(at=timezone.now()) == 0
