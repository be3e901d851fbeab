"""The city a day and a year later, compared with today file by file."""

import pytest

from eduport.ops.demo_city import CityPlan


def changes_between(today, later):
    """The changes as somebody sees them who has only the files."""
    before, after = today.by_key("users"), later.by_key("users")
    class_before, class_after = today.class_of(), later.class_of()
    both = before.keys() & after.keys()
    moves = {k for k in both if home_of(before[k]) != home_of(after[k])}
    return {
        "joins": len(after.keys() - before.keys()),
        "leaves": len(before.keys() - after.keys()),
        "moves": len(moves),
        "renames": sum(
            before[key]["familyName"] != after[key]["familyName"] for key in both
        ),
        "class_changes": sum(
            class_before.get(key) != class_after.get(key) for key in both - moves
        ),
    }


def home_of(user):
    return user["primaryOrgSourcedId"]


@pytest.mark.parametrize("variant", ["next-day", "next-year"])
def test_the_summary_tells_the_changes_exactly(city, variant):
    seen = changes_between(city(), city(variant))

    assert city(variant).summary.changes == seen


def test_a_day_changes_about_one_per_cent_and_every_kind_happens(city):
    changes = city("next-day").summary.changes

    assert all(changes.values())
    assert 0.006 < sum(changes.values()) / 9000 < 0.014


def test_a_day_leaves_everybody_else_untouched(city):
    today, later = city(), city("next-day")
    touched = sum(later.summary.changes.values()) - later.summary.changes["joins"]
    lines, lines_later = (
        set((written.folder / "users.csv").read_bytes().splitlines())
        for written in (today, later)
    )

    # A student who changes the class has the same row in users.csv.
    expected = touched - later.summary.changes["class_changes"]
    assert len(lines - lines_later) == expected
    for name in ("orgs", "academicSessions", "courses", "classes"):
        assert today.table(name) == later.table(name)


def test_a_day_changes_only_the_memberships_of_those_who_changed(city):
    today, later = city(), city("next-day")
    before, after = today.by_key("users"), later.by_key("users")
    class_before, class_after = today.class_of(), later.class_of()
    changed = {
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
        or class_before.get(key) != class_after.get(key)
    }

    differing = today.by_key("enrollments").keys() ^ later.by_key("enrollments").keys()

    assert {key.split(".")[1] for key in differing} <= changed


def test_a_year_later_classes_have_moved_up_under_the_same_key(city):
    before, after = city().by_key("classes"), city("next-year").by_key("classes")
    going_on = {
        key
        for key in before.keys() & after.keys()
        if before[key]["metadata.groupKind"] == "class"
    }

    assert len(going_on) > 200
    for key in going_on:
        assert int(after[key]["grades"]) == int(before[key]["grades"]) + 1
        assert after[key]["termSourcedIds"] == "SY2027"
    courses = [r["sourcedId"] for r in before.values() if r["sourcedId"][0] == "C"]
    assert not after.keys() & set(courses)


def test_a_year_later_children_of_grade_4_are_at_secondary_schools(city):
    before, after = city().by_key("users"), city("next-year").by_key("users")
    kinds = {
        key: row["metadata.schoolKind"] for key, row in city().by_key("orgs").items()
    }
    moved = [
        key
        for key in before.keys() & after.keys()
        if home_of(before[key]) != home_of(after[key])
    ]

    assert len(moved) > 400
    assert {kinds[home_of(before[key])] for key in moved} == {"Grundschule"}
    assert {kinds[home_of(after[key])] for key in moved} == {
        "Stadtteilschule",
        "Gymnasium",
    }
    assert {(before[key]["grades"], after[key]["grades"]) for key in moved} == {
        ("04", "05")
    }


def test_a_year_later_there_is_a_new_school_year(city):
    sessions = city("next-year").by_key("academicSessions")

    assert list(sessions) == [
        "SY2026",
        "SY2026-1",
        "SY2026-2",
        "SY2027",
        "SY2027-1",
        "SY2027-2",
    ]
    assert sessions["SY2027"]["startDate"] == sessions["SY2026"]["endDate"]


def test_the_year_of_a_plan_follows_its_variant():
    assert CityPlan(3, 1500, 1).year == 2026
    assert CityPlan(3, 1500, 1, "next-year").year == 2027
