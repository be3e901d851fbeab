"""Reading our plain German format."""

from datetime import date

import pytest

from eduport.sync.errors import BadMappingError
from eduport.sync.formats import PlainMapping, open_roster
from eduport.sync.formats.columns import UnreadableError
from eduport.sync.formats.plain import school_year
from eduport.sync.types import Table
from tests.sync.formats.rosters import (
    FIXTURES,
    PERSONS,
    codes,
    read,
    values,
    write_folder,
)

YEAR = (date(2026, 8, 1), date(2027, 8, 1))


@pytest.fixture(name="plain", scope="module")
def fixture_plain():
    return read(FIXTURES / "plain")


def test_schools_are_told_once_by_number(plain):
    assert values(plain[0][Table.SCHOOLS]) == [
        (False, "5001", "Schule am Deich", "xy", "5001", "", True, ""),
        (False, "5002", "Gymnasium Süd", "zz", "5002", "", True, ""),
    ]


def test_affiliations_know_home_role_and_last_day(plain):
    assert values(plain[0][Table.AFFILIATIONS]) == [
        (False, "L1", "5001", "teacher", True, None, None),
        (False, "L1", "5002", "teacher", False, None, date(2027, 2, 1)),
        (False, "S1", "5001", "student", True, None, None),
    ]
    assert codes(plain[1]) == ["role_without_account"]


def test_classes_and_groups_come_with_their_members(plain):
    assert values(plain[0][Table.SESSIONS]) == [
        (False, "2026/27", "2026/27", "school_year", *YEAR, "")
    ]
    assert values(plain[0][Table.GROUPS]) == [
        (False, "5001/2026/27/class/7a", "5001", "class", "7a", "2026/27"),
        (False, "5001/2026/27/class/7b", "5001", "class", "7b", "2026/27"),
        (False, "G1", "5001", "team", "Chor", ""),
        (False, "G2", "5001", "course", "Chemie", "2026/27"),
    ]
    assert values(plain[0][Table.MEMBERSHIPS]) == [
        (False, "5001/2026/27/class/7a", "L1", "leader"),
        (False, "5001/2026/27/class/7b", "L1", "leader"),
        (False, "5001/2026/27/class/7a", "S1", "member"),
        (False, "G1", "S1", "member"),
        (False, "G1", "L1", "leader"),
        (False, "G2", "S1", "member"),
    ]


def test_passwords_appear_nowhere(plain):
    assert "geheim" not in repr(plain)


@pytest.mark.parametrize(
    ("spelling", "role"),
    [
        ("Lehrkraft", "teacher"),
        ("LEHR", "teacher"),
        ("Schüler", "student"),
        ("Schülerin", "student"),
        ("Schüler*in", "student"),
        ("Lern", "student"),
        ("PTF", "specialist"),
        ("NLehr", "specialist"),
        ("Schulleitung", "principal"),
        ("Leit", "principal"),
        ("Schulbüro", "office"),
        ("SchB", "office"),
        ("Extern", "external"),
    ],
)
def test_every_spelling_of_a_role_is_understood(tmp_path, spelling, role):
    files = {"personen.csv": f"{PERSONS}1;Anna;Meyer;{spelling};xy\n"}

    rows, problems = read(write_folder(tmp_path / "r", files))

    assert [row.role for row in rows[Table.AFFILIATIONS]] == [role]
    assert codes(problems) == ["groups_not_delivered"]


def test_a_single_file_of_any_name_is_read_and_leaves_groups_alone(tmp_path):
    file = tmp_path / "Export 2026.csv"
    file.write_text(f"{PERSONS}1;Anna;Meyer;Lehr;xy\n", encoding="utf-8")

    roster = open_roster(file)
    batches = dict(roster.batches())

    assert values(batches[Table.PERSONS]) == [(False, "1", "Anna", "Meyer", "")]
    assert batches[Table.PERSONS][0].file == "Export 2026.csv"
    assert roster.is_delta(Table.MEMBERSHIPS)


def test_a_mapping_names_the_headings(tmp_path):
    mapping = 'schuljahr = "2026/27"\n[personen]\nPersonennummer = "PNr"\n'
    people = "PNr;Vorname;Name;Funktion;Schule;Klasse\n1;Anna;Meyer;Lern;xy;7a\n"
    files = {"zuordnung.toml": mapping, "personen.csv": people}

    rows, problems = read(write_folder(tmp_path / "r", files))

    assert problems == []
    assert [row.session_key for row in rows[Table.GROUPS]] == ["2026/27"]
    assert [row.person_key for row in rows[Table.MEMBERSHIPS]] == ["1"]


def test_a_mapping_can_be_given_instead_of_a_file(tmp_path):
    people = "PNr;Vorname;Name;Funktion;Schule\n1;Anna;Meyer;Lern;xy\n"
    folder = write_folder(tmp_path / "r", {"personen.csv": people})

    roster = open_roster(folder, mapping=PlainMapping({"Personennummer": "PNr"}))
    batches = dict(roster.batches())

    assert [row.key for row in batches[Table.PERSONS]] == ["1"]


@pytest.mark.parametrize(
    "mapping",
    [
        "kaputt",
        'personen = "x"',
        '[personen]\nPersonenummer = "PNr"',
        'schuljahr = "bald"',
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path, mapping):
    files = {"zuordnung.toml": mapping, "personen.csv": PERSONS}

    with pytest.raises(BadMappingError):
        open_roster(write_folder(tmp_path / "r", files))


@pytest.mark.parametrize(
    "text", ["2026/27", "2026/2027", "26/27", "2026-27", "SJ 2026/27", " 2026 / 27 "]
)
def test_a_school_year_is_understood_in_every_spelling(text):
    assert school_year(text) == "2026/27"


@pytest.mark.parametrize("text", ["2026", "2026/28", "sieben", "1926/27"])
def test_what_is_no_school_year_is_refused(text):
    with pytest.raises(UnreadableError):
        school_year(text)


def test_the_turn_of_the_century_is_a_school_year_too():
    assert school_year("2099/00") == "2099/00"


def test_a_person_of_two_schools_in_following_rows_is_told_once(plain):
    assert values(plain[0][Table.PERSONS]) == [
        (False, "L1", "Dörte-Marie Elisabeth", "von Adel-Strauß", ""),
        (False, "S1", "Łukasz", "Kowalski", "Luk"),
    ]
