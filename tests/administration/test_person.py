"""The page of a person: what it shows, to whom, and with how many queries."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from eduport.accounts.models import Account
from eduport.administration.queries.person import record_of
from eduport.people.models import (
    AdminRole,
    Affiliation,
    GroupKind,
    Person,
    Role,
    SourceKind,
)
from eduport.sync.models import RunState, SchoolPlan, SyncRun
from tests.administration.conftest import (
    admin_account,
    class_of,
    client_of,
    somebody,
)
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    GroupNestingFactory,
    MembershipFactory,
    MembershipRuleFactory,
    SchoolFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
QUERIES = 22


def page_of(person):
    return f"/manage/people/{person.uid}/"


def account_of(person):
    return Account.objects.get(person=person, kind="person")


@pytest.fixture
def synced(school, year):
    """Somebody of whom there is everything, twice."""
    feed = SourceFactory(slug="feed", name="DiViS", kind=SourceKind.FEED)
    person = somebody(school, "Ada", group=class_of(school, "7b", year))
    Person.objects.filter(pk=person.pk).update(source=feed)
    MembershipFactory(group=GroupFactory(school=school, name="Rat"), person=person)
    AddressFactory(person=person, given_at=NOON)
    AddressFactory(person=person, number=2, replaced_at=NOON)
    AffiliationFactory(person=person, school=SchoolFactory(), ended_at=NOON)
    AppointmentFactory(person=person, role=AdminRole.IT_CONTACT)
    AccountFactory(person=person, kind="admin", username="admin.ada@hafen.de")
    account = account_of(person)
    for key in "ab":
        UserSession.objects.create(user=account, ip="127.0.0.1", session_key=key)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    codes = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.create(user=account, type=codes, data={})
    run = SyncRun.objects.create(
        source=feed, state=RunState.APPLIED, started_at=NOON, finished_at=NOON
    )
    SchoolPlan.objects.create(run=run, unit=1, name="Am Hafen", applied_at=NOON)
    return Person.objects.select_related("home_school", "source").get(pk=person.pk)


def test_a_page_with_everything_takes_few_queries(
    admin, synced, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES):
        page = admin.get(page_of(synced))

    assert page.status_code == 200


def test_the_record_counts_devices_and_factors_and_nothing_else(synced):
    record = record_of(synced)

    assert record.everyday.sessions == 2
    assert record.everyday.second_factors == 1
    assert record.admin.sessions == 0


def test_the_record_knows_present_things_before_former_ones(synced):
    record = record_of(synced)

    assert [str(one) for one in record.addresses] == [
        "ada.adler@hafen.hamburg.de",
        "ada.adler2@hafen.hamburg.de",
    ]
    assert [one.ended_at for one in record.affiliations] == [None, NOON]
    assert [one.group.name for one in record.memberships] == ["7b", "Rat"]
    assert [one.role for one in record.appointments] == ["it_contact"]


def test_the_page_knows_groups_that_name_nobody(admin, school, year):
    person = somebody(
        school, "Tom", role=Role.TEACHER, group=class_of(school, "7b", year)
    )
    everybody = GroupFactory(school=school, kind=GroupKind.SCHOOL, name="Schule")
    teachers = GroupFactory(school=school, kind=GroupKind.TEACHERS, name="Lehrer")
    ruled = GroupFactory(school=SchoolFactory(name="Deich"), name="Verbund")
    MembershipRuleFactory(group=ruled, school=school, role=Role.TEACHER)
    of_pupils = GroupFactory(school=school, name="Rat")
    MembershipRuleFactory(group=of_pupils, school=school, role=Role.STUDENT)
    whole = GroupFactory(school=school, name="Konferenz")
    GroupNestingFactory(parent=whole, child=teachers)

    page = admin.get(page_of(person))

    record = page.context["record"]
    assert [one.group.name for one in record.memberships] == ["7b"]
    assert set(record.other_groups) == {everybody, teachers, ruled, whole}
    assert page.text.count("durch die Rolle") == 2
    assert page.text.count("durch eine Regel oder eine Untergruppe") == 2


def test_the_last_change_is_that_of_the_newest_thing(admin, synced):
    day = NOON + dt.timedelta(days=3)
    Affiliation.objects.filter(person=synced, ended_at=NOON).update(ended_at=day)

    assert record_of(synced).changed_at == day


def test_the_page_says_where_names_are_changed_and_when_they_came(admin, synced):
    page = admin.get(page_of(synced))

    assert "„DiViS“ und werden dort geändert" in page.text
    assert page.context["record"].last_run.finished_at == NOON


def test_the_page_of_somebody_added_by_hand_says_so(admin, school):
    page = admin.get(page_of(somebody(school, "Ben")))

    assert "von Hand angelegt" in page.text
    assert page.context["record"].last_run is None


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, "Aktiv"),
        ({"activated_at": None}, "Noch nicht aktiviert"),
        ({"blocked_at": NOON, "disabled_at": NOON}, "Gesperrt"),
        ({"must_change_password": True}, "Vorläufiges Passwort"),
    ],
)
def test_the_state_is_told_in_words(admin, school, values, word):
    page = admin.get(page_of(somebody(school, "Ada", **values)))

    assert word in page.text


def test_a_code_is_offered_until_the_account_is_activated(admin, school):
    new = somebody(school, "Ada", activated_at=None)
    active = somebody(school, "Ben")

    offered = [
        [action.url for action in admin.get(page_of(person)).context["actions"]]
        for person in (new, active)
    ]

    logins = "/manage/handouts/new/?ids={}"
    assert logins.format(active.uid) in offered[1]
    assert logins.format(new.uid) not in offered[0]
    assert offered[0].count(f"/accounts/people/{new.uid}/code/") == 1
    assert f"/accounts/people/{active.uid}/code/" not in offered[1]


def test_of_guests_only_their_place_here_and_rights_are_offered(admin, school):
    guest = somebody(SchoolFactory(), "Gül", activated_at=None)
    AffiliationFactory(person=guest, school=school)

    page = admin.get(page_of(guest))

    assert page.status_code == 200
    urls = {action.url for action in page.context["actions"]}
    assert urls == {
        f"{page_of(guest)}{end}" for end in ("roles/", "extend/", "let-go/", "move/")
    }


def test_strangers_are_not_there(admin):
    assert admin.get(page_of(somebody(SchoolFactory(), "Cem"))).status_code == 404


def test_a_merged_record_leads_to_the_other(admin, school):
    other = somebody(school, "Ada")
    person = somebody(school, "Adah")
    Person.objects.filter(pk=person.pk).update(
        merged_into=other, deletion_released_at=NOON + dt.timedelta(1)
    )

    assert page_of(other) in admin.get(page_of(person)).text


def test_the_central_team_sees_everybody(school):
    client = client_of(admin_account(school, AdminRole.CENTRAL_TEAM))

    assert client.get(page_of(somebody(school, "Ada"))).status_code == 200


def test_the_page_says_what_somebody_may_do_and_why(admin, synced):
    page = admin.get(page_of(synced)).content.decode()

    rights = page[page.index('id="h-rights"') :].partition("</section>")[0]
    assert "Eigenes Passwort" in rights
    assert "steht fest: als IT-Betreuung, Schülerin oder Schüler" in rights
