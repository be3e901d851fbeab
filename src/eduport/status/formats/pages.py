"""Pages that stand for themselves: the banner for homepages, the exported page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from eduport.status.formats.atom import feed_of
from eduport.status.formats.boards import write_public_board
from eduport.status.formats.ical import calendar_of
from eduport.status.formats.shown import shown_board
from eduport.status.types import Board

LANGUAGES = {"de": "", "en": "en/"}
STATIC = re.compile(r"/static/([^\"'#)\s?]+)")
WITHIN_CSS = re.compile(rb"url\(\s*[\"']?([^\"')]+)")


@dataclass(frozen=True, slots=True)
class Edition:
    """What an export is made of. `unreachable_since`: the portal does not answer."""

    board: Board
    at: datetime
    page_url: str
    unreachable_since: datetime | None = None


def banner_page(
    board: Board,
    at: datetime,
    page_url: str,
    unreachable_since: datetime | None = None,
) -> str:
    """One line in the active language, with a link to the page."""
    context = {
        "board": shown_board(board, at, is_portal_gone=bool(unreachable_since)),
        "page_url": page_url,
        "unreachable_since": unreachable_since,
    }
    return render_to_string("status/banner.html", context)


def exported(edition: Edition) -> dict[str, bytes]:
    """All files of an export by name: pages, feeds, and what they are drawn with."""
    files = dict(_machine_files(edition))
    for language, folder in LANGUAGES.items():
        with override(language):
            files |= {
                f"{folder}{name}": content.encode()
                for name, content in _pages(edition, language, folder)
            }
    pages = [name for name in files if name.endswith(".html")]
    assets = {
        found.decode()
        for name in pages
        for found in re.findall(rb"assets/([^\"'#)\s?]+)", files[name])
    }
    return files | _assets(assets)


def _machine_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    board, at = edition.board, edition.at
    yield (
        "status.json",
        write_public_board(board, at, edition.unreachable_since).encode(),
    )
    for language, folder in LANGUAGES.items():
        page_url = f"{edition.page_url}{folder}"
        with override(language):
            feed = feed_of(
                board, language, url=f"{page_url}feed.atom", page_url=page_url
            )
            title = _("Maintenance of eduPort")
            calendar = calendar_of(board.windows, title, url=page_url, at=board.made_at)
        yield f"{folder}feed.atom", feed.encode()
        yield f"{folder}calendar.ics", calendar


def stand_in(board: Board, at: datetime, since: datetime) -> str:
    """The page in the active language, drawn by a portal that knows no more.

    Feeds and the other language would ask the portal, which cannot answer.
    """
    return _page(Edition(board, at, "", since), get_language() or "de", {})


def _pages(edition: Edition, language: str, folder: str) -> Iterator[tuple[str, str]]:
    up = "../" if folder else ""
    page = _page(
        edition,
        language,
        {
            "atom": "feed.atom",
            "ical": "calendar.ics",
            "json": f"{up}status.json",
            "other": "../" if folder else "en/",
        },
    )
    banner = banner_page(
        edition.board,
        edition.at,
        f"{edition.page_url}{folder}",
        edition.unreachable_since,
    )
    for name, content in (("index.html", page), ("banner.html", banner)):
        yield name, STATIC.sub(rf"{up}assets/\1", content)


def _page(edition: Edition, language: str, links: dict[str, str]) -> str:
    since = edition.unreachable_since
    context = {
        "board": shown_board(edition.board, edition.at, is_portal_gone=bool(since)),
        "language": language,
        "portal_url": settings.EDUPORT.public_url,
        "at": edition.at,
        "unreachable_since": since,
        "links": links,
    }
    return render_to_string("status/export.html", context)


def _assets(names: set[str]) -> dict[str, bytes]:
    """The static files of these names, and what their style sheets ask for."""
    found: dict[str, bytes] = {}
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        path = _static_file(name)
        if f"assets/{name}" in found or path is None:
            continue
        found[f"assets/{name}"] = path.read_bytes()
        if path.suffix == ".css":
            waiting += _within(name, found[f"assets/{name}"])
    return found


def _within(name: str, content: bytes) -> Iterator[str]:
    for match in WITHIN_CSS.findall(content):
        target = match.decode().partition("#")[0].partition("?")[0]
        if target and ":" not in target and not target.startswith("/"):
            yield _normal(Path(name).parent / target)


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _static_file(name: str) -> Path | None:
    """Where a static file lies: collected for production, or in the source."""
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None
