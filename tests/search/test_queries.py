"""Finding texts in PostgreSQL."""

import pytest
from django.db import IntegrityError, transaction

from eduport.core.audience import Audience, narrower
from eduport.search.models import SearchDocument, SearchWord
from eduport.search.queries import find_documents
from eduport.search.services import (
    forget_document,
    forget_documents,
    index_document,
    index_documents,
    refresh_words,
)
from eduport.search.types import Document, Kind, Meant, Piece
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
ALL = frozenset(Audience)
VISITOR = frozenset({Audience.PUBLIC})


def document(key, title, text="", audience=Audience.PUBLIC, **more):
    return Document(
        kind=Kind.PAGE,
        key=key,
        url=f"/info/{key}/",
        title=title,
        text=text,
        audience=audience,
        **more,
    )


PAGES = [
    document(
        "zugang", "Zugang", "Ihre Kennung und Ihr Kennwort. Passwörter zurücksetzen."
    ),
    document("wartung", "Wartungsfenster", "Jeden Donnerstag von 22 bis 24 Uhr."),
    document("liste", "Klassenlisten", "Alle Schülerinnen einer Klasse als Liste."),
    document("wlan", "WLAN mit privaten Endgeräten", "BYOD", keywords="Handy Tablet"),
    document("notfall", "Notfallkarte", "Rufnummer der Zentrale", Audience.ADMINS),
]


@pytest.fixture
def pages(db):
    index_documents(Kind.PAGE, PAGES, at=NOON)


def titles(text, audiences=ALL):
    return [hit.title for hit in find_documents(text, audiences).hits]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Passwort", "Zugang"),  # a stem: the text has "Passwörter"
        ("Klassenliste", "Klassenlisten"),
        ("Fenster", "Wartungsfenster"),  # the second part of a compound
        ("Schüler", "Klassenlisten"),  # "Schülerinnen"
        ("Schülerin", "Klassenlisten"),
        ("Wartungsf", "Wartungsfenster"),  # not typed to the end
        ("kennwrot", "Zugang"),  # two letters swapped
        ("Wartungsfesnter", "Wartungsfenster"),
        ("Passwoerter", "Zugang"),  # without umlauts
        ("wifi", "WLAN mit privaten Endgeräten"),  # another name for it
        ("tablet", "WLAN mit privaten Endgeräten"),  # a keyword
        ("login kennwort", "Zugang"),
    ],
)
def test_what_people_type_finds_what_they_mean(pages, text, title):
    index_document(document("anmelden", "Anmelden", "Login mit Kennung"), at=NOON)

    assert title in titles(text)


def test_a_compound_is_asked_for_by_its_parts(pages):
    assert titles("Klassenwartung") == []

    index_document(document("beides", "Wartung einer Klasse"), at=NOON)

    assert titles("Klassenwartung") == ["Wartung einer Klasse"]


def test_nobody_finds_what_is_not_theirs_nor_guesses_its_words(pages):
    assert titles("Notfallkarte") == ["Notfallkarte"]
    assert titles("Notfallkarte", VISITOR) == []
    assert find_documents("Notfalkarte", VISITOR).meant == ()
    assert find_documents("Notfalkarte", ALL).meant == (
        Meant("notfalkarte", ("notfallkarte",)),
    )


def test_the_word_that_was_meant_is_found_by_its_other_names(pages):
    index_document(document("pin", "Passwort wählen"), at=NOON)

    assert {*titles("Kennwrot")} == {"Zugang", "Passwort wählen"}


def test_if_no_text_has_all_words_those_with_some_are_found(pages):
    found = find_documents("Donnerstag Giraffe", ALL)

    assert found.is_loose
    assert [hit.title for hit in found.hits] == ["Wartungsfenster"]


def test_the_excerpt_shows_where(pages):
    (hit,) = find_documents("Donnerstag", ALL).hits

    assert (hit.kind, hit.url) == (Kind.PAGE, "/info/wartung/")
    assert Piece("Donnerstag", is_hit=True) in hit.excerpt


def test_the_exact_title_comes_first(pages):
    much = document("mehr", "Alles", "Zugang " * 30, keywords="Zugang Zugang")
    index_document(much, at=NOON)

    assert titles("Zugang") == ["Zugang", "Alles"]


def test_nothing_asked_finds_nothing(pages):
    assert [find_documents(text, ALL).hits for text in ("", "  ", "!?&|'", "und")] == [
        (),
        (),
        (),
        (),
    ]


def test_indexing_again_replaces_and_forgets(pages):
    index_documents(Kind.PAGE, PAGES[:1], at=NOON)

    assert titles("Donnerstag") == []
    assert not SearchWord.objects.filter(word="wartungsfenster").exists()


def test_single_documents_come_and_go(pages):
    index_document(document("wlan#1", "Drucken im WLAN"), at=NOON)
    forget_document(Kind.PAGE, "wlan")
    forget_document(Kind.PAGE, "wlan")

    assert titles("wlan") == ["Drucken im WLAN"]

    forget_documents(Kind.PAGE, starting="wlan#")

    assert titles("wlan") == []


def test_refreshing_twice_changes_nothing(pages):
    before = list(SearchDocument.objects.order_by("pk").values())
    refresh_words()

    assert list(SearchDocument.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("rows", [1, 3])
def test_an_answer_takes_two_queries(django_assert_num_queries, rows):
    many = [document(f"k{n}", f"Kalender {n}") for n in range(rows)]
    index_documents(Kind.PAGE, many, at=NOON)

    with django_assert_num_queries(2):
        found = find_documents("Kalender", ALL)

    assert found.total == rows


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (
            SearchDocument,
            {"kind": "page", "audience": "cats"},
            "document_audience_is_known",
        ),
        (
            SearchDocument,
            {"kind": "cat", "audience": "public"},
            "document_kind_is_known",
        ),
        (SearchWord, {"audience": "cats", "trigrams": []}, "word_audience_is_known"),
    ],
)
def test_unknown_values_are_refused(model, values, name):
    more = {"indexed_at": NOON} if model is SearchDocument else {}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values, **more)


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (SearchDocument, {"kind": "page", "audience": "public"}, "document_once"),
        (SearchWord, {"word": "x", "audience": "public", "trigrams": []}, "word_once"),
    ],
)
def test_each_is_there_once(model, values, name):
    more = {"indexed_at": NOON, "key": "1"} if model is SearchDocument else {}
    model.objects.create(**values, **more)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**values, **more)


def test_what_lies_inside_is_never_for_more_people():
    assert narrower(Audience.PUBLIC, Audience.STAFF) == Audience.STAFF
    assert narrower(Audience.ADMINS, Audience.SIGNED_IN) == Audience.ADMINS
