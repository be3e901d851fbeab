"""The city as it is today: counts, references, determinism."""

import os
import subprocess
import sys
import time
import unicodedata
from collections import Counter

import pytest

from eduport.ops.demo_city import CityPlan, write_city
from eduport.ops.demo_city.__main__ import main
from eduport.ops.demo_city.plan import Kind

REFERENCES = {
    "orgs": {"parentSourcedId": "orgs"},
    "academicSessions": {"parentSourcedId": "academicSessions"},
    "users": {"primaryOrgSourcedId": "orgs"},
    "roles": {"userSourcedId": "users", "orgSourcedId": "orgs"},
    "courses": {"schoolYearSourcedId": "academicSessions", "orgSourcedId": "orgs"},
    "classes": {
        "courseSourcedId": "courses",
        "schoolSourcedId": "orgs",
        "termSourcedIds": "academicSessions",
    },
    "enrollments": {
        "classSourcedId": "classes",
        "schoolSourcedId": "orgs",
        "userSourcedId": "users",
    },
}
VARIANTS = ["today", "next-day", "next-year"]


def content_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_reference_leads_somewhere(city, variant):
    keys = {name: set(city(variant).by_key(name)) for name in REFERENCES}

    dangling = [
        (name, column, row[column])
        for name, columns in REFERENCES.items()
        for row in city(variant).table(name)
        for column, target in columns.items()
        if row[column] and row[column] not in keys[target]
    ]

    assert dangling == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_key_is_given_twice(city, variant):
    for name in REFERENCES:
        rows = city(variant).table(name)
        assert len({row["sourcedId"] for row in rows}) == len(rows) > 0


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_summary_counts_what_was_written(city, variant):
    written = city(variant)

    assert (
        written.summary.people,
        written.summary.schools,
        written.summary.groups,
        written.summary.memberships,
    ) == (
        len(written.table("users")),
        len(written.table("orgs")) - 1,
        len(written.table("classes")),
        len(written.table("enrollments")),
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_enrollment_is_at_the_school_of_its_class_where_the_person_has_a_role(
    city, variant
):
    classes = city(variant).by_key("classes")
    places = {
        (r["userSourcedId"], r["orgSourcedId"]) for r in city(variant).table("roles")
    }

    for row in city(variant).table("enrollments"):
        school = row["schoolSourcedId"]
        assert classes[row["classSourcedId"]]["schoolSourcedId"] == school
        assert (row["userSourcedId"], school) in places


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_student_is_in_one_class_of_the_own_grade(city, variant):
    classes, class_of = city(variant).by_key("classes"), city(variant).class_of()
    students = {
        row["userSourcedId"]
        for row in city(variant).table("roles")
        if row["role"] == "student"
    }

    assert set(class_of) == students
    for key, user in city(variant).by_key("users").items():
        if key in students:
            school_class = classes[class_of[key]]
            assert school_class["grades"] == user["grades"]
            assert school_class["schoolSourcedId"] == user["primaryOrgSourcedId"]


def test_the_city_has_exactly_the_people_of_the_plan(city):
    assert city().summary.people == 9000
    assert set(city().summary.changes.values()) == {0}
    assert 4.2 < city().summary.memberships / 9000 < 5.6


def test_the_staff_is_about_nine_per_cent_and_some_work_at_two_schools(city):
    roles = city().table("roles")
    home = Counter(r["metadata.role"] for r in roles if r["roleType"] == "primary")
    second = Counter(r["metadata.role"] for r in roles if r["roleType"] == "secondary")

    assert home.total() == 9000
    assert 0.08 < 1 - home["Lern"] / 9000 < 0.1
    assert set(home) == {"Lehr", "Lern", "NLehr", "Leit", "SchB", "Extern"}
    assert 0.005 < second["Lehr"] / home["Lehr"] < 0.04
    assert 0 < second["Lern"] < 30


def test_codes_names_and_numbers_of_schools_are_unique(city):
    schools = [row for row in city().table("orgs") if row["type"] == "school"]

    for column in ("name", "identifier", "metadata.schoolCode"):
        assert len({row[column] for row in schools}) == 30
    assert all(2 <= len(row["metadata.schoolCode"]) <= 5 for row in schools)
    assert {row["metadata.schoolKind"] for row in schools} == {k.value for k in Kind}


def test_the_smallest_city_has_one_school_of_each_big_kind(tmp_path):
    plan = CityPlan(3, 1500, seed=1)

    summary = write_city(plan, tmp_path)

    kinds = [school.kind for school in plan.all_schools]
    assert kinds == [Kind.PRIMARY, Kind.DISTRICT, Kind.GRAMMAR]
    assert (summary.people, summary.schools) == (1500, 3)


def test_the_names_have_the_difficulties_of_real_ones(city):
    users = city().table("users")
    families = [user["familyName"] for user in users]
    letters = set("".join(families))

    assert letters >= set("äöüßığşłńøđČ’'- \u2011") - {"Č"}
    assert any(not unicodedata.is_normalized("NFC", name) for name in families)
    assert any("ẞ" in name for name in families)
    assert any(user["preferredGivenName"] for user in users)
    assert any("Dr." in user["givenName"] + user["familyName"] for user in users)
    assert len({(u["givenName"], u["familyName"]) for u in users}) < len(users)


def test_staff_groups_are_permanent_and_all_others_end_with_their_term(city):
    for row in city().table("classes"):
        is_permanent = row["metadata.groupKind"] in {"department", "team"}
        assert is_permanent == (row["termSourcedIds"] == "")


def test_the_same_plan_writes_the_same_bytes_in_another_process(city, tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-m", "eduport.ops.demo_city", "--out", str(tmp_path)]
    command += ["--schools", "30", "--people", "9000", "--seed", "7"]

    subprocess.run(
        command,
        check=True,
        capture_output=True,
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert content_of(tmp_path) == content_of(city().folder)


def test_another_seed_writes_other_people(city, tmp_path):
    write_city(CityPlan(30, 9000, seed=8), tmp_path)

    assert (tmp_path / "users.csv").read_bytes() != (
        city().folder / "users.csv"
    ).read_bytes()


@pytest.mark.parametrize(("schools", "people"), [(0, 100), (3, 59), (1, 10_001)])
def test_an_impossible_city_is_refused(schools, people):
    with pytest.raises(ValueError, match="school"):
        CityPlan(schools, people, seed=1)


@pytest.mark.parametrize("schools", [1, 2])
def test_a_city_without_secondary_schools_still_has_a_next_year(schools, tmp_path):
    plan = CityPlan(schools, 40 * schools, seed=1, variant="next-year")

    assert write_city(plan, tmp_path).people > 0


def test_the_command_prints_the_counts(tmp_path, capsys):
    main(["--next-day", "--out", str(tmp_path)])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "people",
        "schools",
        "groups",
        "memberships",
        "changes",
    ]


@pytest.mark.slow
def test_a_tenth_of_hamburg_takes_seconds(tmp_path):
    started = time.process_time()

    write_city(CityPlan(35, 25_000, seed=1), tmp_path)

    assert time.process_time() - started < 6
