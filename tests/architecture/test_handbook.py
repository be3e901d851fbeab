"""Handbook and guides say what the screen says."""

import re

from babel.messages.pofile import read_po

from tests.architecture.test_documents import GUIDES, ROOT

PAGES = [*GUIDES.glob("**/*.md")]
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
ITALICS = re.compile(r"(?<![\\*])\*([^*\s][^*]*?)(?<!\\)\*")
GIVEN = {"Lehrer"}  # the name of a group, which stands in the database


def sentences():
    """Everything that the pages say in German."""
    for path in ROOT.glob("src/eduport/*/locale/de/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                plurals = message.string
                yield from [plurals] if isinstance(plurals, str) else plurals


def words_of(page):
    """What stands in italics: the words that a reader is to find on the screen."""
    found = ITALICS.findall(BOLD.sub(r"\1", page.read_text()))
    return {" ".join(words.split()) for words in found}


def test_every_word_in_italics_stands_on_the_screen():
    screen = "\n".join(sentences()).lower()
    unknown = [
        f"{page.name}: {words}"
        for page in PAGES
        for words in words_of(page) - GIVEN
        if not all(part.strip().lower() in screen for part in words.split("…"))
    ]

    assert sum(len(words_of(page)) for page in PAGES) > len(PAGES)
    assert sorted(unknown) == []
