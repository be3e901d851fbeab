"""The first night: everything of an export is there, once."""

from eduport.accounts.models import Account
from eduport.people.models import AcademicSession, Group, Person, School
from eduport.sync.models import Change, RowIssue, RunState, SchoolPlan
from tests.sync.portraits import (
    account_of,
    address_of,
    built_in_members,
    members_of,
    person_of,
    places_of,
    raw_rows,
)


def test_everybody_of_the_export_is_there_with_names_and_home(feed, city):
    run = feed.sync(city)

    assert run.state == RunState.APPLIED
    assert run.format == "oneroster-1.2"
    assert Person.objects.count() == 6
    person = person_of("s2")
    assert (person.given_name, person.family_name, person.call_name) == (
        "Björn",
        "von Ahn",
        "Bo",
    )
    assert person.home_school.code == "a"
    assert person.source == feed.source
    assert person.deletion_released_at is None


def test_schools_get_name_code_and_their_two_built_in_groups(feed, city):
    feed.sync(city)

    assert set(School.objects.values_list("code", "name")) == {
        ("a", "Ada School"),
        ("b", "Boole School"),
    }
    built_in = Group.objects.filter(kind__in=["school", "teachers"])
    assert set(built_in.values_list("school__code", "kind", "name")) == {
        ("a", "school", "Schule"),
        ("a", "teachers", "Lehrer"),
        ("b", "school", "Schule"),
        ("b", "teachers", "Lehrer"),
    }


def test_everybody_is_in_the_school_group_and_teachers_in_theirs(feed, city):
    feed.sync(city)

    assert built_in_members("a", "school") == {"t1", "t2", "s1", "s2"}
    assert built_in_members("a", "teachers") == {"t1", "t2"}
    assert built_in_members("b", "teachers") == {"t2", "t3"}


def test_somebody_at_two_schools_has_a_place_and_an_address_at_both(feed, city):
    feed.sync(city)

    assert places_of("t2") == {("a", "teacher"), ("b", "teacher")}
    assert address_of("t2", "a") == "emmy.noether@a.hamburg.de"
    assert address_of("t2", "b") == "emmy.noether@b.hamburg.de"
    assert account_of("t2").username == "emmy.noether@a.hamburg.de"


def test_addresses_follow_call_name_and_whole_surname(feed, city):
    feed.sync(city)

    assert address_of("s2") == "bo.vonahn@a.hamburg.de"
    assert address_of("s3") == "cem.oez@b.hamburg.de"


def test_groups_have_their_members_and_leaders(feed, city):
    feed.sync(city)

    assert members_of("7a") == {"s1": "member", "s2": "member", "t1": "leader"}
    assert members_of("team") == {"t1": "member", "t2": "member"}
    group = Group.objects.get(source_key="7a")
    assert (group.kind, group.school.code) == ("class", "a")
    assert group.session.name == "2026/27"
    assert Group.objects.get(source_key="team").session is None


def test_everybody_gets_one_account_without_a_password(feed, city):
    feed.sync(city)

    accounts = Account.objects.values_list("person__source_key", "kind", "password")
    assert sorted(accounts) == [
        (key, "person", "!") for key in ("s1", "s2", "s3", "t1", "t2", "t3")
    ]


def test_the_school_year_of_today_is_active(feed, city):
    city.sessions["Y25"] = ("2025/26", "schoolYear", "2025-08-01", "2026-08-01")

    feed.sync(city)

    active = AcademicSession.objects.get(activated_at__isnull=False)
    assert active.name == "2026/27"


def test_the_plan_counts_school_by_school_what_comes(feed, city):
    run = feed.sync(city)

    plans = SchoolPlan.objects.filter(run=run).order_by("name")
    assert [(p.name, p.people, p.joins, p.leaves) for p in plans] == [
        ("", 0, 0, 0),
        ("Ada School", 0, 4, 0),
        ("Boole School", 0, 2, 0),
    ]
    assert run.counts["rows"]["persons"] == 6
    assert run.counts["changes"]["person.create"] == 6


def test_the_same_file_again_writes_nothing(feed, city):
    feed.sync(city)
    before = raw_rows()

    again = feed.sync(city)

    assert again.state == RunState.APPLIED
    assert raw_rows() == before
    assert not Change.objects.filter(run=again).exists()
    assert not SchoolPlan.objects.filter(run=again).exists()
    assert not RowIssue.objects.filter(run=again).exists()


def test_planning_writes_nothing_but_the_plan(feed, city):
    run = feed.plan(city)

    assert run.state == RunState.PLANNED
    assert not Person.objects.exists()
    assert not School.objects.exists()
    assert run.counts["changes"]["person.create"] == 6
