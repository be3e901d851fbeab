"""Who reaches the service desk: by form, by telephone, with which PIN."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.audit.models import LogEntry, SecurityEvent
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Appointment,
    GrantEffect,
    GroupKind,
    Right,
    Role,
)
from eduport.people.services.rights import Recipient, set_right
from eduport.support.errors import TooManyPinsError, WrongPinError
from eduport.support.permissions import can_report_online, is_entitled_reporter
from eduport.support.queries.reporters import pin_for, schools_reported_for
from eduport.support.rules.pins import is_pin, pin_of, spaced
from eduport.support.services.reporters import check_caller
from tests.factories.accounts import sign_in
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
    SchoolFactory,
)
from tests.support.conftest import belongs

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_pin_is_the_same_all_day_and_for_nobody_else():
    day = NOON.date()
    pin = pin_of(b"secret", "person", day)

    assert (len(pin), pin.isdigit()) == (6, True)
    others = [
        pin_of(b"secret", "person", day + DAY),
        pin_of(b"secret", "somebody", day),
        pin_of(b"other", "person", day),
    ]
    assert pin not in others
    assert pin_of(b"secret", "person", day) == pin


@pytest.mark.parametrize(
    ("given", "is_right"),
    [("123456", True), ("123 456", True), ("123457", False), ("", False), ("١", False)],
)
def test_a_pin_is_compared_however_it_is_spaced(given, is_right):
    assert is_pin(given, "123456") is is_right
    assert is_pin(spaced("123456"), "123456")


def test_the_pin_changes_at_midnight_in_berlin(cast):
    person = cast.it_contact.person
    midnight = dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)

    before, after = midnight - dt.timedelta(seconds=1), midnight

    assert pin_for(person, at=NOON) == pin_for(person, at=before)
    assert pin_for(person, at=before) != pin_for(person, at=after)


def open_form(role, school=None, effect=GrantEffect.ALLOWED):
    """As the central team does it on the page of rights."""
    team = Actor("team", roles=frozenset({AdminRole.CENTRAL_TEAM}))
    right, to = Right.REPORT_FAULTS_ONLINE, Recipient(school, role)
    set_right(right, to, effect, by=team, at=NOON)


def test_who_may_report(cast):
    head = belongs(cast.school, Role.PRINCIPAL, "hella")

    entitled = {
        name: (is_entitled_reporter(actor), can_report_online(actor))
        for name, actor in {
            "head": head.actor,
            **{n: cast.actor(n) for n in ("pupil", "teacher", "admin", "it_contact")},
        }.items()
    }

    assert entitled == {
        "head": (True, False),
        "pupil": (False, False),
        "teacher": (False, False),
        "admin": (True, True),
        "it_contact": (True, False),
    }


def test_the_central_team_opens_the_form_and_closes_it_at_once(cast):
    open_form(AdminRole.IT_CONTACT)
    assert can_report_online(cast.actor("it_contact"))
    assert list(schools_reported_for(cast.actor("it_contact"))) == [cast.school]

    open_form(AdminRole.IT_CONTACT, effect=None)

    assert not can_report_online(cast.actor("it_contact"))
    assert list(schools_reported_for(cast.actor("it_contact"))) == []
    assert [entry.action for entry in LogEntry.objects.order_by("pk")] == [
        "people.grant.allowed",
        "people.grant.taken_back",
    ]


def test_the_form_can_be_opened_at_one_school_and_to_a_group(cast, client):
    head = belongs(cast.school, Role.PRINCIPAL, "hella")
    stranger = belongs(SchoolFactory(), Role.PRINCIPAL, "hedwig")
    open_form(Role.PRINCIPAL, cast.school)
    circle = GroupFactory(school=cast.school, kind=GroupKind.TEAM)
    MembershipFactory(group=circle, person=cast.it_contact.person)
    team = Actor("team", roles=frozenset({AdminRole.CENTRAL_TEAM}))
    right, to = Right.REPORT_FAULTS_ONLINE, Recipient(cast.school, group=circle)
    set_right(right, to, GrantEffect.ALLOWED, by=team, at=NOON)

    actors = [head.actor, cast.actor("it_contact"), stranger.actor]
    assert [can_report_online(actor) for actor in actors] == [True, True, False]
    sign_in(client, cast.it_contact)
    assert client.get(reverse("support:report")).status_code == 200


def test_a_right_that_cannot_be_had_costs_no_query(cast, django_assert_num_queries):
    actors = [cast.actor(name) for name in ("pupil", "teacher", "admin")]

    with django_assert_num_queries(0):
        assert [can_report_online(actor) for actor in actors] == [False, False, True]


def test_an_it_contact_reports_only_for_the_school_of_the_appointment(cast):
    elsewhere = cast.stranger.person.home_school
    AffiliationFactory(person=cast.it_contact.person, school=elsewhere)
    open_form(AdminRole.IT_CONTACT)

    assert list(schools_reported_for(cast.actor("it_contact"))) == [cast.school]


def test_a_withdrawn_school_admin_reports_no_more(cast):
    Appointment.objects.filter(role=AdminRole.SCHOOL_ADMIN).update(ends_at=NOON)

    assert not is_entitled_reporter(cast.actor("admin"))


def test_a_caller_with_the_right_pin_is_known(cast, operator):
    contact = cast.it_contact
    pin = pin_for(contact.person, at=NOON)

    caller = check_caller(contact.username.upper(), pin, by=operator, at=NOON)

    assert caller.person == contact.person
    assert [(one.role, one.school) for one in caller.belongings] == [
        ("IT-Betreuung", cast.school)
    ]
    assert LogEntry.objects.get().action == "support.pin.accepted"


def test_all_that_is_wrong_is_answered_alike(cast, operator):
    contact, teacher = cast.it_contact, cast.teacher
    yesterday = pin_for(contact.person, at=NOON - DAY)
    wrong = [
        (contact.username, yesterday),
        (contact.username, pin_for(teacher.person, at=NOON)),
        (teacher.username, pin_for(teacher.person, at=NOON)),
        ("nobody@hafen.hamburg.de", "123456"),
    ]

    for login, pin in wrong:
        with pytest.raises(WrongPinError):
            check_caller(login, pin, by=operator, at=NOON)

    refusals = SecurityEvent.objects.filter(action="support.pin.refused")
    assert {entry.subject_id for entry in refusals} == {contact.person.pk}


def test_a_withdrawn_contact_calls_in_vain(cast, operator):
    contact = cast.it_contact
    Appointment.objects.filter(role=AdminRole.IT_CONTACT).update(ends_at=NOON)

    with pytest.raises(WrongPinError):
        check_caller(
            contact.username, pin_for(contact.person, at=NOON), by=operator, at=NOON
        )


def test_guessing_ends_after_five_wrong_pins(cast, operator):
    contact = cast.it_contact
    pin = pin_for(contact.person, at=NOON)
    for _ in range(5):
        with pytest.raises(WrongPinError):
            check_caller(contact.username, "x", by=operator, at=NOON)

    with pytest.raises(TooManyPinsError):
        check_caller(contact.username, pin, by=operator, at=NOON)


def test_the_page_with_the_pin_is_not_kept(client, cast):
    sign_in(client, cast.it_contact)

    response = client.get(reverse("support:service_desk"))

    pin = spaced(pin_for(cast.it_contact.person, at=timezone.now()))
    assert pin in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_desk_sees_who_calls_and_no_address_names_them(desk, cast):
    pin = pin_for(cast.it_contact.person, at=timezone.now())
    url = reverse("support:check_caller")

    response = desk.post(url, {"login": cast.it_contact.username, "pin": pin})
    refused = desk.post(url, {"login": cast.it_contact.username, "pin": "0"})

    assert response.status_code == 200
    assert "iris Berg" in response.content.decode()
    assert refused.status_code == 422
    assert "iris Berg" not in refused.content.decode()
