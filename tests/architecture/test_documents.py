"""Documents lead to what exists, and generated pages are up to date."""

import pkgutil
import re
from pathlib import Path
from urllib.parse import unquote

from eduport.ops.reference import settings_page
from tools.document import (
    IMAGES,
    PICTURES_OF_GUIDES,
    picture_files,
    problems_page,
)

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "docs"
GUIDES = ROOT / "src/eduport/guides/content"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
ELSEWHERE = ("http://", "https://", "mailto:", "/")
ADR_LINES = 40
NO_SYMBOLS = {"accounts.password.changed", "people.proposal.accepted"}


def documents():
    # Videos are shown by the portal only, and found there.
    texts = [path for path in GUIDES.glob("**/*.md") if path.parent.name != "videos"]
    return [*ROOT.glob("*.md"), *DOCUMENTS.glob("**/*.md"), *texts]


def links_of(document):
    return LINK.findall(CODE.sub("", document.read_text()))


def anchors_of(document):
    """The anchors of headings, spelled as the usual viewers do."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in words}


def is_broken(document, link):
    path, _, anchor = unquote(link).partition("#")
    target = document.parent / path if path else document
    is_there = target.exists() and target.resolve().is_relative_to(ROOT)
    return not is_there or bool(anchor and anchor not in anchors_of(target))


def test_every_relative_link_leads_somewhere():
    found = [
        (document, link)
        for document in documents()
        for link in links_of(document)
        if not link.startswith(ELSEWHERE)
    ]
    broken = [pair for pair in found if is_broken(*pair)]

    assert found, "no links were found at all"
    assert [f"{doc.relative_to(ROOT)}: {link}" for doc, link in broken] == []


def test_every_document_can_be_reached_from_the_readme():
    start = ROOT / "README.md"
    reached, waiting = {start}, [start]
    while waiting:
        document = waiting.pop()
        for link in links_of(document):
            target = (document.parent / link.partition("#")[0]).resolve()
            is_new = target.suffix == ".md" and target not in reached
            if is_new and not link.startswith(ELSEWHERE) and target.exists():
                reached.add(target)
                waiting.append(target)

    assert [path for path in documents() if path.resolve() not in reached] == []


def test_decisions_are_numbered_and_short():
    records = sorted((DOCUMENTS / "adr").glob("0*.md"))
    numbers = [int(record.name[:4]) for record in records]
    sizes = {record.name: len(record.read_text().splitlines()) for record in records}

    assert numbers == sorted(set(numbers))
    assert {name for name, lines in sizes.items() if lines > ADR_LINES} == set()


def test_the_handbook_lists_the_settings_as_they_are():
    page = DOCUMENTS / "operators/settings.md"

    assert page.read_text() == settings_page(), "Run: eduport config document"


def test_every_problem_of_a_roster_is_listed_in_both_languages():
    page = DOCUMENTS / "formats/problems.md"

    assert page.read_text() == problems_page(), "Run: make docs"
    assert "|  |" not in page.read_text(), "A sentence has no German"


def test_every_picture_is_made_by_the_script_and_shown_somewhere():
    taken = {*picture_files()}
    shown = {
        (document.parent / link).resolve()
        for document in documents()
        for link in links_of(document)
        if link.endswith(".png")
    }

    there = {*IMAGES.glob("**/*.png"), *PICTURES_OF_GUIDES.glob("*.png")}
    assert there == taken
    assert shown == taken


def test_every_picture_says_what_it_shows():
    without = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents()
        for words, target in PICTURE.findall(CODE.sub("", document.read_text()))
        if not words.strip()
    ]

    assert without == []


def named_symbols():
    """What documents name in Python's dotted way, such as `web.csp.STRICT`."""
    domains = {path.parent.name for path in ROOT.glob("src/eduport/*/__init__.py")}
    names = {
        name
        for document in documents()
        for name in re.findall(r"`([a-z_]+(?:\.\w+)+)`", document.read_text())
    }
    # Log actions and files look alike: `people.proposal.accepted`, `core.css`.
    return {name for name in names if name.split(".")[0] in domains} - NO_SYMBOLS


def exists(name):
    try:
        pkgutil.resolve_name(f"eduport.{name}")
    except (ImportError, AttributeError):
        return False
    return True


def test_symbols_that_documents_name_exist():
    names = named_symbols()

    assert "web.csp.STRICT" in names
    assert sorted(name for name in names if not exists(name)) == []
