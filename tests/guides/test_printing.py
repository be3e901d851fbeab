"""Printed manuals: tagged, with contents and bookmarks, and set once."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from eduport.guides.queries import all_manuals, find_manual
from eduport.guides.services.printing import printed, set_manual

pytestmark = pytest.mark.slow
SITE = "https://portal.example.org"
AT = dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def folder(settings, tmp_path):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"data_dir": tmp_path})
    return tmp_path / "manuals"


@pytest.mark.parametrize("manual", all_manuals(), ids=lambda manual: manual.slug)
def test_a_manual_has_contents_bookmarks_tags_and_umlauts(manual):
    pdf = PdfReader(io.BytesIO(set_manual(manual, site=SITE, at=AT)))
    root = pdf.trailer["/Root"]
    words = " ".join(page.extract_text() for page in pdf.pages)
    bookmarks = [one.title for one in pdf.outline if not isinstance(one, list)]

    assert pdf.metadata.title == manual.title
    assert bookmarks == [chapter.title for chapter in manual.chapters]
    assert root["/Lang"].lower().startswith("de")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "Inhalt" in pdf.pages[1].extract_text()
    assert "ä" in words
    assert "Ü" in words or "ü" in words


def test_a_manual_says_that_it_suits_aids():
    """PDF/UA-1 says so in its metadata (ISO 14289-1, 5)."""
    pdf = PdfReader(io.BytesIO(set_manual(all_manuals()[0], site=SITE, at=AT)))

    said = pdf.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in said


def test_links_lead_within_the_manual_or_to_the_portal():
    manual = find_manual("anleitungen-admins")
    pdf = PdfReader(io.BytesIO(set_manual(manual, site=SITE, at=AT)))
    notes = [
        note.get_object() for page in pdf.pages for note in page.get("/Annots", ())
    ]
    addresses = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}

    assert f"{SITE}/guides/handbuch-admins/gruppen/" in addresses
    assert all(address.startswith(SITE) for address in addresses)


def test_a_manual_is_set_once(folder):
    manual = find_manual("anleitungen")
    first = printed(manual, site=SITE, at=AT)
    made_at = first.stat().st_mtime_ns

    again = printed(manual, site=SITE, at=AT + dt.timedelta(days=1))

    assert again == first
    assert again.stat().st_mtime_ns == made_at
    assert list(folder.iterdir()) == [first]


def test_a_new_version_takes_the_place_of_the_old_one(folder):
    manual = find_manual("anleitungen")
    other = find_manual("anleitungen-admins")
    old, kept = (printed(one, site=SITE, at=AT) for one in (manual, other))

    new = printed(replace(manual, title="Anders"), site=SITE, at=AT)

    assert new != old
    assert {*folder.iterdir()} == {new, kept}
