"""Manuals as PDF: set once for each version of their texts, then only handed out."""

import hashlib
import os
from datetime import datetime
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from eduport.guides.formats.typst import string, typst_of
from eduport.guides.queries import PACKAGE, address_of
from eduport.guides.rules.links import place_of
from eduport.guides.rules.reading import label_of
from eduport.guides.types import Chapter, Manual
from eduport.web.typefaces import FOLDER

LAYOUT = PACKAGE / "formats/manual.typ"
PICTURES = PACKAGE / "static/guides/pictures"
DIGITS = 16


def printed(manual: Manual, *, site: str, at: datetime) -> Path:
    """The file with the manual, set now if this version never was.

    `site` is where links lead that leave the manual. Two processes that need it at
    the same time both set it, and the second replaces the same by the same.
    """
    path = _folder() / f"{manual.slug}-{_version(manual, site)}.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(set_manual(manual, site=site, at=at))
        draft.replace(path)
        _remove_older(manual, path)
    return path


def set_manual(manual: Manual, *, site: str, at: datetime) -> bytes:
    """The manual as PDF/UA-1: tagged, with contents, bookmarks and language."""
    return bytes(
        # Its types want a text and a directory to be alike.
        typst.compile(  # type: ignore[call-overload]
            _document(manual, site, at).encode(),
            root=PACKAGE,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    )


def _document(manual: Manual, site: str, at: datetime) -> str:
    words = {"title": manual.title, "day": f"{at:%d.%m.%Y}", "site": site}
    settings = ", ".join(f"{name}: {string(value)}" for name, value in words.items())
    parts = [
        '#import "/formats/manual.typ": manual, picture\n',
        f"#show: manual.with({settings}, intro: [{_intro(manual, site)}])\n\n",
        *(_chapter(manual, chapter, site) for chapter in manual.chapters),
    ]
    return "".join(parts)


def _intro(manual: Manual, site: str) -> str:
    return typst_of(
        manual.intro, target=lambda link: _target(manual, link, site), place="intro"
    )


def _chapter(manual: Manual, chapter: Chapter, site: str) -> str:
    title, label = string(chapter.title), string(chapter.slug)
    text = typst_of(
        chapter.source,
        target=lambda link: _target(manual, link, site),
        place=chapter.slug,
    )
    return f"#heading(level: 1)[#{title};]#label({label})\n\n{text}"


def _target(manual: Manual, link: str, site: str) -> str:
    """A place of this document, or the address of another page."""
    place = place_of(manual.slug, link)
    if place and place.manual == manual.slug and place.chapter:
        heading = label_of(place.anchor)
        return f"#{place.chapter}--{heading}" if heading else f"#{place.chapter}"
    address = address_of(manual.slug, link)
    return site + address if address.startswith("/") else address


@cache
def _version(manual: Manual, site: str) -> str:
    """A name for these texts, pictures, fonts and this layout."""
    digest = hashlib.sha256(repr((manual, site)).encode())
    for path in (LAYOUT, *sorted(PICTURES.glob("*.png")), *sorted(FOLDER.iterdir())):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


def _folder() -> Path:
    return Path(settings.EDUPORT.data_dir) / "manuals"


def _remove_older(manual: Manual, present: Path) -> None:
    for path in present.parent.glob(f"{manual.slug}-{'?' * DIGITS}.pdf"):
        if path != present:
            path.unlink(missing_ok=True)
