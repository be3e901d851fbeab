"""Reading what the package brings along. The texts never change while we run."""

from functools import cache
from pathlib import Path, PurePosixPath

from django.templatetags.static import static
from django.urls import reverse

from eduport.core.actor import Actor
from eduport.core.audience import Audience
from eduport.guides.formats.captions import read_captions
from eduport.guides.rules.links import Place, place_of
from eduport.guides.rules.reading import without_number
from eduport.guides.types import SHELF, Chapter, Manual, Video, Volume
from eduport.people.permissions import audiences_of

PACKAGE = Path(__file__).parent
CONTENT = PACKAGE / "content/de"
FILMS = PACKAGE / "static/guides/videos"
CONTENTS = "README.md"
"""Title and introduction of a manual; its list of chapters is for other viewers."""


def manuals_visible_to(actor: Actor) -> list[Manual]:
    """The manuals that somebody may read."""
    audiences = audiences_of(actor)
    return [manual for manual in all_manuals() if manual.audience in audiences]


def find_manual(slug: str) -> Manual | None:
    """The manual of this name, whoever asks."""
    return next((manual for manual in all_manuals() if manual.slug == slug), None)


def find_video(slug: str) -> Video | None:
    """The video of this name, whoever asks."""
    return next((video for video in all_videos() if video.slug == slug), None)


def videos_visible_to(actor: Actor) -> list[Video]:
    """The videos that somebody may watch."""
    audiences = audiences_of(actor)
    return [video for video in all_videos() if video.audience in audiences]


@cache
def all_manuals() -> tuple[Manual, ...]:
    """The whole shelf."""
    return tuple(map(_manual, SHELF))


def _manual(volume: Volume) -> Manual:
    folder = CONTENT / volume.slug
    title, text = _split((folder / CONTENTS).read_text())
    return Manual(
        slug=volume.slug,
        genre=volume.genre,
        audience=volume.audience,
        title=title,
        intro=text.split("\n\n")[0],
        chapters=tuple(_chapter(path) for path in sorted(folder.glob("[0-9]*.md"))),
    )


def _chapter(path: Path) -> Chapter:
    title, text = _split(path.read_text())
    slug, title = without_number(path.stem), without_number(title)
    return Chapter(slug=slug, file=path.name, title=title, source=text)


def _split(text: str) -> tuple[str, str]:
    """The title, and what follows it."""
    title, _, rest = text.partition("\n")
    return title.removeprefix("#").strip(), rest.strip()


@cache
def all_videos() -> tuple[Video, ...]:
    """All videos, by their texts."""
    return tuple(map(_video, sorted((CONTENT / "videos").glob("*.md"))))


def _video(path: Path) -> Video:
    title, text = _split(path.read_text())
    captions = (FILMS / f"{path.stem}.de.vtt").read_text()
    return Video(path.stem, title, text, Audience.PUBLIC, read_captions(captions))


def address_of(manual: str, link: str) -> str:
    """The address behind a link, or from where a picture comes, in a manual's text."""
    if link.endswith(".png"):
        return static(f"guides/pictures/{PurePosixPath(link).name}")
    if place := place_of(manual, link):
        return _page_of(place)
    return link


def _page_of(place: Place) -> str:
    anchor = f"#{place.anchor}" if place.anchor else ""
    if place.chapter:
        return reverse("guides:chapter", args=[place.manual, place.chapter]) + anchor
    return reverse("guides:manual", args=[place.manual])
