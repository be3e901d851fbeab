"""The pages of the information site are complete and say what the screen says."""

import re

import pytest
from django.urls import resolve

from eduport.guides.queries import find_manual
from tests.architecture.test_documents import ROOT, links_of
from tests.architecture.test_handbook import sentences, words_of

CONTENT = ROOT / "src/eduport/pages/content/de"
PAGES = sorted(CONTENT.glob("*.md"))
FIELDS = {
    *("slug", "parent", "title", "menu_title", "summary"),
    *("audience", "order", "review_months", "keywords"),
}
OPTIONAL = {"menu_title"}
AUDIENCES = {"public", "signed_in", "staff", "admins"}
LIVE_BLOCKS = {
    *("next-maintenance", "status-now", "my-school-admins", "address-preview"),
    *("role-table", "retention-table", "feed-state", "terms", "spoc-contacts"),
    *("statistics", "training-dates"),
}
FOREIGN = {"Single Point of Contact"}


def front_matter(page):
    _, head, _ = page.read_text().split("---\n", 2)
    pairs = (line.split(":", 1) for line in head.splitlines())
    return {name: value.strip() for name, value in pairs}


def body(page):
    return page.read_text().split("---\n", 2)[2]


def addresses():
    """The path of every page, as others link to it."""
    heads = [front_matter(page) for page in PAGES]
    return {
        f"/info/{head['parent']}/{head['slug']}/".replace("//", "/") for head in heads
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_all_about_itself(page):
    head = front_matter(page)

    assert head.keys() | OPTIONAL == FIELDS
    assert {name for name in FIELDS - {"parent", *OPTIONAL} if not head[name]} == set()
    assert head["slug"] == page.stem
    assert head["audience"] in AUDIENCES
    assert int(head["order"]) >= 0
    assert 1 <= int(head["review_months"]) <= 24
    assert head["summary"].endswith((".", "?"))


def test_parents_exist_and_have_none():
    heads = [front_matter(page) for page in PAGES]
    sections = {head["slug"] for head in heads if not head["parent"]}

    assert {head["parent"] for head in heads} - {""} <= sections


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_containers_are_known_and_closed(page):
    fences = re.findall(r"^:::(.*)$", body(page), re.MULTILINE)
    opened = [words.strip() for words in fences[::2]]

    assert [words.strip() for words in fences[1::2]] == [""] * len(opened)
    assert set(opened) <= {"faq", *(f"live {name}" for name in LIVE_BLOCKS)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_headings_begin_below_the_title(page):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", body(page), re.MULTILINE)]

    assert all(
        now - before <= 1 for before, now in zip([1, *levels], levels, strict=False)
    )
    assert 1 not in levels


def test_every_word_in_italics_stands_on_the_screen():
    screen = "\n".join(sentences()).lower()
    unknown = [
        f"{page.name}: {words}"
        for page in PAGES
        for words in words_of(page) - FOREIGN
        if not all(part.strip().lower() in screen for part in words.split("…"))
    ]

    assert sorted(unknown) == []


def test_links_between_pages_lead_somewhere():
    found = [
        (page.name, link.partition("#")[0])
        for page in PAGES
        for link in links_of(page)
        if link.startswith("/info/")
    ]

    assert found, "no page links to another"
    assert sorted(pair for pair in found if pair[1] not in addresses()) == []


def test_the_menu_of_the_information_site_is_complete():
    expected = {
        "allgemeine-infos": 9,
        "hilfe": 5,
        "infos-fuer-admins": 8,
        "": 11,
    }
    parents = [front_matter(page)["parent"] for page in PAGES]

    assert {parent: parents.count(parent) for parent in expected} == expected


def test_frequent_questions_are_many():
    counts = {
        page.stem: body(page).count("\n### ")
        for page in PAGES
        if page.stem in {"haeufige-fragen", "admins-faq"}
    }

    assert counts["haeufige-fragen"] >= 20
    assert counts["admins-faq"] >= 15


def test_links_into_the_portal_lead_somewhere():
    found = sorted(
        {
            link.partition("#")[0]
            for page in PAGES
            for link in links_of(page)
            if link.startswith("/") and not link.startswith("/info/")
        }
    )
    pages = [resolve(path) for path in found]
    chapters = [page for page in pages if page.view_name == "guides:chapter"]

    assert chapters, "no page leads to a guide"
    for page in chapters:
        manual = find_manual(page.kwargs["manual"])
        assert manual.find_chapter(page.kwargs["chapter"]), page.kwargs
