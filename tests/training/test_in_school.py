"""In-school training: a school asks, both sides agree, it takes place."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from icalendar import Calendar

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role
from eduport.training.errors import (
    AskedAlreadyError,
    CourseNotPublishedError,
    DateInThePastError,
    EndsBeforeStartError,
    NobodyComesError,
    NothingProposedError,
    NotInSchoolError,
    NotPossibleNowError,
)
from eduport.training.models import (
    CourseKind,
    InSchoolRequest,
    RequestEvent,
    TrainingDate,
)
from eduport.training.rules.requests import Side
from eduport.training.services.in_school import (
    agree_to_date,
    ask_for_training,
    decline_training,
    note_as_held,
    propose_date,
    withdraw_request,
)
from eduport.training.types import Attended, Period, Wish
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.outbox import letters
from tests.factories.people import NOON, AppointmentFactory, SchoolFactory
from tests.factories.training import (
    IN_TEN_DAYS,
    InSchoolRequestFactory,
    TrainingCourseFactory,
    actor_of,
    staff,
)

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=1)
DAYS = 24 * HOURS
WHEN = Period(IN_TEN_DAYS, IN_TEN_DAYS + 3 * HOURS)
LATER = Period(IN_TEN_DAYS + DAYS, IN_TEN_DAYS + DAYS + 3 * HOURS)
TEAM, SCHOOL = {"side": Side.TEAM}, {"side": Side.SCHOOL}


@pytest.fixture
def head():
    """The head of a school, signed in nowhere."""
    return staff(Role.PRINCIPAL)


def offer(**values):
    return TrainingCourseFactory(kind=CourseKind.IN_SCHOOL, **values)


def ask(head, course=None, wish=None):
    return ask_for_training(
        course or offer(),
        head.person.home_school,
        wish or Wish(20, "Nach dem Unterricht", WHEN),
        by=actor_of(head),
        at=NOON,
    )


def event_of(letter):
    [event] = Calendar.from_ical(letter.calendar).events
    return event


def steps(request):
    return [event.step for event in RequestEvent.objects.filter(request=request)]


def test_a_school_asks_and_the_team_agrees(settings, team, head):
    settings.EDUPORT = settings.EDUPORT.model_copy(
        update={"training_mail": "team@example.org"}
    )
    request = ask(head)
    assert (request.state, request.proposed_by) == ("open", "school")

    agree_to_date(request.pk, WHEN, by=team, at=NOON, **TEAM)

    request.refresh_from_db()
    date = request.date
    assert (request.state, request.proposed_by) == ("agreed", "")
    assert (date.starts_at, date.school) == (WHEN.starts_at, request.school)
    assert steps(request) == ["ask", "propose", "agree"]
    asked, *agreed = letters()
    assert asked.to == "team@example.org"
    assert "fragt" in asked.subject
    assert {one.to for one in agreed} == {"team@example.org", head.username}
    for letter in agreed:
        assert "vereinbart" in letter.subject
        assert event_of(letter).start == WHEN.starts_at
        assert str(event_of(letter)["URL"]).endswith(f"/in-school/{request.uid}/")


def test_the_other_side_proposes_and_only_the_other_side_agrees(team, head):
    request = ask(head)
    propose_date(request.pk, LATER, text="Lieber so", by=team, at=NOON, **TEAM)

    with pytest.raises(NothingProposedError):
        agree_to_date(request.pk, LATER, by=team, at=NOON, **TEAM)
    agree_to_date(request.pk, LATER, by=actor_of(head), at=NOON, **SCHOOL)

    assert TrainingDate.objects.get().starts_at == LATER.starts_at


def test_an_agreed_date_holds_until_another_one_is_agreed(team, head):
    request = ask(head)
    agree_to_date(request.pk, WHEN, by=team, at=NOON, **TEAM)
    propose_date(
        request.pk, LATER, text="Zeugnisse", by=actor_of(head), at=NOON, **SCHOOL
    )
    assert TrainingDate.objects.get().starts_at == WHEN.starts_at

    agree_to_date(request.pk, LATER, by=team, at=NOON, **TEAM)

    date = TrainingDate.objects.get()
    assert (date.starts_at, date.sequence) == (LATER.starts_at, 1)


@pytest.mark.parametrize("who", ["team", "school"])
def test_either_side_ends_it_and_the_date_does_not_take_place(team, head, who):
    request = ask(head)
    agree_to_date(request.pk, WHEN, by=team, at=NOON, **TEAM)

    if who == "team":
        decline_training(request.pk, "Krank", by=team, at=NOON)
    else:
        withdraw_request(request.pk, "Umzug", by=actor_of(head), at=NOON)

    request.refresh_from_db()
    assert request.state == ("declined" if who == "team" else "withdrawn")
    assert TrainingDate.objects.get().cancelled_at == NOON
    with pytest.raises(NotPossibleNowError, match="geht gerade nicht"):
        propose_date(request.pk, LATER, by=team, at=NOON, **TEAM)
    # The school may ask anew.
    assert ask(head, request.course).state == "open"


def test_it_has_taken_place_only_afterwards(team, head):
    request = ask(head)
    agree_to_date(request.pk, WHEN, by=team, at=NOON, **TEAM)
    values = {"by": actor_of(head), **SCHOOL}

    with pytest.raises(NotPossibleNowError):
        note_as_held(request.pk, Attended(18), at=WHEN.starts_at, **values)
    with pytest.raises(NobodyComesError):
        note_as_held(request.pk, Attended(0), at=WHEN.ends_at, **values)
    note_as_held(request.pk, Attended(18), at=WHEN.ends_at, **values)

    request.refresh_from_db()
    assert (request.state, request.participants) == ("held", 18)
    assert request.date.held_at == WHEN.ends_at


@pytest.mark.parametrize(
    ("course", "wish", "error"),
    [
        ({"kind": CourseKind.WEBINAR}, Wish(1), NotInSchoolError),
        ({"published_at": None}, Wish(1), CourseNotPublishedError),
        ({}, Wish(0), NobodyComesError),
        ({}, Wish(1, "", Period(IN_TEN_DAYS, IN_TEN_DAYS)), EndsBeforeStartError),
        ({}, Wish(1, "", Period(NOON, IN_TEN_DAYS)), DateInThePastError),
    ],
)
def test_what_cannot_be_asked_for_is_refused(head, course, wish, error):
    with pytest.raises(error):
        ask(
            head,
            offer(**course)
            if "kind" not in course
            else TrainingCourseFactory(**course),
            wish,
        )

    assert not InSchoolRequest.objects.exists()


def test_a_school_asks_once_at_a_time(head):
    request = ask(head)

    with pytest.raises(AskedAlreadyError):
        ask(head, request.course)


def test_a_proposal_of_yesterday_cannot_be_agreed_to(team, head):
    request = ask(head)

    with pytest.raises(DateInThePastError):
        agree_to_date(request.pk, WHEN, by=team, at=WHEN.starts_at, **TEAM)
    with pytest.raises(NothingProposedError):
        agree_to_date(InSchoolRequestFactory().pk, WHEN, by=team, at=NOON, **TEAM)


def test_heads_are_told_when_who_asked_is_gone(team, head):
    request = ask(head)
    InSchoolRequest.objects.update(asked_by=None)

    decline_training(request.pk, "Keine Zeit", by=team, at=NOON)

    [letter] = letters()
    assert letter.to == head.username
    assert "Keine Zeit" in letter.text


def admin_of(school):
    account = AccountFactory(kind=AccountKind.ADMIN)
    AppointmentFactory(person=account.person, school=school)
    return account


def central():
    account = AccountFactory(kind=AccountKind.ADMIN)
    AppointmentFactory(person=account.person, school=None, role=AdminRole.CENTRAL_TEAM)
    return account


def typed(period):
    names = ("starts_at", "ends_at")
    times = (f"{timezone.localtime(one):%Y-%m-%dT%H:%M}" for one in period)
    return dict(zip(names, times, strict=True))


def seen_on(page):
    """The hidden fields of the button, as a browser sends them."""
    return dict(re.findall(r'name="((?:starts|ends)_at)" value="([^"]+)"', page))


def soon(days):
    start = timezone.now().replace(microsecond=0, second=0) + days * DAYS
    return Period(start, start + 3 * HOURS)


def test_the_way_of_a_request_through_the_pages(client):
    school, course = SchoolFactory(), offer(title="Tafeln")
    admin, planner = admin_of(school), central()
    sign_in(client, admin)
    assert (
        "Für die Schule anfragen"
        in client.get(f"/training/courses/{course.uid}/").content.decode()
    )
    values = {"school": school.pk, "participants": "12", "wishes": "Bitte nachmittags"}
    half = client.post(
        f"/training/courses/{course.uid}/ask/",
        values | {"starts_at": "2030-01-01T10:00"},
    )
    client.post(f"/training/courses/{course.uid}/ask/", values)
    request = InSchoolRequest.objects.get()
    url = f"/training/in-school/{request.uid}/"

    sign_in(client, planner)
    assert (
        "Schulen, die auf einen Termin warten"
        in client.get("/training/desk/").content.decode()
    )
    client.post(f"{url}propose/", typed(soon(5)) | {"text": "Passt das?"})

    sign_in(client, admin)
    page = client.get(url).content.decode()
    assert half.status_code == 422
    assert "Passt das?" in page
    assert "Diesem Termin zustimmen" in page
    client.post(f"{url}agree/")
    request.refresh_from_db()
    assert request.state == "open"
    client.post(f"{url}agree/", seen_on(page))
    request.refresh_from_db()
    assert request.state == "agreed"
    assert "vereinbart" in client.get("/training/in-school/").content.decode()
    assert client.post(f"{url}held/", {"participants": "9"}).status_code == 422

    TrainingDate.objects.update(
        starts_at=timezone.now() - 4 * HOURS, ends_at=timezone.now() - HOURS
    )
    assert "Hat stattgefunden" in client.get(url).content.decode()
    client.post(f"{url}held/", {"participants": "9"})
    request.refresh_from_db()
    assert (request.state, request.participants) == ("held", 9)


def test_a_school_sees_only_its_own_requests(client):
    request = InSchoolRequestFactory(course__title="Geheimes")
    sign_in(client, admin_of(SchoolFactory()))
    url = f"/training/in-school/{request.uid}/"

    page = client.get("/training/in-school/").content.decode()
    answers = [
        client.get(url).status_code,
        *(
            client.post(f"{url}{what}/").status_code
            for what in ("agree", "withdraw", "propose", "held", "decline")
        ),
    ]

    assert "Geheimes" not in page
    assert answers == [404] * 6


def test_the_team_declines_with_a_reason_and_a_school_takes_back(client):
    request, other = InSchoolRequestFactory(), InSchoolRequestFactory()
    sign_in(client, central())
    url = f"/training/in-school/{request.uid}/decline/"

    assert client.post(url, {}).status_code == 422
    client.post(url, {"text": "Zu viele Anfragen"})
    sign_in(client, admin_of(other.school))
    url = f"/training/in-school/{other.uid}/withdraw/"
    assert client.post(url, {}).status_code == 422
    client.post(url, {"text": "Wir bauen um"})

    request.refresh_from_db()
    other.refresh_from_db()
    assert (request.state, other.state) == ("declined", "withdrawn")
