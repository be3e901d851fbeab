"""The address builder against its examples and all letters of Europe."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduport.people.rules.addresses import (
    MAX_LOCAL_PART,
    SUFFIX_ROOM,
    NoLettersError,
    bare_address,
    local_part,
    mail_domain,
)

WELL_FORMED = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")


def letters_of_europe() -> list[str]:
    """All normative letters of DIN 91379, sequences with combining marks included."""
    letters = []
    path = Path(__file__).with_name("din_91379_letters.txt")
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            letters += letters_of(line)
    return letters


def letters_of(line: str) -> list[str]:
    if "-" in line:
        first, last = (int(end, 16) for end in line.split("-"))
        return [chr(codepoint) for codepoint in range(first, last + 1)]
    return ["".join(chr(int(codepoint, 16)) for codepoint in line.split())]


LETTERS = letters_of_europe()
NAMES = st.lists(st.sampled_from([*LETTERS, *"-'’. \u2011"]), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("given_name", "family_name", "expected"),
    [
        ("Dörte-Marie Elisabeth", "von Adel-Strauß", "doerte-marie.vonadel-strauss"),
        ("Anna Lena", "Meyer", "anna.meyer"),
        ("ÄÖÜ", "STRAẞE", "aeoeue.strasse"),
        ("A\u0308nne", "Mu\u0308ller", "aenne.mueller"),
        ("Zoë", "Citroe\u0308n", "zoe.citroen"),
        ("İbrahim", "Yıldırım", "ibrahim.yildirim"),
        ("Đorđe", "Łuczak", "dorde.luczak"),
        ("Søren", "Kjær", "soren.kjaer"),
        ("Þóra", "Œuvrard", "thora.oeuvrard"),
        ("Nguyễn", "Phương", "nguyen.phuong"),
        ("Ştefan", "Țîrlea", "stefan.tirlea"),
        ("Gal·la", "d’Àngelo", "galla.dangelo"),
        ("D'Arcy", "O`Brien", "darcy.obrien"),
        ("ʼAli", "Sa´id", "ali.said"),
        ("‘Umar", "al-\u200bʿAbd", "umar.al-abd"),
        ("Anne\u2011Marie", "Groß–Klein", "anne-marie.gross-klein"),
        ("Anna - Lena Sophie", "-Groß -- Klein-", "anna-lena.gross-klein"),
        ("\u00a0Jan\tPeter", "de  la  Cruz", "jan.delacruz"),
        ("Mia2", "Meyer 3 (geb. Schulz)", "mia.meyer"),
        ("Олена", "Шевченко", "olena.shevchenko"),
    ],
)
def test_an_address_follows_the_scheme(given_name, family_name, expected):
    assert local_part(given_name, family_name) == expected


@pytest.mark.parametrize(
    ("given_name", "family_name", "expected"),
    [
        ("Dr. Anna", "Meyer", "anna.meyer"),
        ("Prof. Dr. h.c. Anna", "Meyer", "anna.meyer"),
        ("Dipl.-Ing. (FH) Anna", "Meyer", "anna.meyer"),
        ("Dr.med.Anna", "Meyer", "anna.meyer"),
        ("Dr med Anna", "Meyer", "anna.meyer"),
        ("Dr.-Ing. Anna", "Dr. Meyer", "anna.meyer"),
        ("Anna", "Meyer, Dr. rer. nat.", "anna.meyer"),
        ("Anna", "Prof Meyer", "anna.meyer"),
        ("Professor Anna", "Meyer M.A.", "anna.meyer"),
        ("Dr", "Prof.", "dr.prof"),
        ("Dr. Phil", "Ing", "phil.ing"),
        ("Dr Phil", "Meyer", "phil.meyer"),
        ("Drago", "Profitlich", "drago.profitlich"),
        ("H. Peter", "Dippel", "h.dippel"),
    ],
)
def test_titles_go_and_names_that_look_like_titles_stay(
    given_name, family_name, expected
):
    assert local_part(given_name, family_name) == expected


@pytest.mark.parametrize(
    ("call_name", "expected"),
    [
        ("", "anna.meyer"),
        ("Lena", "lena.meyer"),
        ("Anna-Lena", "anna-lena.meyer"),
        ("Anna Lena", "annalena.meyer"),
        ("–", "anna.meyer"),
    ],
)
def test_a_call_name_wins_if_it_has_letters(call_name, expected):
    assert local_part("Anna Lena", "Meyer", call_name) == expected


@pytest.mark.parametrize("nothing", ["", " ", "-", "’", "42", "\u200b", "ª", "Ъ"])
def test_a_name_without_letters_has_no_address(nothing):
    with pytest.raises(NoLettersError):
        local_part(nothing, "Meyer")
    with pytest.raises(NoLettersError):
        local_part("Anna", nothing)


def test_the_domain_is_the_school_below_its_authority():
    address = bare_address("Anna", "Meyer", "", mail_domain("XY", "hamburg.de"))

    assert address == "anna.meyer@xy.hamburg.de"


@pytest.mark.parametrize(
    ("given_name", "family_name", "expected"),
    [
        ("A" * 90, "Meyer", "a" * 54 + ".meyer"),
        ("Anna", "M" * 90, "anna." + "m" * 55),
        ("A" * 90, "M" * 90, "a" * 29 + "." + "m" * 30),
        ("A" * 28 + "-B", "M" * 90, "a" * 28 + "." + "m" * 31),
        ("Anna", "M" * 54 + "-Meyer", "anna." + "m" * 54),
    ],
)
def test_a_long_name_is_cut_with_room_for_a_number(given_name, family_name, expected):
    assert local_part(given_name, family_name) == expected


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_of_europe_can_be_written(letter):
    assert WELL_FORMED.fullmatch(local_part(letter, letter))


@given(NAMES, NAMES, NAMES)
def test_an_address_is_always_well_formed_and_fits(given_name, family_name, call_name):
    address = local_part(f"a{given_name}", f"{family_name}b", call_name)

    assert WELL_FORMED.fullmatch(address)
    assert len(address) <= MAX_LOCAL_PART - SUFFIX_ROOM


@given(st.one_of(NAMES, st.text(max_size=20)))
def test_both_normal_forms_give_the_same_address(name):
    composed, decomposed = (
        local_part(f"a{unicodedata.normalize(form, name)}", "Meyer")
        for form in ("NFC", "NFD")
    )

    assert composed == decomposed


@given(NAMES)
def test_an_address_built_from_an_address_is_the_same(name):
    first, last = local_part(f"a{name}", f"a{name}").split(".")

    assert local_part(first, last) == f"{first}.{last}"


@pytest.mark.slow
def test_a_whole_city_takes_seconds():
    names = [(f"Jör{letter}", f"Yıldız{n}") for letter in LETTERS for n in range(400)]

    started = time.process_time()
    for given_name, family_name in names:
        local_part(given_name, family_name)

    assert len(names) > 250_000
    assert time.process_time() - started < 8
