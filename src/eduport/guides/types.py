"""Manuals, their chapters, and videos."""

from dataclasses import dataclass
from enum import StrEnum

from eduport.core.audience import Audience


class Genre(StrEnum):
    """Whether a manual explains, or leads step by step."""

    HANDBOOK = "handbook"
    GUIDES = "guides"


@dataclass(frozen=True, slots=True)
class Volume:
    """A manual's place on the shelf: what cannot be read from its texts."""

    slug: str
    genre: Genre
    audience: Audience


SHELF = (
    Volume("handbuch", Genre.HANDBOOK, Audience.PUBLIC),
    # How a school makes sure who somebody is need not be read by those who would like
    # to be somebody else.
    Volume("handbuch-admins", Genre.HANDBOOK, Audience.STAFF),
    Volume("handbuch-projektteam", Genre.HANDBOOK, Audience.ADMINS),
    Volume("anleitungen", Genre.GUIDES, Audience.PUBLIC),
    Volume("anleitungen-admins", Genre.GUIDES, Audience.STAFF),
)
"""All manuals, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A text of a manual; `source` is its Markdown without the title."""

    slug: str
    file: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Manual:
    """A handbook or a collection of guides."""

    slug: str
    genre: Genre
    audience: Audience
    title: str
    intro: str
    chapters: tuple[Chapter, ...]

    def find_chapter(self, slug: str) -> Chapter | None:
        """The chapter of this name in addresses."""
        return next((one for one in self.chapters if one.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are shown in a video from one second to another."""

    starts: float
    ends: float
    words: str


@dataclass(frozen=True, slots=True)
class Video:
    """A recording without sound, and all that it says in writing."""

    slug: str
    title: str
    intro: str
    audience: Audience
    cues: tuple[Cue, ...]

    @property
    def seconds(self) -> int:
        """How long it is: the last words stand until the end."""
        return round(self.cues[-1].ends) if self.cues else 0
