"""Who gives in-school training agrees on it; and who of a school was there."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from icalendar import Calendar

from eduport.people.models import Role
from eduport.training.errors import (
    InSchoolDateError,
    MoreNamesThanPeopleError,
    NoReasonError,
    NotPossibleNowError,
    ProposalChangedError,
)
from eduport.training.models import (
    Booking,
    Certificate,
    CourseKind,
    InSchoolRequest,
    RequestTrainer,
    TrainingDate,
)
from eduport.training.queries.invoices import invoice_rows
from eduport.training.rules.requests import Side
from eduport.training.services.attendance import note_attendance
from eduport.training.services.courses import add_date, cancel_date, change_date
from eduport.training.services.following import requests_to_remind
from eduport.training.services.in_school import (
    agree_to_date,
    ask_for_training,
    decline_training,
    note_as_held,
    propose_date,
    withdraw_request,
)
from eduport.training.services.request_trainers import name_trainers
from eduport.training.services.telling_schools import remind_of_request
from eduport.training.types import Attended, DateDraft, Period, Wish
from tests.factories.accounts import sign_in
from tests.factories.outbox import letters
from tests.factories.people import NOON, AffiliationFactory
from tests.factories.training import (
    IN_TEN_DAYS,
    InSchoolRequestFactory,
    RequestTrainerFactory,
    TrainingCourseFactory,
    TrainingDateFactory,
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
    return staff(Role.PRINCIPAL)


@pytest.fixture
def trainer():
    """Gives training at other schools."""
    return staff()


def asked(head, trainer=None, **course):
    values = {"kind": CourseKind.IN_SCHOOL, "price": Decimal(350)}
    request = ask_for_training(
        TrainingCourseFactory(**values | course),
        head.person.home_school,
        Wish(20, "", WHEN),
        by=actor_of(head),
        at=NOON,
    )
    if trainer:
        RequestTrainerFactory(request=request, person=trainer.person)
    return request


def agreed(head, trainer, **course):
    request = asked(head, trainer, **course)
    agree_to_date(request.pk, WHEN, by=actor_of(trainer), at=NOON, **TEAM)
    request.refresh_from_db()
    return request


def colleague(head, **names):
    """Somebody of the staff of the head's school."""
    account = staff(home_school=head.person.home_school, **names)
    AffiliationFactory(
        person=account.person, school=head.person.home_school, role=Role.OFFICE
    )
    return account


def event_of(letter):
    [event] = Calendar.from_ical(letter.calendar).events
    return event


def new_letters(act):
    """What is written while something is done."""
    before = len(letters())
    act()
    return letters()[before:]


def test_who_is_named_is_told_and_who_is_released_too(team, head, trainer):
    request, other = asked(head), staff()
    keys = [trainer.person_id]

    for _time in range(2):
        name_trainers(request.pk, keys, by=team, at=NOON)
    name_trainers(request.pk, [other.person_id], by=team, at=NOON)

    told = [(one.to, one.subject.partition(":")[0]) for one in letters()]
    assert told == [
        (trainer.username, "Sie geben eine Fortbildung"),
        (other.username, "Sie geben eine Fortbildung"),
        (trainer.username, "Sie geben diese Fortbildung nicht mehr"),
    ]
    assert RequestTrainer.objects.get().person == other.person


def test_nobody_is_named_for_what_has_ended(team, head, trainer):
    request = asked(head)
    withdraw_request(request.pk, "Umzug", by=actor_of(head), at=NOON)

    with pytest.raises(NotPossibleNowError):
        name_trainers(request.pk, [trainer.person_id], by=team, at=NOON)


def test_the_trainer_proposes_agrees_and_everybody_gets_the_entry(head, trainer):
    request = asked(head, trainer)

    [proposed] = new_letters(
        lambda: propose_date(
            request.pk, LATER, text="Lieber so", by=actor_of(trainer), at=NOON, **TEAM
        )
    )
    told = new_letters(
        lambda: agree_to_date(request.pk, LATER, by=actor_of(head), at=NOON, **SCHOOL)
    )

    assert (proposed.to, proposed.calendar) == (head.username, "")
    assert "Lieber so" in proposed.text
    assert {one.to for one in told} == {head.username, trainer.username}
    assert {event_of(one).start for one in told} == {LATER.starts_at}


def test_nobody_agrees_to_what_they_have_not_seen(head, trainer):
    request = asked(head, trainer)
    for period in (WHEN, LATER):
        propose_date(request.pk, period, by=actor_of(trainer), at=NOON, **TEAM)

    with pytest.raises(ProposalChangedError):
        agree_to_date(request.pk, WHEN, by=actor_of(head), at=NOON, **SCHOOL)

    assert not TrainingDate.objects.exists()


def test_an_agreed_date_is_moved_with_a_reason_and_everybody_is_told(head, trainer):
    request = agreed(head, trainer)

    with pytest.raises(NoReasonError):
        propose_date(request.pk, LATER, by=actor_of(head), at=NOON, **SCHOOL)
    propose_date(
        request.pk, LATER, text="Konferenz", by=actor_of(head), at=NOON, **SCHOOL
    )
    told = new_letters(
        lambda: agree_to_date(request.pk, LATER, by=actor_of(trainer), at=NOON, **TEAM)
    )

    events = [event_of(one) for one in told]
    assert {one.to for one in told} == {head.username, trainer.username}
    assert all("neuer Termin" in one.subject for one in told)
    assert {(int(one["SEQUENCE"]), one.start) for one in events} == {
        (1, LATER.starts_at)
    }


@pytest.mark.parametrize("end", [withdraw_request, decline_training])
def test_an_agreed_date_is_cancelled_with_a_reason_and_leaves_calendars(
    head, trainer, end
):
    request = agreed(head, trainer)
    by = actor_of(head if end is withdraw_request else trainer)

    with pytest.raises(NoReasonError):
        end(request.pk, " ", by=by, at=NOON)
    told = new_letters(lambda: end(request.pk, "Wasserschaden", by=by, at=NOON))

    assert {one.to for one in told} == {head.username, trainer.username}
    assert {event_of(one)["STATUS"] for one in told} == {"CANCELLED"}
    assert all("Wasserschaden" in one.text for one in told)
    assert all(one.subject.endswith("abgesagt") for one in told)


def test_what_did_not_take_place_is_said_afterwards(head, trainer):
    request = agreed(head, trainer)

    with pytest.raises(NotPossibleNowError):
        decline_training(request.pk, "x", by=actor_of(trainer), at=WHEN.starts_at)
    decline_training(request.pk, "Krank", by=actor_of(trainer), at=WHEN.ends_at)

    request.refresh_from_db()
    assert (request.state, request.date.cancelled_at) == ("declined", WHEN.ends_at)


def test_both_sides_are_reminded_once_and_again_of_a_new_date(head, trainer):
    request = agreed(head, trainer)
    soon = WHEN.starts_at - 72 * HOURS
    assert requests_to_remind(at=soon - HOURS) == []
    assert remind_of_request(request.pk, at=soon - HOURS) is False
    assert requests_to_remind(at=soon) == [request.pk]

    told = new_letters(
        lambda: [remind_of_request(request.pk, at=soon) for _time in range(2)]
    )

    assert {one.to for one in told} == {head.username, trainer.username}
    assert len(told) == 2
    assert all("Erinnerung" in one.subject for one in told)
    assert {event_of(one)["STATUS"] for one in told} == {"CONFIRMED"}
    assert requests_to_remind(at=soon) == []

    week = Period(WHEN.starts_at + 7 * DAYS, WHEN.ends_at + 7 * DAYS)
    propose_date(request.pk, week, text="x", by=actor_of(head), at=soon, **SCHOOL)
    agree_to_date(request.pk, week, by=actor_of(trainer), at=soon, **TEAM)
    assert requests_to_remind(at=soon + 7 * DAYS) == [request.pk]


def test_what_is_agreed_shortly_before_needs_no_reminder(head, trainer):
    request = asked(head, trainer)

    at = WHEN.starts_at - HOURS
    agree_to_date(request.pk, WHEN, by=actor_of(trainer), at=at, **TEAM)

    assert requests_to_remind(at=at) == []


def test_whom_the_school_names_gets_a_certificate(head, trainer):
    request = agreed(head, trainer)
    ada, bea = colleague(head), colleague(head)
    people = [ada.person_id, bea.person_id]

    told = new_letters(
        lambda: note_as_held(
            request.pk,
            Attended(18, people),
            by=actor_of(head),
            at=WHEN.ends_at,
            **SCHOOL,
        )
    )

    request.refresh_from_db()
    bookings = Booking.objects.filter(date=request.date)
    assert {one.state for one in bookings} == {"attended"}
    assert {one.person_id for one in Certificate.objects.all()} == set(people)
    assert (request.date.seats, request.date.seats_taken) == (18, 2)
    assert [one.to for one in told] == [trainer.username]
    assert all(one.tell_since == WHEN.ends_at for one in bookings)


def test_number_and_names_can_be_corrected(head, trainer):
    request = agreed(head, trainer)
    ada, bea = colleague(head), colleague(head)
    values = {"by": actor_of(head), "at": WHEN.ends_at} | SCHOOL
    note_as_held(request.pk, Attended(18, [ada.person_id]), **values)

    note_as_held(request.pk, Attended(19, [bea.person_id]), **values)
    # Who says only how many leaves the names as they are.
    told = new_letters(
        lambda: note_as_held(
            request.pk, Attended(19), by=actor_of(trainer), at=WHEN.ends_at, **TEAM
        )
    )

    states = dict(Booking.objects.values_list("person_id", "state"))
    request.refresh_from_db()
    assert states == {ada.person_id: "missed", bea.person_id: "attended"}
    assert Certificate.objects.get().person == bea.person
    assert (request.participants, request.date.seats_taken, told) == (19, 2, [])


def test_more_names_than_people_are_refused(head, trainer):
    request = agreed(head, trainer)
    people = [colleague(head).person_id for _time in range(2)]

    with pytest.raises(MoreNamesThanPeopleError):
        note_as_held(
            request.pk,
            Attended(1, people),
            by=actor_of(head),
            at=WHEN.ends_at,
            **SCHOOL,
        )

    assert not Booking.objects.exists()


def test_the_invoice_keeps_the_price_of_that_day(head, trainer):
    request = agreed(head, trainer)
    note_as_held(
        request.pk, Attended(18), by=actor_of(trainer), at=WHEN.ends_at, **TEAM
    )
    course = request.course
    course.price = Decimal(999)
    course.save()

    [row] = invoice_rows(WHEN.starts_at.date(), WHEN.starts_at.date())

    assert row[1:2] + row[-2:] == [course.title, "350,00", "18"]


def test_a_date_at_a_school_is_changed_by_its_request_only(team, head, trainer):
    date = agreed(head, trainer).date
    draft = DateDraft(LATER.starts_at, LATER.ends_at, 3, "Aula")

    with pytest.raises(InSchoolDateError):
        change_date(date.pk, draft, by=team, at=NOON)
    with pytest.raises(InSchoolDateError):
        cancel_date(date.pk, by=team, at=NOON)
    with pytest.raises(InSchoolDateError):
        add_date(date.course, draft, by=team, at=NOON)
    with pytest.raises(InSchoolDateError):
        note_attendance(date.pk, [], by=team, at=WHEN.ends_at)


def test_a_trainer_sees_the_request_and_the_date_in_the_own_plan(client, trainer):
    start = timezone.now() + 5 * DAYS
    date = TrainingDateFactory(
        starts_at=start, course__kind="in_school", course__title="Tafeln"
    )
    request = InSchoolRequestFactory(course=date.course, date=date, state="agreed")
    RequestTrainerFactory(request=request, person=trainer.person)
    waiting = InSchoolRequestFactory(course__title="Datenschutz")
    RequestTrainerFactory(request=waiting, person=trainer.person)
    InSchoolRequestFactory(course__title="Fremdes")
    sign_in(client, trainer)

    plan = client.get("/training/given/").content.decode()
    page = client.get(f"/training/in-school/{request.uid}/").content.decode()

    assert f"/training/in-school/{request.uid}/" in plan
    assert "Datenschutz" in plan
    assert "Fremdes" not in plan
    assert "Termin verlegen" in page
    assert "Fortbildende benennen" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_own_plan_asks_the_same_for_one_and_three(
    client, trainer, rows, django_assert_num_queries
):
    for days in range(rows):
        start = timezone.now() + (days + 1) * DAYS
        date = TrainingDateFactory(starts_at=start, course__kind="in_school")
        request = InSchoolRequestFactory(course=date.course, date=date, state="agreed")
        RequestTrainerFactory(request=request, person=trainer.person)
        open_one = InSchoolRequestFactory()
        RequestTrainerFactory(request=open_one, person=trainer.person)
    sign_in(client, trainer)
    client.get("/training/given/")

    with django_assert_num_queries(8):
        client.get("/training/given/")


def over(head, trainer):
    """An agreed date that was yesterday, by the clock of the server."""
    start = timezone.now() - DAYS
    date = TrainingDateFactory(
        starts_at=start, course__kind="in_school", school=head.person.home_school
    )
    request = InSchoolRequestFactory(
        course=date.course,
        school=head.person.home_school,
        date=date,
        state="agreed",
        asked_by=head.person,
    )
    RequestTrainerFactory(request=request, person=trainer.person)
    return request


def test_a_trainer_says_how_many_and_the_school_who(client, head, trainer):
    request, ada = over(head, trainer), colleague(head, family_name="Quendel")
    url = f"/training/in-school/{request.uid}/"
    sign_in(client, trainer)
    as_trainer = client.get(f"{url}held/").content.decode()
    client.post(f"{url}held/", {"participants": "12", "present": [ada.person_id]})
    assert not Booking.objects.exists()

    sign_in(client, head)
    as_head = client.get(f"{url}held/").content.decode()
    foreign = client.post(
        f"{url}held/", {"participants": "12", "present": [staff().person_id]}
    )
    client.post(f"{url}held/", {"participants": "12", "present": [ada.person_id]})

    assert ("Quendel" in as_trainer, "Quendel" in as_head) == (False, True)
    assert foreign.status_code == 422
    assert Booking.objects.get().person == ada.person
    assert "Quendel" in client.get(url).content.decode()
    sign_in(client, trainer)
    page = client.get(url).content.decode()
    assert "Wie es war" in page
    assert "Zahl berichtigen" in page


def test_the_head_of_another_school_who_gives_it_speaks_for_the_team(client, head):
    trainer = staff(Role.PRINCIPAL)
    request = InSchoolRequestFactory(
        school=head.person.home_school, asked_by=head.person
    )
    RequestTrainerFactory(request=request, person=trainer.person)
    sign_in(client, trainer)
    url = f"/training/in-school/{request.uid}/"

    assert client.post(f"{url}withdraw/", {"text": "x"}).status_code == 403
    assert "Tafeln" not in client.get("/training/in-school/").content.decode()
    client.post(f"{url}decline/", {"text": "Keine Zeit"})

    request.refresh_from_db()
    assert request.state == "declined"


def test_the_team_names_trainers_by_their_logins(client, head, trainer):
    from tests.training.test_in_school import central  # noqa: PLC0415 -- a cast

    pupil, request = staff(Role.STUDENT), asked(head)
    sign_in(client, central())
    url = f"/training/in-school/{request.uid}/trainers/"

    wrong = client.post(url, {"trainers": pupil.username})
    client.post(url, {"trainers": trainer.username.upper()})

    assert wrong.status_code == 422
    assert "gehört nicht zum Personal" in wrong.content.decode()
    assert RequestTrainer.objects.get().person == trainer.person
    assert trainer.username in client.get(url).content.decode()
    desk = client.get("/training/desk/").content.decode()
    assert "noch niemand benannt" not in desk


def test_the_plan_shows_what_nobody_has_noted(client, head, trainer):
    from tests.training.test_in_school import central  # noqa: PLC0415 -- a cast

    request = over(head, trainer)
    sign_in(client, central())

    page = client.get("/training/desk/").content.decode()

    assert f"/training/in-school/{request.uid}/" in page
    assert "Durchführung noch nicht festgehalten" in page
    assert InSchoolRequest.objects.count() == 1
