"""CSV that a spreadsheet shows and does not run."""

import csv
import io

import pytest

from eduport.core.safe_csv import safe_cell, write_rows


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@cmd", "\tx", "\rx"])
def test_a_dangerous_beginning_becomes_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(("value", "cell"), [("a=b", "a=b"), (-3, "-3"), (None, "")])
def test_everything_else_stays_as_it_is(value, cell):
    assert safe_cell(value) == cell


def test_rows_come_back_with_quotation_marks_and_separators():
    stream = io.StringIO(newline="")

    count = write_rows(stream, ["Name", "=X"], [['a;"b"', "=1"], ["c\nd", 2]])

    found = list(csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=";"))
    assert count == 2
    assert found == [["Name", "'=X"], ['a;"b"', "'=1"], ["c\nd", "2"]]
