"""Reading the log about a person: never alone, never about oneself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from eduport.accounts.models import Account, AccountKind
from eduport.audit.models import LogEntry
from eduport.audit.services import record, record_security_event
from eduport.core.actor import Actor
from eduport.inquiries.errors import (
    AboutOneselfError,
    AlreadyDecidedError,
    NoOfficerError,
    OwnInquiryError,
    UnknownPersonError,
)
from eduport.inquiries.models import Inquiry, InquiryDecision
from eduport.inquiries.permissions import can_read_entries
from eduport.inquiries.queries import entries_about
from eduport.inquiries.services.inquiries import (
    ask_inquiry,
    decide_inquiry,
    purge_inquiries,
)
from eduport.outbox.models import WaitingMail
from eduport.people.models import AdminRole, School
from eduport.people.queries import appointed_actor
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.outbox import letters
from tests.factories.people import (
    NOON,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Somebody changed the password of the school office."
OWN = "dsb@hafen.example"
LOGIN = "ada.berg@hafen.hamburg.de"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def officer(settings):
    changed = {"data_protection_mail": "dpo@example.org"}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=changed)


@pytest.fixture
def ada():
    return AccountFactory(person=PersonFactory(), username=LOGIN).person


def team(name):
    person = AppointmentFactory(
        person__given_name=name, role=AdminRole.CENTRAL_TEAM, school=None
    ).person
    username = f"admin.{name}@xy.hamburg.de".lower()
    return AccountFactory(person=person, kind=AccountKind.ADMIN, username=username)


def actor_of(account):
    return appointed_actor(account.username, account.pk, account.person_id)


@pytest.fixture
def kim():
    return actor_of(team("Kim"))


@pytest.fixture
def lou():
    return actor_of(team("Lou"))


def approve(inquiry, by):
    return decide_inquiry(inquiry.pk, InquiryDecision.APPROVED, by=by, at=NOON)


def test_two_read_together_for_seven_days(ada, kim, lou):
    inquiry = ask_inquiry(f" {LOGIN.upper()} ", REASON, by=kim, at=NOON)
    third = actor_of(team("Mia"))
    asked = can_read_entries(kim, inquiry, at=NOON)

    inquiry = approve(inquiry, lou)

    later = NOON + 7 * DAY
    assert asked is False
    assert [can_read_entries(who, inquiry, at=NOON) for who in (kim, lou, third)] == [
        True,
        True,
        False,
    ]
    assert not can_read_entries(kim, inquiry, at=later)


def test_the_officer_hears_of_both_steps(ada, kim, lou):
    approve(ask_inquiry(LOGIN, REASON, by=kim, at=NOON), lou)

    assert WaitingMail.objects.count() == 2


def test_all_of_it_is_recorded(ada, kim, lou):
    approve(ask_inquiry(LOGIN, REASON, by=kim, at=NOON), lou)

    entries = LogEntry.objects.order_by("pk").values_list("action", "actor_id")
    assert list(entries) == [
        ("inquiries.inquiry.asked", kim.account_id),
        ("inquiries.inquiry.approved", lou.account_id),
    ]


def test_whoever_asked_does_not_decide(ada, kim):
    inquiry = ask_inquiry(LOGIN, REASON, by=kim, at=NOON)

    with pytest.raises(OwnInquiryError):
        approve(inquiry, kim)


def test_the_database_does_not_let_one_be_both(ada, kim):
    inquiry = ask_inquiry(LOGIN, REASON, by=kim, at=NOON)

    with pytest.raises(IntegrityError, match="inquiry_is_decided_by_another"):
        Inquiry.objects.filter(pk=inquiry.pk).update(
            decision="approved", decided_by=kim.person_id, decided_at=NOON
        )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"reason": ""}, "inquiry_has_a_reason"),
        ({"decision": "approved"}, "inquiry_decision_has_its_time"),
    ],
)
def test_the_database_knows_the_rules(ada, kim, values, constraint):
    inquiry = ask_inquiry(LOGIN, REASON, by=kim, at=NOON)

    with pytest.raises(IntegrityError, match=constraint):
        Inquiry.objects.filter(pk=inquiry.pk).update(**values)


def test_nobody_asks_about_oneself(kim):
    login = Account.objects.get(person=kim.person_id).username

    with pytest.raises(AboutOneselfError):
        ask_inquiry(login, REASON, by=kim, at=NOON)


def test_whom_it_is_about_does_not_decide(kim, lou):
    login = Account.objects.get(person=lou.person_id).username
    inquiry = ask_inquiry(login, REASON, by=kim, at=NOON)

    with pytest.raises(AboutOneselfError):
        approve(inquiry, lou)


def test_a_decision_stands(ada, kim, lou):
    inquiry = ask_inquiry(LOGIN, REASON, by=kim, at=NOON)
    decide_inquiry(inquiry.pk, InquiryDecision.DECLINED, by=lou, at=NOON)

    with pytest.raises(AlreadyDecidedError):
        approve(inquiry, actor_of(team("Mia")))


def test_an_unknown_login_is_said(kim):
    with pytest.raises(UnknownPersonError):
        ask_inquiry("nobody@hafen.hamburg.de", REASON, by=kim, at=NOON)


def test_the_officer_of_the_persons_school_is_told(ada, kim, lou, settings):
    nobody = settings.EDUPORT.model_copy(update={"data_protection_mail": ""})
    settings.EDUPORT = nobody
    School.objects.filter(pk=ada.home_school_id).update(data_protection_mail=OWN)

    inquiry = ask_inquiry(LOGIN, REASON, by=kim, at=NOON)
    approve(inquiry, lou)

    assert [letter.to for letter in letters()] == [OWN, OWN]


def test_the_officer_of_another_school_is_not(ada, kim):
    SchoolFactory(data_protection_mail=OWN)

    ask_inquiry(LOGIN, REASON, by=kim, at=NOON)

    assert [letter.to for letter in letters()] == ["dpo@example.org"]


def test_without_an_officer_nobody_asks(ada, kim, settings):
    nobody = settings.EDUPORT.model_copy(update={"data_protection_mail": ""})
    settings.EDUPORT = nobody

    with pytest.raises(NoOfficerError):
        ask_inquiry(LOGIN, REASON, by=kim, at=NOON)


def test_entries_say_what_was_done_to_a_person_and_not_what_she_did(ada, kim):
    account = Account.objects.get(username=LOGIN)
    other = PersonFactory()
    herself = Actor(LOGIN, account_id=account.pk, person_id=ada.pk)
    record("people.person.released", ada, by=kim, at=NOON)
    record("people.person.released", other, by=herself, at=NOON)
    record_security_event("accounts.password.changed", account, by=kim, at=NOON + DAY)

    with override("en"):
        found = [
            (str(row.action), str(row.subject), row.by, row.is_security)
            for row in entries_about(ada)
        ]

    admin = Account.objects.get(person=kim.person_id).username
    assert found == [
        ("The password was changed by its owner.", "account", admin, True),
        ("The person was released for deletion.", "person", admin, False),
    ]


def test_an_action_of_another_version_is_shown_by_its_code(ada):
    record("people.person.teleported", ada, by=Actor.system("command line"), at=NOON)

    [row] = entries_about(ada)

    assert row.action == "people.person.teleported"
    assert str(row.by) == "der Betrieb, auf der Kommandozeile"


@pytest.mark.parametrize("entries", [1, 3])
def test_entries_are_read_with_the_same_queries(
    ada, kim, entries, django_assert_num_queries
):
    for _ in range(entries):
        record("people.person.released", ada, by=kim, at=NOON)

    with django_assert_num_queries(3):
        entries_about(ada)


def test_inquiries_go_with_the_entries(ada, kim):
    ask_inquiry(LOGIN, REASON, by=kim, at=NOON)

    assert purge_inquiries(at=NOON + 89 * DAY) == 0
    assert purge_inquiries(at=NOON + 91 * DAY) == 1


def browser(account):
    client = Client()
    sign_in(client, account)
    return client


def test_the_pages_lead_from_the_question_to_the_entries(ada):
    kim, lou = browser(team("Kim")), browser(team("Lou"))
    record("people.person.released", ada, by=Actor.system("sync"), at=NOON)

    kim.post(reverse("inquiries:ask"), {"login": LOGIN, "reason": REASON})
    inquiry = Inquiry.objects.get()
    entries = reverse("inquiries:entries", args=[inquiry.pk])
    early = kim.get(entries).status_code
    own = kim.post(reverse("inquiries:approve", args=[inquiry.pk])).status_code
    page = lou.get(reverse("inquiries:inquiry", args=[inquiry.pk])).content.decode()
    lou.post(reverse("inquiries:approve", args=[inquiry.pk]))
    read = kim.get(entries)

    assert (early, own, REASON in page) == (403, 403, True)
    assert "Die Person wurde zum Löschen freigegeben." in read.content.decode()
    assert read["Cache-Control"] == "no-store"
    assert LogEntry.objects.filter(action="inquiries.inquiry.read").count() == 1


def test_an_inquiry_about_oneself_does_not_exist():
    kim, lou = team("Kim"), team("Lou")
    inquiry = ask_inquiry(lou.username, REASON, by=actor_of(kim), at=NOON)
    address = reverse("inquiries:inquiry", args=[inquiry.pk])

    assert browser(kim).get(address).status_code == 200
    assert browser(lou).get(address).status_code == 404


def test_a_reason_is_more_than_a_word(ada):
    response = browser(team("Kim")).post(
        reverse("inquiries:ask"), {"login": LOGIN, "reason": "because"}
    )

    assert (response.status_code, Inquiry.objects.count()) == (422, 0)
    [sentence] = response.context["form"].errors["reason"]
    assert sentence == (
        "Bitte schreiben Sie in einem Satz, was geschehen ist und was geklärt werden "
        "soll: mindestens 20 Zeichen. Bisher sind es 7."
    )
