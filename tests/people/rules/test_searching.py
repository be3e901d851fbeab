"""What the words of a search may mean."""

import pytest

from eduport.people.rules.searching import (
    MOST_WORDS,
    SearchWord,
    TypedAddress,
    search_words,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Meyer", SearchWord(("meyer",), "meyer")),
        ("MÜLLER", SearchWord(("mueller",), "müller")),
        ("Adel-Strauß", SearchWord(("adel", "strauss"), "adel-strauß")),
        ("O'Brien", SearchWord(("obrien",), "o'brien")),
        ("7b", SearchWord((), "7b")),
        ("anna.mey", SearchWord(("anna", "mey"), "anna.mey")),
        ("5.1", SearchWord((), "5.1")),
        (
            "anna.meyer2@x.de",
            SearchWord(
                ("anna", "meyer"), address=TypedAddress("anna.meyer", 2, "x.de")
            ),
        ),
        (
            "  Anna.Meyer@X.DE ",
            SearchWord(
                ("anna", "meyer"), address=TypedAddress("anna.meyer", 1, "x.de")
            ),
        ),
        ("meyer@", SearchWord(("meyer",), address=TypedAddress("", 1, ""))),
    ],
)
def test_a_word_means(typed, meant):
    assert search_words(typed) == [meant]


def test_a_comma_parts_words():
    assert [word.names for word in search_words("Meyer,Anna")] == [
        ("meyer",),
        ("anna",),
    ]


def test_more_words_than_a_person_has_are_not_read():
    assert len(search_words("a " * (MOST_WORDS + 1))) == MOST_WORDS


def test_what_means_nothing_is_left_out():
    assert search_words(" , ") == []
