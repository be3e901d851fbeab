import unicodedata

import pytest
from pypdf import PdfReader

from eduport.administration.formats.pdf import BOLD, SANS, Paper, fitting, printable
from tests.administration.formats.reading import pages_of, text_of
from tests.people.rules.test_addresses import LETTERS


def paper():
    return Paper(title="Zugang", author="Behörde", language="de-DE")


@pytest.mark.parametrize("font", [SANS, BOLD])
def test_every_letter_of_din_91379_is_printed_and_can_be_copied(font):
    ours = paper()
    for number, letter in enumerate(LETTERS):
        place = (10 + 5 * (number % 36), 15 + 7 * (number // 36))
        ours.write(place, letter, font=font)
    ours.end_page()

    [page] = pages_of(ours.finished())

    read = "".join(text_of(page).split())
    assert read == unicodedata.normalize("NFC", "".join(LETTERS))


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("M\u0302", "\ue03c"),
        ("Meyer\u2011Ölz", "Meyer-Ölz"),
        ("Х", "?"),
        ("B\u0325", "B"),
    ],
)
def test_what_the_fonts_lack_is_replaced(name, drawn):
    paper()

    found = printable(name)

    is_private = any(unicodedata.category(letter) == "Co" for letter in drawn)
    assert len(found) == len(drawn)
    assert is_private or found == drawn


def test_the_fonts_are_embedded():
    ours = paper()
    ours.write((20, 20), "Łódź")
    ours.end_page()

    [page] = pages_of(ours.finished())

    fonts = page["/Resources"]["/Font"].values()
    ours_only = [font.get_object() for font in fonts]
    embedded = [
        "/FontFile2" in f["/FontDescriptor"]
        for f in ours_only
        if "Letter" in f["/BaseFont"]
    ]
    assert embedded == [True]


def test_the_file_says_its_title_and_its_language(tmp_path):
    ours = paper()
    ours.end_page()
    path = tmp_path / "letters.pdf"
    path.write_bytes(ours.finished())

    reader = PdfReader(path)

    assert reader.metadata.title == "Zugang"
    assert reader.metadata.author == "Behörde"
    assert reader.trailer["/Root"]["/Lang"] == "de-DE"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value


def test_a_long_line_is_written_smaller_and_a_short_one_is_not():
    paper()

    assert fitting("kurz", SANS, 10, 80) == 10
    assert 4 < fitting("lang" * 20, SANS, 10, 80) < 10
    assert fitting("", SANS, 10, 80) == 10
