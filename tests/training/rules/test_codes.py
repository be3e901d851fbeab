"""Codes as people type them, names as they compare."""

import pytest

from eduport.training.rules.codes import read_code, same_surname, shown_code


@pytest.mark.parametrize(
    "typed", ["7K3M-9QWD-0000-1111", " 7k3m 9qwd oooo iiiL", "7K3M9QWDOOOO1111!"]
)
def test_a_code_is_read_as_it_is_meant(typed):
    assert read_code(typed) == "7K3M9QWD00001111"


def test_a_code_is_shown_in_fours():
    assert shown_code("7K3M9QWD00001111") == "7K3M-9QWD-0000-1111"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Müller", "mueller", True),
        ("Müller", "Mu\u0308ller", True),
        ("von Adel-Strauß", "VON ADEL STRAUSS", True),
        ("Dvořák", "Dvorak", True),
        ("Müller", "Muller", False),
        ("Meyer", "Meier", False),
        ("Meyer", "", False),
    ],
)
def test_surnames_compare_as_people_spell_them(one, other, same):
    assert same_surname(one, other) is same
