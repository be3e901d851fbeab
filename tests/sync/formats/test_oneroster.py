"""Reading OneRoster 1.1 and 1.2."""

from datetime import date

import pytest

from eduport.sync.errors import UnknownVersionError
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

YEAR = (date(2026, 8, 1), date(2027, 8, 1))


@pytest.fixture(name="bulk", scope="module")
def fixture_bulk():
    return read(FIXTURES / "oneroster-1.2")


def test_schools_get_a_code_from_extension_identifier_or_key(bulk):
    assert values(bulk[0][Table.SCHOOLS]) == [
        (False, "b", "Behörde", "", "", "", False, ""),
        (False, "s1", "Schule am Deich", "deich", "5001", "", True, "b"),
        (False, "s2", "Gymnasium Süd", "5002", "5002", "", True, "b"),
        (False, "s3", "Stadtteilschule Mitte", "s3", "", "", True, "b"),
    ]


def test_sessions_end_on_the_day_that_the_standard_calls_exclusive(bulk):
    assert values(bulk[0][Table.SESSIONS]) == [
        (False, "sy", "2026/27", "school_year", *YEAR, ""),
        (False, "h1", "1. Halbjahr", "term", YEAR[0], date(2027, 2, 1), "sy"),
        (False, "h2", "2. Halbjahr", "term", date(2027, 2, 1), YEAR[1], "sy"),
    ]


def test_persons_keep_their_letters_and_call_names(bulk):
    assert values(bulk[0][Table.PERSONS]) == [
        (False, "u1", "Dörte-Marie Elisabeth", "von Adel-Strauß", ""),
        (False, "u2", "Łukasz", "Kowalski", "Luk"),
        (False, "u3", "Ayşe", "Çelik", ""),
        (False, "u4", "Gerda", "Kowalski", ""),
    ]


def test_a_primary_role_marks_the_home_school_and_guardians_get_none(bulk):
    start, end = YEAR[0], date(2027, 2, 1)

    assert values(bulk[0][Table.AFFILIATIONS]) == [
        (False, "u1", "s1", "teacher", True, start, None),
        (False, "u1", "s2", "teacher", False, start, end),
        (False, "u2", "s1", "student", True, None, None),
        (False, "u3", "s2", "student", True, None, None),
    ]


def test_a_class_of_both_terms_belongs_to_their_year(bulk):
    assert values(bulk[0][Table.GROUPS]) == [
        (False, "c1", "s1", "class", "7a", "sy"),
        (False, "c2", "s1", "course", "Chemie", "h1"),
        (False, "c3", "s1", "department", "Fachbereich Deutsch", ""),
    ]


def test_teachers_lead(bulk):
    assert values(bulk[0][Table.MEMBERSHIPS]) == [
        (False, "c1", "u1", "leader"),
        (False, "c1", "u2", "member"),
        (False, "c3", "u1", "leader"),
    ]


def test_notes_count_guardians_and_disabled_users(bulk):
    notes = [(problem.code, problem.params["count"]) for problem in bulk[1]]

    assert notes == [("disabled_users", "1"), ("role_without_account", "1")]


def test_rows_carry_file_and_spreadsheet_row(bulk):
    places = [(row.file, row.row) for row in bulk[0][Table.MEMBERSHIPS]]

    assert places == [("enrollments.csv", row) for row in (2, 3, 4)]


def test_version_1_1_takes_role_and_schools_from_the_users_file():
    rows, problems = read(FIXTURES / "oneroster-1.1")

    assert values(rows[Table.PERSONS]) == [
        (False, "u1", "Dörte", "Adel", ""),
        (True, "u2", "", "", ""),
    ]
    assert values(rows[Table.AFFILIATIONS]) == [
        (False, "u1", "s1", "teacher", False, None, None),
        (False, "u1", "s2", "teacher", False, None, None),
        (True, "u2", "s1", "student", False, None, None),
    ]
    assert codes(problems) == ["role_without_account"]


def test_a_primary_administrator_leads_and_deletions_are_told():
    rows, _ = read(FIXTURES / "oneroster-1.1")

    assert values(rows[Table.MEMBERSHIPS]) == [
        (True, "c1", "u2", "member"),
        (False, "c1", "u1", "leader"),
    ]


def test_the_manifest_says_table_by_table_what_is_a_delta():
    roster = open_roster(FIXTURES / "oneroster-1.1")

    delta = {table for table in Table if roster.is_delta(table)}

    assert roster.format_name == "oneroster-1.1"
    assert delta == {
        Table.PERSONS,
        Table.AFFILIATIONS,
        Table.GROUPS,
        Table.MEMBERSHIPS,
    }


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("orgs.csv", Table.SCHOOLS),
        ("users.csv", Table.PERSONS),
        ("roles.csv", Table.AFFILIATIONS),
        ("classes.csv", Table.GROUPS),
        ("enrollments.csv", Table.MEMBERSHIPS),
        ("academicSessions.csv", Table.SESSIONS),
    ],
)
def test_a_promised_file_that_is_missing_holds_and_removes_nobody(
    tmp_path, file, table
):
    folder = write_folder(tmp_path / "r", fixture("oneroster-1.2", {file: None}))

    roster = open_roster(folder)

    found = [(one.severity, one.code, one.file) for one in roster.problems]
    assert found == [(Severity.HOLD, "missing_file", file)]
    assert roster.is_delta(table)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_without_a_manifest_the_headings_tell_the_version(tmp_path, version):
    name = f"oneroster-{version}"
    folder = write_folder(tmp_path / "r", fixture(name, {"manifest.csv": None}))

    roster = open_roster(folder)

    assert roster.format_name == name
    assert codes(roster.problems)[0] == "no_manifest"


def test_a_version_that_is_not_known_is_refused(tmp_path):
    manifest = "propertyName,value\noneroster.version,3.0\n"
    files = fixture("oneroster-1.2", {"manifest.csv": manifest})

    with pytest.raises(UnknownVersionError, match=r"3\.0"):
        open_roster(write_folder(tmp_path / "r", files))


def test_a_deleted_class_needs_neither_title_nor_term(tmp_path):
    classes = (
        "sourcedId,status,title,classType,schoolSourcedId,termSourcedIds\n"
        "c1,tobedeleted,,homeroom,s1,\n"
    )
    files = fixture("oneroster-1.2", {"classes.csv": classes})

    rows, problems = read(write_folder(tmp_path / "r", files))

    assert values(rows[Table.GROUPS]) == [(True, "c1", "s1", "class", "", "")]
    assert "required_field_empty" not in codes(problems)
