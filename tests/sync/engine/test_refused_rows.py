"""Bad rows are refused with their place; everything else is applied."""

import pytest

from eduport.people.models import Group, Person, School
from eduport.sync.models import RowIssue, RunState
from tests.sync.portraits import (
    address_of,
    members_of,
    person_of,
    places_of,
    portrait,
    raw_rows,
)


@pytest.fixture
def city(city):
    city.pupils("A", 20)
    city.pupils("B", 20)
    return city


def issues_of(run, severity="refused"):
    found = RowIssue.objects.filter(run=run, severity=severity).order_by("file", "row")
    return [(issue.file, issue.row, issue.code) for issue in found]


def last_row(city, name):
    """The row number of a raw line: the heading is row 1."""
    return len(city.rows()[name]) + 2


def test_a_row_without_a_name_is_refused_with_its_place_and_field(feed, city):
    city.raw["users"] = ["x1,,true,,Berg,,A"]
    city.raw["roles"] = ["x1.A,,x1,primary,teacher,,,A"]

    run = feed.sync(city)

    issue = RowIssue.objects.get(run=run, code="required_field_empty")
    assert (issue.severity, issue.file, issue.field) == (
        "refused",
        "users.csv",
        "givenName",
    )
    assert issue.row == last_row(city, "users")
    assert run.state == RunState.APPLIED
    assert Person.objects.count() == 46
    assert not Person.objects.filter(source_key="x1").exists()


def test_a_refused_row_of_somebody_known_makes_no_leaver(feed, city):
    feed.sync(city)
    before = raw_rows()
    city.people["s1"].given = ""
    city.people["s2"].family = ""

    run = feed.sync(city)

    assert len(issues_of(run)) == 2
    assert raw_rows() == before


def test_a_refused_role_of_somebody_known_ends_nothing(feed, city):
    feed.sync(city)
    before = raw_rows()
    city.place("s1", "A:astronaut")

    run = feed.sync(city)

    assert [code for _, _, code in issues_of(run)] == ["unknown_role"]
    assert raw_rows() == before


def test_a_name_without_letters_is_refused_and_the_others_are_taken(feed, city):
    city.people["s1"].given = "???"
    city.person("s9", "Ida Neu", "A:student")

    run = feed.sync(city)

    codes = [code for _, _, code in issues_of(run)]
    assert codes == ["name_without_letters"]
    assert not Person.objects.filter(source_key="s1").exists()
    assert address_of("s9") == "ida.neu@a.hamburg.de"


def test_a_name_that_lost_its_letters_makes_no_leaver(feed, city):
    feed.sync(city)
    before = raw_rows()
    city.people["s1"].given = "???"

    run = feed.sync(city)

    assert [code for _, _, code in issues_of(run)] == ["name_without_letters"]
    assert raw_rows() == before


def test_a_name_that_lost_its_letters_hides_no_other_change(feed, city):
    feed.sync(city)
    city.people["s1"].given = "???"
    city.groups["7a"].members.remove("s1")
    city.place("s1", "B:student")

    feed.sync(city)

    assert places_of("s1") == {("b", "student")}
    assert "s1" not in members_of("7a")
    assert person_of("s1").given_name == "Anna"


@pytest.mark.parametrize("name", ["users", "classes"])
def test_the_first_of_two_rows_with_one_key_counts(feed, city, name):
    city.raw["users"] = ["s1,,true,Berta,Braun,,A"] if name == "users" else []
    city.raw["classes"] = ["7a,,Other,,A,Y26,class"] if name == "classes" else []

    run = feed.sync(city)

    assert issues_of(run) == [(f"{name}.csv", last_row(city, name), "duplicate_key")]
    assert person_of("s1").given_name == "Anna"
    assert Group.objects.get(source_key="7a").name == "7a"


def test_the_same_row_twice_is_no_fault(feed, city):
    city.raw["users"] = ["s1,,true,Anna,Meyer,,A"]

    run = feed.sync(city)

    assert issues_of(run) == []


def test_rows_that_refer_to_nothing_are_refused(feed, city):
    city.raw["roles"] = [
        "x.A,,nobody,primary,teacher,,,A",
        "s1.X,,s1,secondary,student,,,nowhere",
    ]
    city.raw["classes"] = ["c1,,Lost,,nowhere,Y26,class", "c2,,Lost,,A,never,class"]
    city.raw["enrollments"] = [
        "e1,,nothing,A,s1,student,false",
        "e2,,7a,A,nobody,student,false",
    ]

    run = feed.sync(city)

    first = {name: last_row(city, name) for name in city.raw}
    assert sorted(issues_of(run)) == [
        ("classes.csv", first["classes"], "unknown_school"),
        ("classes.csv", first["classes"] + 1, "group_without_session"),
        ("enrollments.csv", first["enrollments"], "unknown_group"),
        ("enrollments.csv", first["enrollments"] + 1, "unknown_person"),
        ("roles.csv", first["roles"], "unknown_person"),
        ("roles.csv", first["roles"] + 1, "unknown_school"),
    ]
    assert run.state == RunState.APPLIED
    assert places_of("s1") == {("a", "student")}


def test_a_role_at_an_unknown_school_does_not_end_what_was_known(feed, city):
    feed.sync(city)
    before = portrait()
    city.place("s1", "nowhere:student")

    run = feed.sync(city)

    assert "unknown_school" in [code for _, _, code in issues_of(run)]
    assert portrait() == before


@pytest.mark.parametrize("fault", ["school", "session"])
def test_a_refused_group_that_is_known_stays_with_its_members(feed, city, fault):
    feed.sync(city)
    before = raw_rows()
    setattr(city.groups["7a"], fault, "nowhere")

    run = feed.sync(city)

    assert len(issues_of(run)) == 1
    assert raw_rows() == before


def test_two_schools_with_one_code_are_told_apart_by_who_was_first(feed, city):
    feed.sync(city)
    known = city.schools.pop("A")
    city.schools = {"N": ("a", "New"), "A": known, **city.schools}
    before = raw_rows()

    run = feed.sync(city)

    assert issues_of(run) == [("orgs.csv", 2, "school_code_twice")]
    assert raw_rows() == before


def test_a_code_that_another_school_has_stays_there(feed, city):
    feed.sync(city)
    city.school("A", "b", "Ada School")
    city.school("B", "c", "Boole School")

    run = feed.sync(city)

    assert [code for _, _, code in issues_of(run, "note")] == ["school_code_taken"]
    assert set(School.objects.values_list("source_key", "code")) == {
        ("A", "a"),
        ("B", "c"),
    }


def test_a_broken_school_row_keeps_the_school_and_its_people(feed, city):
    feed.sync(city)
    before = raw_rows()
    city.school("A", "???", "Ada School")

    run = feed.sync(city)

    assert [code for _, _, code in issues_of(run)] == ["bad_school_code"]
    assert raw_rows() == before


def test_nobody_leaves_in_a_night_of_more_faults_than_are_listed(
    feed, city, monkeypatch
):
    feed.sync(city)
    before = portrait()
    monkeypatch.setattr(
        "eduport.sync.formats.problems.ProblemLog.__init__.__defaults__", (2,)
    )
    for key in ("A1", "A2", "B1", "B2"):
        city.people[key].given = ""

    run = feed.sync(city)

    assert RowIssue.objects.filter(run=run, code="more_problems").exists()
    assert portrait() == before


@pytest.mark.parametrize("name", ["\\N", "Ann\\Na", "Anna\\.", "A\\nna"])
def test_a_backslash_in_a_name_is_a_letter_like_others(feed, city, name):
    city.people["s1"].given = name

    run = feed.sync(city)

    assert person_of("s1").given_name == name
    assert run.state == RunState.APPLIED


def test_a_person_without_any_role_is_not_taken(feed, city):
    city.raw["users"] = ["x1,,true,Ida,Neu,,A"]

    run = feed.sync(city)

    assert run.state == RunState.APPLIED
    assert not Person.objects.filter(source_key="x1").exists()


def test_a_new_school_waits_until_the_code_it_wants_is_free(feed, city):
    feed.sync(city)
    city.school("A", "lovelace", "Ada School")
    city.school("N", "a", "New School")
    city.person("n1", "Ida Neu", "N:teacher")

    run = feed.sync(city)

    assert "school_code_twice" in [code for _, _, code in issues_of(run)]
    assert not Person.objects.filter(source_key="n1").exists()
    assert School.objects.get(code="lovelace").source_key == "A"
    feed.sync(city)
    assert person_of("n1").home_school.source_key == "N"
    assert address_of("n1") == "ida.neu@a.hamburg.de"


def test_of_three_schools_that_want_a_code_the_first_known_one_gets_it(feed, city):
    feed.sync(city)
    city.schools = {"N": ("new", "New"), **city.schools}
    city.school("A", "new", "Ada School")
    city.school("B", "new", "Boole School")

    run = feed.sync(city)

    assert [code for _, _, code in issues_of(run)] == ["school_code_twice"] * 2
    assert set(School.objects.values_list("source_key", "code")) == {
        ("A", "new"),
        ("B", "b"),
    }
