"""The command `eduport address`."""

import pytest
from click.testing import CliRunner

from eduport.ops.cli import main

NAME = ["--given", "Dörte-Marie Elisabeth", "--family", "von Adel-Strauß"]


@pytest.fixture(autouse=True)
def no_database(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("EDUPORT_DATA_DIR", str(tmp_path / "absent"))


def address(*arguments):
    result = CliRunner().invoke(main, ["address", *arguments])
    return result.exit_code, result.output


def test_the_bare_address_is_printed_without_a_database():
    expected = "doerte-marie.vonadel-strauss@xy.hamburg.de\n"

    assert address(*NAME, "--school", "xy") == (0, expected)


def test_a_call_name_goes_first():
    expected = "doro.vonadel-strauss@xy.hamburg.de\n"

    assert address(*NAME, "--call", "Doro", "--school", "XY") == (0, expected)


@pytest.mark.parametrize("code", ["", "-a", "a_b", "a.b", "x" * 64])
def test_a_bad_school_code_is_refused(code):
    status, output = address(*NAME, "--school", code)

    assert (status, output.startswith("Error: A school code has")) == (2, True)


def test_a_name_without_letters_is_refused():
    status, output = address("--given", "…", "--family", "Berg", "--school", "xy")

    assert (status, output.startswith("Error: There is no address")) == (2, True)


@pytest.mark.parametrize("database", ["postgresql:///x?host=/nowhere"])
def test_a_silent_database_does_not_matter(monkeypatch, database):
    monkeypatch.setenv("DATABASE_URL", database)

    assert address(*NAME, "--school", "xy")[0] == 0
