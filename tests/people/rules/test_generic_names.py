"""Names of devices, rooms and functions are told from those of people."""

import pytest

from eduport.people.rules.generic_names import flaw_of


@pytest.mark.parametrize(
    ("names", "flaw"),
    [
        (("lehrer1", "x"), ("digit", "lehrer1")),
        (("Klasse", "7a"), ("word", "Klasse")),
        (("Anna", "Klasse 7a"), ("digit", "Klasse 7a")),
        (("iPad", "Wagen"), ("word", "iPad")),
        (("Anna", "iPad-Wagen"), ("word", "iPad-Wagen")),
        (("Test", "Berg"), ("word", "Test")),
        (("Ada", "TEST"), ("word", "TEST")),
        (("Max", "Mustermann"), ("word", "Mustermann")),
        (("Frau", "Meier"), ("word", "Frau")),
        (("Vertretung", "Mathe"), ("word", "Vertretung")),
        (("Lehrer", "Meier"), ("word", "Lehrer")),
        (("Schüler", "Neu"), ("word", "Schüler")),
        (("Schulbüro", "Hafen"), ("word", "Schulbüro")),
        (("Xxx", "Yyy"), ("repeated", "Xxx")),
        (("Ada", "Berg", "Gast"), ("word", "Gast")),
    ],
)
def test_this_is_nobody(names, flaw):
    assert flaw_of(*names) == flaw


@pytest.mark.parametrize(
    "names",
    [
        ("Tom", "Lehrer"),
        ("Anna", "Gast"),
        ("Jan", "Schüler"),
        ("Peter", "Klasse"),
        ("Anna", "Frau"),
        ("Mia", "Neu"),
        ("Thomas", "Thomas"),
        ("Đức", "Nguyễn"),
        ("Ida", "Lu"),
        ("Anne-Marie", "von Adel-Strauß"),
        ("Aaliyah", "Raum"),
        ("Ole", "O"),
        ("Emma", "Schifffahrt"),
    ],
)
def test_this_is_somebody(names):
    assert flaw_of(*names) is None
