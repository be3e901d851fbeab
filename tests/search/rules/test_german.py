"""German words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduport.search.rules.german import (
    Splitter,
    folded,
    forms,
    parts_of,
    root,
    synonyms,
    trigrams,
    words_of,
)

KNOWN = words_of(
    "klasse klassen liste listen schule jahr wechsel anmeldung seite daten schutz "
    "erklärung wartung fenster datei dateien ablage homepage schüler"
)


def test_words_are_small_and_gender_marks_are_no_border():
    assert words_of("Schüler*innen, Lehrer:innen und 2FA im WLAN") == [
        "schülerinnen",
        "lehrerinnen",
        "und",
        "2fa",
        "im",
        "wlan",
    ]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("klassenlisten", ("klasse", "liste")),
        ("schuljahreswechsel", ("schule", "jahr", "wechsel")),
        ("datenschutzerklärung", ("daten", "schutz", "erklärung")),
        ("anmeldeseite", ("anmeldung", "seite")),
        ("wartungsfenster", ("wartung", "fenster")),
        ("dateiablage", ("datei", "ablage")),
        ("schulhomepage", ("schule", "homepage")),
        ("fenster", ()),
        ("giraffenfenster", ()),
    ],
)
def test_compounds_come_apart_into_known_words(word, parts):
    assert Splitter(KNOWN).parts(word) == parts


def test_folding_is_what_people_type_without_umlauts():
    assert [folded(word) for word in ("Kürzel", "Straße", "Café")] == [
        "kuerzel",
        "strasse",
        "cafe",
    ]


def test_women_are_found_by_the_common_form():
    assert forms("schülerinnen") == ("schüler", "schülerin")
    assert forms("termin") == ("term", "termin")


def test_synonyms_know_their_inflections():
    assert "kennwort" in synonyms("passwörter".replace("ö", "o"))
    assert synonyms("giraffe") == ()


def test_parts_are_sorted_and_each_once():
    texts = ["Klassenlisten", "Wartungsfenster und Klassenlisten"]

    assert parts_of(texts, Splitter(KNOWN)) == ["fenster", "klasse", "liste", "wartung"]


@given(st.text(alphabet="abcdeghilnrstuäöüß", max_size=60))
def test_any_word_ends(word):
    parts = Splitter([*KNOWN, word]).parts(word)

    assert all(root(part) in {root(one) for one in [*KNOWN, word]} for part in parts)


@given(st.text(min_size=1, max_size=40))
def test_trigrams_are_three_letters_each_once(word):
    found = trigrams(word)

    assert len(found) == len(set(found))
    assert all(len(one) <= 3 for one in found)
