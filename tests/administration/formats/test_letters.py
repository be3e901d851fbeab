import re

import pytest
from django.utils import translation

from eduport.administration.formats.letters import LetterWriter
from tests.administration.formats.people import CODES, DOERTE, LUKASZ, PASSWORDS
from tests.administration.formats.reading import (
    codes_on,
    pages_of,
    picture,
    placed_texts,
    text_of,
)

CODE = "K7WX-M2PA-9RTD"
PAST_THE_FOLD = 105


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def letters(*recipients, occasion=CODES):
    writer = LetterWriter(occasion, language="de-DE")
    for recipient in recipients:
        writer.begin_group([recipient])
        writer.add(recipient, CODE)
    return writer.finished()


def words(page):
    return " ".join(text_of(page).split())


def test_a_letter_says_everything_to_a_pupil():
    cover, letter = pages_of(letters(DOERTE))

    assert "Klasse 7a 1 Brief · 24. August 2026" in words(cover)
    assert "von Adel-Strauß, Dörte-Marie" in words(cover)
    assert CODE not in words(cover)
    assert re.sub(r"^eduPort ", "", words(letter)) == (
        "Gymnasium am Kanal "
        "Gymnasium am Kanal, Behörde für Schule "
        "Dörte-Marie von Adel-Strauß Klasse 7a Gymnasium am Kanal "
        "Datum 24. August 2026 Nur für die angeschriebene Person "
        "Dein Zugang zu eduPort Hallo Dörte-Marie, "
        "mit eduPort meldest du dich bei allem an, was deine Schule online anbietet. "
        "Hier sind deine Benutzerkennung und ein Code für deine erste Anmeldung. "
        "Benutzerkennung doerte-marie.vonadel-strauss@gak.hamburg.de "
        f"Aktivierungscode {CODE} Gültig bis 22. November 2026, einmal "
        "Die Buchstaben I und O und die Ziffern 0 und 1 kommen nicht vor. "
        "1. Scanne das Quadrat oder öffne portal.example/accounts/activate. "
        "2. Gib deine Benutzerkennung und den Code ein und wähle ein Passwort, das "
        "nur du kennst. "
        "3. Von da an meldest du dich mit deiner Benutzerkennung und deinem eigenen "
        "Passwort an. "
        "Behalte den Code für dich: Wer ihn hat, kann sich als du anmelden. Niemand "
        "an der Schule fragt dich danach. Frühere Codes gelten nicht mehr. "
        "Fragen? An deiner Schule hilft dir: Änne Brüning. "
        "Gymnasium am Kanal, Behörde für Schule"
    )


def test_a_letter_with_a_password_speaks_to_an_adult():
    _, letter = pages_of(letters(LUKASZ, occasion=PASSWORDS))

    text = words(letter)
    assert "Ihr Zugang zu eduPort Guten Tag Łukasz Şahin, hier ist ein neues" in text
    assert f"Passwort {CODE} Erstellt am 24. August 2026 Kleinbuchstaben" in text
    assert "2. Melden Sie sich mit Ihrer Benutzerkennung und diesem Passwort" in text
    assert "Fragen? Die eduPort-Betreuung Ihrer Schule hilft Ihnen." in text
    assert "du" not in text.split()


def test_only_the_address_stands_in_the_window_of_the_envelope():
    # DIN 5008 form B and DIN 680: 20 to 110 mm from the left, 45 to 90 mm from the top.
    _, letter = pages_of(letters(DOERTE))

    in_window = [
        text for x, y, text in placed_texts(letter) if 20 <= x <= 110 and 45 <= y <= 90
    ]

    assert in_window == [
        "Gymnasium am Kanal, Behörde für Schule",
        "Dörte-Marie von Adel-Strauß",
        "Klasse 7a",
        "Gymnasium am Kanal",
    ]


def test_the_address_begins_where_the_standard_says():
    _, letter = pages_of(letters(DOERTE))

    places = [(x, y) for x, y, text in placed_texts(letter) if text == DOERTE.name]

    # The text begins 5 mm inside the field; its first line is 17.7 mm below the top.
    assert places == [(25.0, 67.7)]
    assert 62.7 < places[0][1] < 62.7 + 5.5


def test_login_and_code_are_on_the_inside_of_the_fold():
    _, letter = pages_of(letters(DOERTE))

    secret = [y for _, y, text in placed_texts(letter) if text in {CODE, DOERTE.login}]

    assert len(secret) == 2
    assert min(secret) > PAST_THE_FOLD


@pytest.mark.slow
def test_the_square_leads_to_the_page_with_the_login_and_without_the_code(tmp_path):
    content = letters(DOERTE)

    found = codes_on(picture(content, tmp_path, page=2))

    assert found == [
        (
            "https://portal.example/accounts/activate/"
            "?login=doerte-marie.vonadel-strauss%40gak.hamburg.de"
        )
    ]


def test_each_class_has_covers_with_all_its_names():
    writer = LetterWriter(CODES, language="de-DE")
    writer.begin_group([DOERTE] * 60)

    covers = [words(page) for page in pages_of(writer.finished())]

    counted = [
        (cover.count("von Adel-Strauß,"), "60 Briefe" in cover) for cover in covers
    ]
    assert counted == [(52, True), (8, True)]


def test_a_reader_finds_the_classes_in_the_outline():
    content = letters(DOERTE, LUKASZ)

    reader = pages_of(content)[0].pdf

    assert [entry.title for entry in reader.outline] == ["Klasse 7a", "Lehrkraft"]
