import pytest
from django.utils import translation

from eduport.administration.formats.slips import HEIGHT, SlipWriter
from tests.administration.formats.people import CODES, DOERTE, LUKASZ
from tests.administration.formats.reading import (
    codes_on,
    pages_of,
    picture,
    placed_texts,
    text_of,
)


def slips(*groups):
    writer = SlipWriter(CODES, language="de-DE")
    with translation.override("de"):
        for group in groups:
            writer.begin_group(group)
            for number, recipient in enumerate(group):
                writer.add(recipient, f"CODE-{number:04d}")
        return writer.finished()


def test_ten_slips_fill_a_page_and_a_class_begins_a_new_one():
    pages = pages_of(slips([DOERTE] * 11, [LUKASZ]))

    assert [text_of(page).count("CODE-") for page in pages] == [10, 1, 1]


def test_no_slip_writes_across_its_cutting_line():
    [page] = pages_of(slips([DOERTE] * 10))

    ends = [y % HEIGHT for _, y, _ in placed_texts(page)]

    # A printer needs 4 mm of white at the edges, a pair of scissors some, too.
    assert min(ends) > 4
    assert max(ends) < HEIGHT - 4


@pytest.mark.slow
def test_every_slip_has_its_own_square(tmp_path):
    content = slips([DOERTE, LUKASZ])

    found = codes_on(picture(content, tmp_path, page=1, dpi=200))

    assert found == [
        (
            "https://portal.example/accounts/activate/"
            "?login=doerte-marie.vonadel-strauss%40gak.hamburg.de"
        ),
        "https://portal.example/accounts/activate/?login=lukasz.sahin%40gak.hamburg.de",
    ]
