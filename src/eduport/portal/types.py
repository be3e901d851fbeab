"""Tiles as a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from eduport.status.types import Mark


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of tiles in the reader's language."""

    slug: str
    title: str
    position: int
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A tile that somebody may open, with what this person made of it."""

    pk: int
    slug: str
    title: str
    text: str
    icon: str
    hue: str
    url: str
    is_foreign: bool
    group: ShownGroup
    catalogue_position: int
    is_hidden: bool = False
    is_favourite: bool = False
    own_position: int | None = None
    component_id: int | None = None
    mark: Mark | None = None

    @property
    def link(self) -> str:
        """Where the tile itself leads: a foreign service by a page that counts it."""
        return reverse("portal:open", args=[self.slug]) if self.is_foreign else self.url


@dataclass(frozen=True, slots=True)
class TileSection:
    """A heading with its tiles, in order."""

    group: ShownGroup
    tiles: Sequence[ShownTile]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of the own school whom people ask for help."""

    name: str
    address: str
    role: str
    school: str
