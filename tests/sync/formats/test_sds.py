"""Reading School Data Sync 1 and 2.1: own small rosters and Microsoft's samples."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from eduport.sync.formats import open_roster
from eduport.sync.types import Severity, Table
from tests.sync.formats.rosters import (
    FIXTURES,
    codes,
    fixture,
    read,
    values,
    write_folder,
)

SAMPLES = Path(__file__).parents[4] / "shared" / "data"
YEAR = (date(2026, 8, 1), date(2027, 8, 1))


def sample(name: str) -> Path:
    folder = SAMPLES / name
    if not folder.is_dir():
        pytest.skip(f"MICROSOFT'S SAMPLE IS NOT HERE: {folder}")
    return folder


def counts(rows):
    return Counter({table.value: len(found) for table, found in rows.items()})


def test_the_sample_of_version_2_1_is_read_completely():
    rows, problems = read(sample("sds-v2.1"))

    assert codes(problems) == ["relationships_not_read"]
    assert counts(rows) == {
        "schools": 4,
        "sessions": 2,
        "persons": 8,
        "affiliations": 7,
        "groups": 2,
        "memberships": 6,
    }


def test_the_sample_of_version_1_is_read_completely():
    rows, problems = read(sample("sds-v1-100-users"))

    assert problems == []
    assert counts(rows) == {
        "schools": 2,
        "sessions": 2,
        "persons": 98,
        "affiliations": 98,
        "groups": 28,
        "memberships": 630,
    }


@pytest.mark.parametrize("name", ["sds-v2.1", "sds-v1-100-users"])
def test_the_passwords_of_the_samples_appear_nowhere(name):
    assert "P@ss" not in repr(read(sample(name)))


def test_version_2_1_counts_the_last_day_in():
    rows, problems = read(FIXTURES / "sds-2.1")

    assert values(rows[Table.SESSIONS]) == [
        (False, "sy", "2026/27", "school_year", *YEAR, "")
    ]
    assert values(rows[Table.AFFILIATIONS]) == [
        (False, "u1", "s1", "teacher", True, *YEAR),
        (False, "u2", "s1", "student", True, None, None),
    ]
    assert values(rows[Table.MEMBERSHIPS]) == [
        (False, "c1", "u1", "leader"),
        (False, "c1", "u2", "member"),
    ]
    assert [problem.severity for problem in problems] == [Severity.NOTE]


def test_version_2_1_may_bring_persons_only(tmp_path):
    files = fixture("sds-2.1", {"classes.csv": None, "enrollments.csv": None})

    roster = open_roster(write_folder(tmp_path / "r", files))

    assert "groups_not_delivered" in codes(roster.problems)
    assert roster.is_delta(Table.GROUPS)
    assert roster.is_delta(Table.MEMBERSHIPS)
    assert not roster.is_delta(Table.PERSONS)


def test_version_2_1_with_classes_but_no_enrollments_is_held(tmp_path):
    files = fixture("sds-2.1", {"enrollments.csv": None})

    roster = open_roster(write_folder(tmp_path / "r", files))

    assert (Severity.HOLD, "enrollments.csv") in [
        (problem.severity, problem.file) for problem in roster.problems
    ]


def test_version_1_makes_one_session_of_each_term_of_a_school():
    rows, problems = read(FIXTURES / "sds-1")

    assert problems == []
    assert values(rows[Table.SESSIONS]) == [
        (False, "10:T1", "2026/27", "school_year", *YEAR, "")
    ]
    assert values(rows[Table.GROUPS]) == [
        (False, "1", "10", "course", "Chemie", "10:T1"),
        (False, "2", "10", "course", "Physik", "10:T1"),
        (False, "3", "10", "course", "Chor", ""),
    ]


def test_version_1_takes_the_role_from_the_file():
    rows, _ = read(FIXTURES / "sds-1")

    assert values(rows[Table.AFFILIATIONS]) == [
        (False, "u2", "10", "student", False, None, None),
        (True, "u3", "10", "student", False, None, None),
        (False, "u1", "10", "teacher", False, None, None),
    ]
    assert values(rows[Table.MEMBERSHIPS]) == [
        (False, "1", "u2", "member"),
        (False, "1", "u1", "leader"),
    ]


def test_a_missing_file_of_version_1_is_held(tmp_path):
    files = fixture("sds-1", {"TeacherRoster.csv": None})

    roster = open_roster(write_folder(tmp_path / "r", files))

    assert [(one.code, one.file) for one in roster.problems] == [
        ("missing_file", "TeacherRoster.csv")
    ]
    assert roster.is_delta(Table.MEMBERSHIPS)


def test_an_inactive_row_ends_a_school_not_the_person():
    rows, _ = read(FIXTURES / "sds-1")

    assert values(rows[Table.PERSONS]) == [
        (False, "u2", "Ben", "Weiß", ""),
        (False, "u1", "Anna", "Meyer", ""),
    ]
