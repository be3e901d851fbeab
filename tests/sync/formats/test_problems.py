"""Every problem can happen, has its place and says what to do."""

import pytest
from django.utils import translation

from eduport.sync.formats import open_roster
from eduport.sync.formats.problems import (
    FILE_MESSAGES,
    PROBLEM_MESSAGES,
    ProblemLog,
    sentence,
)
from eduport.sync.types import Problem, Severity, Table
from tests.sync.formats.rosters import PERSONS, codes, fixture, read, write_folder

PERSON = "1;Anna;Meyer;Lehr;xy\n"
PEOPLE = PERSONS + PERSON
GROUPS = "Gruppe;Art;Schulkürzel;Mitglied;Schuljahr;Leitung\n"
ORGS = "sourcedId,name,type\n"
SESSIONS = "sourcedId,title,type,startDate,endDate\n"
YEAR = "sy,2026/27,schoolYear,2026-08-01,2027-08-01\n"
CLASSES = "sourcedId,title,classType,schoolSourcedId,termSourcedIds\n"
ENROLLMENTS = "sourcedId,status,classSourcedId,userSourcedId,role\n"
MANY = '"' + "x" * 200_000

H, F, R, N = Severity.HOLD, Severity.FATAL, Severity.REFUSED, Severity.NOTE


def plain(content, groups=""):
    files = {"personen.csv": content}
    return ("plain", files | ({"gruppen.csv": groups} if groups else {}))


def oneroster(file, content):
    return ("oneroster-1.2", {file: content})


# code -> severity, row, field, and the roster that provokes it.
CASES = {
    "missing_file": (H, 0, "", oneroster("roles.csv", None)),
    "truncated_file": (H, 0, "", plain(PEOPLE + "2;Ben")),
    "quote_not_closed": (H, 3, "", plain(PEOPLE + f"2;{MANY};x;Lehr;xy\n" + PERSON)),
    "nul_bytes": (F, 0, "", plain(PEOPLE + "2;A\0;x;Lehr;xy\n")),
    "line_too_long": (F, 0, "", plain(PEOPLE + "x" * 3_000_000)),
    "bad_encoding": (F, 0, "", plain(PEOPLE.encode() + b"2;\x81\xff;x;Lehr;xy\n")),
    "duplicate_headings": (F, 0, "", plain("Vorname;" + PEOPLE)),
    "missing_headings": (F, 0, "", plain("Vorname;Nachname\nA;B\n")),
    "wrong_field_count": (R, 2, "", plain(f"{PERSONS}1;A;B;Lehr;xy;z\n{PERSON}")),
    "bad_quoting": (R, 2, "", plain(f'{PERSONS}1;"A"b;B;Lehr;xy\n{PERSON}')),
    "required_field_empty": (R, 3, "Vorname", plain(f"{PEOPLE}2;;B;Lehr;xy\n")),
    "field_too_long": (R, 3, "Nachname", plain(f"{PEOPLE}2;A;{'b' * 101};Lehr;xy\n")),
    "unknown_role": (R, 3, "Rolle", plain(f"{PEOPLE}2;A;B;Hausgeist;xy\n")),
    "unknown_status": (
        R, 2, "status",
        oneroster("enrollments.csv", ENROLLMENTS + "e,weg,c1,u1,student\n"),
    ),
    "unknown_organisation_type": (
        R, 2, "type", oneroster("orgs.csv", ORGS + "s1,Schule,Zirkus\n")
    ),
    "unknown_session_kind": (
        R, 3, "type",
        oneroster(
            "academicSessions.csv",
            SESSIONS + YEAR + "x,X,Ferien,2026-08-01,2027-08-01\n",
        ),
    ),
    "unknown_group_kind": (R, 2, "Art", plain(PEOPLE, GROUPS + "G;Bande;xy;1;;\n")),
    "unknown_yes_no": (
        R, 2, "Leitung", plain(PEOPLE, GROUPS + "G;Team;xy;1;;vielleicht\n")
    ),
    "bad_date": (
        R, 2, "Ende",
        plain("Ende;" + PERSONS + "31.2.2027;" + PERSON),
    ),
    "bad_school_year": (
        R, 2, "Schuljahr", plain(PEOPLE, GROUPS + "7a;Klasse;xy;1;2026/29;\n")
    ),
    "dates_reversed": (
        R, 3, "endDate",
        oneroster(
            "academicSessions.csv",
            SESSIONS + YEAR + "x,X,term,2027-08-01,2026-08-01\n",
        ),
    ),
    "bad_school_code": (R, 3, "Schulkürzel", plain(PEOPLE + "2;A;B;Lehr;---\n")),
    "role_without_account": (N, 0, "", plain(PEOPLE + "2;A;B;Sorg;xy\n")),
    "disabled_users": (N, 0, "", oneroster("courses.csv", "")),
    "several_sessions": (
        N, 2, "termSourcedIds",
        oneroster("classes.csv", CLASSES + 'c1,7a,homeroom,s1,"x,y"\n'),
    ),
    "no_manifest": (N, 0, "", oneroster("manifest.csv", None)),
    "file_not_in_manifest": (
        N, 0, "",
        oneroster(
            "manifest.csv",
            "propertyName,value\noneroster.version,1.2\nfile.roles,absent\n",
        ),
    ),
    "groups_not_delivered": (N, 0, "", plain(PEOPLE)),
    "relationships_not_read": (N, 0, "", ("sds-2.1", {})),
    "windows_encoding": (
        N, 0, "", plain((PEOPLE + "2;Ü;B;Lehr;xy\n").encode("cp1252"))
    ),
    "more_problems": (N, 0, "", plain(PERSONS + "2;;B;Lehr;xy\n" * 10_003)),
}  # fmt: skip


def provoke(tmp_path, roster):
    name, changes = roster
    files = dict(changes) if name == "plain" else fixture(name, changes)
    return read(write_folder(tmp_path / "r", files))


@pytest.mark.parametrize("code", CASES)
def test_a_problem_is_found_at_its_place(tmp_path, code):
    severity, row, field, roster = CASES[code]

    _, problems = provoke(tmp_path, roster)

    found = [(p.severity, p.row, p.field) for p in problems if p.code == code]
    assert found[:1] == [(severity, row, field)]


@pytest.mark.parametrize("code", CASES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_problem_is_a_whole_sentence(tmp_path, code, language):
    _, problems = provoke(tmp_path, CASES[code][3])
    problem = next(problem for problem in problems if problem.code == code)

    with translation.override(language):
        text = sentence(problem)

    assert text.endswith(".")
    assert "%(" not in text
    assert "“”" not in text
    assert "„“" not in text
    assert problem.file in text


def test_no_problem_is_without_a_test():
    assert set(CASES) == set(FILE_MESSAGES)


def test_every_sentence_survives_missing_parameters():
    problems = [Problem(R, code, "users.csv", 7) for code in PROBLEM_MESSAGES]

    assert all(sentence(problem) for problem in problems)


def test_good_rows_around_a_refused_one_are_read(tmp_path):
    content = f'{PERSONS}1;A;B;Lehr;xy\n2;"A"b;B;Lehr;xy\n3;C;D;Lehr\n4;E;F;Lern;xy\n'

    rows, problems = provoke(tmp_path, plain(content))

    assert [(row.key, row.row) for row in rows[Table.PERSONS]] == [("1", 2), ("4", 5)]
    assert [(p.code, p.row) for p in problems[1:]] == [
        ("bad_quoting", 3),
        ("wrong_field_count", 4),
    ]


def test_blank_rows_and_rows_of_empty_cells_are_no_problem(tmp_path):
    content = f"{PERSONS}\n;;;;\n{PERSON}\n"

    rows, problems = provoke(tmp_path, plain(content))

    assert [row.row for row in rows[Table.PERSONS]] == [4]
    assert codes(problems) == ["groups_not_delivered"]


def test_an_open_quotation_mark_at_the_end_is_a_cut_off_file(tmp_path):
    _, problems = provoke(tmp_path, plain(f'{PEOPLE}2;"Ben'))

    assert [(p.severity, p.code) for p in problems[1:]] == [(H, "truncated_file")]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_cut_off_file(tmp_path, content):
    files = {"users.csv": content}

    _, problems = provoke(tmp_path, ("oneroster-1.2", files))

    assert [p.file for p in problems if p.code == "truncated_file"] == ["users.csv"]


def test_a_last_row_without_line_end_is_whole_if_it_has_all_fields(tmp_path):
    rows, problems = provoke(tmp_path, plain(PEOPLE.rstrip("\n")))

    assert len(rows[Table.PERSONS]) == 1
    assert "truncated_file" not in codes(problems)


def test_a_line_break_inside_quotation_marks_is_one_row(tmp_path):
    content = f'{PERSONS}1;"An\nna";Meyer;Lehr;xy\n2;Ben;Weiß;Lern;xy\n'

    rows, _ = provoke(tmp_path, plain(content))

    persons = [(p.row, p.given_name) for p in rows[Table.PERSONS]]
    assert persons == [(2, "An na"), (3, "Ben")]


def test_a_refused_row_names_record_and_school(tmp_path):
    roles = "userSourcedId,orgSourcedId,role\nu1,s2,Hausgeist\n"

    _, problems = provoke(tmp_path, oneroster("roles.csv", roles))

    problem = next(p for p in problems if p.code == "unknown_role")
    assert (problem.params["key"], problem.school_key) == ("u1", "s2")


def test_a_full_list_still_takes_what_holds_a_run():
    log = ProblemLog(limit=2)
    for row in range(5):
        log.add(Problem(R, "bad_quoting", "a.csv", row))
    log.add(Problem(H, "truncated_file", "a.csv"))

    assert codes(log.problems) == [
        "bad_quoting",
        "bad_quoting",
        "more_problems",
        "truncated_file",
    ]
    assert log.problems[2].params == {"count": "3", "refused": "true"}


@pytest.mark.parametrize("content", ["sourcedId;na", "", "sourcedId,name,type\ns1,A"])
def test_a_file_that_is_not_read_in_full_removes_nobody(tmp_path, content):
    files = fixture("oneroster-1.2", {"orgs.csv": content})
    roster = open_roster(write_folder(tmp_path / "r", files))
    assert not roster.is_delta(Table.SCHOOLS)

    list(roster.batches())

    assert roster.is_delta(Table.SCHOOLS)
    assert not roster.is_delta(Table.PERSONS)
