"""The brake: what is unusual waits for a human, and nothing else does."""

import pytest

from eduport.people.models import Person, School
from eduport.sync.errors import RosterError
from eduport.sync.models import Decision, RunState, SchoolPlan, SyncRun
from eduport.sync.services.decisions import NotHeldError, continue_run
from tests.sync.portraits import (
    account_of,
    address_of,
    members_of,
    person_of,
    places_of,
    portrait,
    raw_rows,
)
from tests.sync.rosters import OFFICE, City, Feed

TEN = 10


@pytest.fixture
def city():
    """Two schools of 20 and one of 100, so that a school is little of the feed."""
    city = City()
    for school, count in (("A", 20), ("B", 20), ("C", 100)):
        city.school(school)
        keys = city.pupils(school, count)
        city.group(f"{school}-class", school, members=keys)
    return city


def unit_of(code):
    return School.objects.get(code=code).pk


def present(code):
    found = Person.objects.filter(home_school__code=code, deletion_released_at=None)
    return found.count()


def plan_of(run, code):
    return SchoolPlan.objects.get(run=run, unit=unit_of(code))


def test_exactly_ten_percent_leavers_are_usual(feed, city):
    feed.sync(city)
    city.drop("A1", "A2")

    run = feed.sync(city)

    assert run.state == RunState.APPLIED
    assert present("a") == 18


def test_more_than_ten_percent_leavers_hold_their_school_only(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3", "B1")
    city.person("C101", "Ida Neu", "C:student")

    run = feed.sync(city)

    assert run.state == RunState.HELD
    assert (present("a"), present("b"), present("c")) == (20, 19, 101)
    assert plan_of(run, "a").hold_reason == {
        "code": "too_many_leavers",
        "params": {"leaves": 3, "people": 20, "percent": TEN},
    }
    assert plan_of(run, "b").hold_reason is None


def test_nothing_else_happens_at_a_held_school(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    city.rename("A4", "Schulz")
    city.person("A21", "Ida Neu", "A:student")
    before = raw_rows()

    feed.sync(city)

    assert raw_rows() == before


def test_the_operator_may_set_the_brake(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")

    run = feed.sync(city, brake_percent=15)

    assert run.state == RunState.APPLIED


def test_an_approved_school_is_applied(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    run = feed.sync(city)

    feed.decide(run, Decision.APPROVED, unit_of("a"))

    assert run.state == RunState.APPLIED
    assert present("a") == 17
    assert account_of("A1").disabled_at is not None
    assert plan_of(run, "a").decided_by == "office"


def test_one_of_two_held_schools_can_be_approved_and_the_other_rejected(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3", "B1", "B2", "B3")
    run = feed.sync(city)

    feed.decide(run, Decision.APPROVED, unit_of("a"))
    assert run.state == RunState.HELD
    feed.decide(run, Decision.REJECTED, unit_of("b"))

    assert run.state == RunState.APPLIED
    assert (present("a"), present("b")) == (17, 20)


def test_all_held_schools_can_be_approved_at_once(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3", "B1", "B2", "B3")
    run = feed.sync(city)

    feed.decide(run, Decision.APPROVED)

    assert run.state == RunState.APPLIED
    assert (present("a"), present("b")) == (17, 17)


def test_what_was_rejected_is_held_again_the_next_night(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    feed.decide(feed.sync(city), Decision.REJECTED)

    again = feed.sync(city)

    assert again.state == RunState.HELD
    assert present("a") == 20


def test_nobody_decides_twice_or_about_a_run_that_is_not_held(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    run = feed.sync(city)
    feed.decide(run, Decision.REJECTED)

    with pytest.raises(NotHeldError):
        feed.decide(run, Decision.APPROVED)


def test_the_next_run_takes_the_place_of_a_held_one(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    held = feed.sync(city)

    later = feed.sync(city)

    held.refresh_from_db()
    assert held.state == RunState.SUPERSEDED
    assert plan_of(held, "a").decision == Decision.SUPERSEDED
    assert later.state == RunState.HELD
    with pytest.raises(NotHeldError):
        feed.decide(held, Decision.APPROVED)
    continue_run(held.pk, by=OFFICE, at=feed.at)
    assert present("a") == 20


def test_a_hold_is_forgotten_when_the_file_is_right_again(feed, city):
    feed.sync(city)
    before = portrait()
    gone = dict(city.people)
    members = list(city.groups["A-class"].members)
    city.drop("A1", "A2", "A3")
    feed.sync(city)
    city.people = gone
    city.groups["A-class"].members = members

    run = feed.sync(city)

    assert run.state == RunState.APPLIED
    assert portrait() == before


@pytest.mark.parametrize(("origin", "target"), [("a", "b"), ("b", "a")])
def test_who_moves_waits_while_either_school_is_held(feed, city, origin, target):
    feed.sync(city)
    mover = f"{origin.upper()}20"
    city.drop("A1", "A2", "A3", mover)
    city.person(mover, "Ada Berg", f"{target.upper()}:student")
    city.group(f"{target}-new", target.upper(), members=[mover])
    feed.sync(city)
    assert places_of(mover) == {(origin, "student")}
    assert mover in members_of(f"{origin.upper()}-class")
    assert mover not in members_of(f"{target}-new")
    assert person_of(mover).home_school.code == origin
    assert account_of(mover).username.endswith(f"@{origin}.hamburg.de")

    feed.decide(SyncRun.objects.latest("pk"), Decision.APPROVED)

    assert places_of(mover) == {(target, "student")}
    assert person_of(mover).home_school.code == target
    assert account_of(mover).username == f"ada.berg@{target}.hamburg.de"
    assert mover not in members_of(f"{origin.upper()}-class")
    assert mover in members_of(f"{target}-new")


def test_who_leaves_two_schools_waits_while_one_of_them_is_held(feed, city):
    city.person("t", "Ada Berg", "B:teacher", "A:teacher")
    feed.sync(city)
    city.drop("A1", "A2", "A3", "t")
    run = feed.sync(city)
    assert places_of("t") == {("a", "teacher")}
    assert person_of("t").deletion_released_at is None

    feed.decide(run, Decision.APPROVED)

    assert person_of("t").deletion_released_at is not None


def test_somebody_new_at_two_schools_comes_to_the_held_one_later(feed, city):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    city.person("t", "Ada Berg", "B:teacher", "A:teacher")
    city.groups["A-class"].leaders.append("t")
    run = feed.sync(city)
    assert places_of("t") == {("b", "teacher")}

    feed.decide(run, Decision.APPROVED)

    assert places_of("t") == {("b", "teacher"), ("a", "teacher")}
    assert address_of("t", "a") == "ada.berg@a.hamburg.de"
    assert members_of("A-class")["t"] == "leader"


def test_too_many_leavers_of_the_feed_hold_everything(feed, city):
    feed.sync(city)
    gone = [f"C{n}" for n in range(1, 11)]
    city.drop("A1", "A2", "B1", "B2", *gone, "C11")
    before = raw_rows()

    run = feed.sync(city)

    assert run.state == RunState.HELD
    assert run.hold_reason["code"] == "too_many_leavers_of_feed"
    assert run.hold_reason["params"]["leaves"] == 15
    assert raw_rows() == before


def test_a_file_with_two_fifths_missing_is_held(feed, city):
    feed.sync(city)
    for school, count in (("A", 8), ("B", 8), ("C", 40)):
        city.drop(*[f"{school}{n}" for n in range(1, count + 1)])
    before = raw_rows()

    run = feed.sync(city)

    assert run.state == RunState.HELD
    assert raw_rows() == before
    assert len(run.schoolplan_set.exclude(hold_reason=None)) == 3


def test_a_run_that_is_held_as_a_whole_can_be_approved_school_by_school(feed, city):
    feed.sync(city)
    city.drop(*[f"C{n}" for n in range(1, 16)], "A1")
    run = feed.sync(city)
    assert run.hold_reason["code"] == "too_many_leavers_of_feed"

    feed.decide(run, Decision.APPROVED, unit_of("a"))
    assert (present("a"), present("c")) == (19, 100)
    assert run.state == RunState.HELD

    feed.decide(run, Decision.APPROVED)
    assert (present("a"), present("c")) == (19, 85)
    assert run.state == RunState.APPLIED


def test_a_school_that_vanished_from_the_feed_is_held(feed, city):
    feed.sync(city)
    city.drop(*[f"A{n}" for n in range(1, 21)])
    del city.groups["A-class"], city.schools["A"]
    city.pupils("C", 300)

    run = feed.sync(city)

    assert run.state == RunState.HELD
    assert present("a") == 20
    assert members_of("A-class")["A1"] == "member"
    assert School.objects.filter(code="a", closed_at=None).exists()


def test_a_class_that_loses_most_members_without_leavers_is_held(feed, city):
    feed.sync(city)
    city.groups["C-class"].members = ["C1"]

    run = feed.sync(city)

    assert run.state == RunState.HELD
    assert plan_of(run, "c").hold_reason == {
        "code": "too_many_memberships_removed",
        "params": {"removed": 99, "existing": 100},
    }
    assert len(members_of("C-class")) == 100


@pytest.mark.parametrize(
    "missing", ["orgs", "academicSessions", "users", "roles", "classes", "enrollments"]
)
def test_a_missing_file_holds_the_run_and_nobody_leaves(feed, city, missing):
    feed.sync(city)
    before = raw_rows()
    city.person("C101", "Ida Neu", "C:student")

    run = feed.sync_folder(city.write(feed.folder, without=[missing]))

    assert run.state == RunState.HELD
    assert run.hold_reason["code"] == "missing_file"
    assert "person.release" not in run.counts["changes"]
    assert "membership.delete" not in run.counts["changes"]
    assert raw_rows() == before


@pytest.mark.parametrize("cut", ["users", "roles", "enrollments"])
def test_a_truncated_file_holds_the_run_and_nobody_leaves(feed, city, cut):
    feed.sync(city)
    before = raw_rows()
    city.person("C101", "Ida Neu", "C:student")
    folder = city.write(feed.folder)
    content = (folder / f"{cut}.csv").read_bytes()
    (folder / f"{cut}.csv").write_bytes(content[: len(content) // 2].rsplit(b",", 1)[0])

    run = feed.sync_folder(folder)

    assert run.hold_reason["code"] == "truncated_file"
    assert "person.release" not in run.counts["changes"]
    assert raw_rows() == before


def test_a_file_without_a_needed_heading_holds_the_run_and_nobody_leaves(feed, city):
    feed.sync(city)
    before = raw_rows()
    folder = city.write(feed.folder)
    text = (folder / "users.csv").read_text().replace("familyName", "surname", 1)
    (folder / "users.csv").write_text(text)

    run = feed.sync_folder(folder)

    assert run.hold_reason["code"] == "missing_headings"
    assert run.counts["changes"] == {}
    assert raw_rows() == before


def test_a_folder_that_is_no_roster_fails_and_changes_nothing(feed, city, tmp_path):
    feed.sync(city)
    before = raw_rows()

    with pytest.raises(RosterError):
        feed.sync_folder(tmp_path / "absent")

    run = SyncRun.objects.latest("pk")
    assert run.state == RunState.FAILED
    assert "no folder, zip file or CSV file" in run.message
    assert raw_rows() == before


def test_a_new_school_of_a_held_run_can_be_approved_alone(feed, city):
    folder = city.write(feed.folder, without=["enrollments"])
    run = feed.sync_folder(folder)
    assert run.state == RunState.HELD
    plan = SchoolPlan.objects.get(run=run, name="School A")

    feed.decide(run, Decision.APPROVED, plan.unit)

    assert present("a") == 20
    assert not Person.objects.filter(home_school__code="b").exists()


def test_a_hold_of_one_source_leaves_another_one_alone(feed, city, tmp_path):
    feed.sync(city)
    city.drop("A1", "A2", "A3")
    held = feed.sync(city)
    other = City()
    other.school("X")
    other.person("x1", "Ida Neu", "X:teacher")

    run = Feed(tmp_path, "other").sync(other)

    held.refresh_from_db()
    assert held.state == RunState.HELD
    assert run.state == RunState.APPLIED
