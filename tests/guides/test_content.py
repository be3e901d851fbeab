"""Every text can be shown, and leads only to what exists."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import resolve

from eduport.guides.formats.markdown import html_of, sections_of, tokens_of
from eduport.guides.queries import CONTENT, address_of, all_manuals, all_videos
from eduport.guides.types import Genre
from tests.architecture.test_documents import links_of

TEXTS = [(manual, one) for manual in all_manuals() for one in manual.chapters]
WHICH = {"argnames": "manual, chapter", "argvalues": TEXTS}
WHICH["ids"] = [f"{manual.slug}-{chapter.slug}" for manual, chapter in TEXTS]
# Whoever wants to be led reads one page, printed on one sheet.
LONGEST_GUIDE = 35


def shown(manual, chapter):
    return html_of(chapter.source, address=lambda link: address_of(manual.slug, link))


def anchors_of(chapter):
    tokens = tokens_of(chapter.source)
    return {token.attrs["id"] for token in tokens if token.type == "heading_open"}


@pytest.mark.parametrize(**WHICH)
def test_a_chapter_is_shown_without_marks_of_its_source(manual, chapter):
    without_code = re.sub(r"<code>.*?</code>", "", shown(manual, chapter))
    words = re.sub(r"<[^>]+>", "", without_code)

    assert chapter.title
    assert words.strip()
    assert not re.search(r"\]\(|\*\*|^#|^\|", words, re.MULTILINE)


@pytest.mark.parametrize(**WHICH)
def test_pages_that_a_chapter_leads_to_exist(manual, chapter):
    targets = re.findall(r'<a href="([^"]+)"', shown(manual, chapter))
    pages = {manual.slug: manual for manual in all_manuals()}

    for path, _, anchor in (unquote(target).partition("#") for target in targets):
        if path.startswith(("https://", "/info/")):
            continue
        match = resolve(path)
        if match.view_name == "guides:chapter":
            target = pages[match.kwargs["manual"]].find_chapter(match.kwargs["chapter"])
            assert target, path
            assert not anchor or anchor in anchors_of(target), f"{path}#{anchor}"


@pytest.mark.parametrize(**WHICH)
def test_pictures_of_a_chapter_exist_and_say_what_they_show(manual, chapter):
    page = shown(manual, chapter)
    pictures = re.findall(r'<img src="/static/([^"]+)" alt="([^"]*)"', page)

    assert page.count("<img") == len(pictures)
    assert [path for path, words in pictures if not find(path) or not words] == []


@pytest.mark.parametrize("manual", all_manuals(), ids=lambda manual: manual.slug)
def test_the_list_of_chapters_names_all_in_their_order(manual):
    contents = CONTENT / manual.slug / "README.md"

    assert [link for link in links_of(contents) if ".md" in link] == [
        chapter.file for chapter in manual.chapters
    ]
    assert len({chapter.slug for chapter in manual.chapters}) == len(manual.chapters)


@pytest.mark.parametrize("manual", all_manuals(), ids=lambda manual: manual.slug)
def test_numbers_of_titles_follow_the_files(manual):
    for chapter in manual.chapters:
        title = (CONTENT / manual.slug / chapter.file).read_text().partition("\n")[0]
        assert title == f"# {int(chapter.file[:2])}. {chapter.title}"


def test_a_guide_fits_on_a_page():
    lengths = {
        chapter.slug: len(chapter.source.splitlines())
        for manual, chapter in TEXTS
        if manual.genre == Genre.GUIDES
    }

    assert {slug for slug, lines in lengths.items() if lines > LONGEST_GUIDE} == set()


def test_headings_of_a_chapter_can_be_told_apart():
    for _, chapter in TEXTS:
        anchors = [section.anchor for section in sections_of(chapter.source)]
        assert len(set(anchors)) == len(anchors), chapter.slug


def test_html_in_a_text_stays_text():
    html = html_of("<script>alert(1)</script> [x](javascript:alert(1))", address=str)

    assert "<script" not in html
    assert "href" not in html


def test_there_are_films():
    assert [video.slug for video in all_videos()] == [
        "kacheln-ordnen",
        "zum-ersten-mal-anmelden",
    ]
