"""The order of tiles: by group, and in a group as the person wants it."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from itertools import groupby

from eduport.portal.types import ShownGroup, ShownTile, TileSection

FAVOURITES = "favourites"
# Own positions come first: who moved tiles gets new ones behind them.
LAST = 2**15


class Direction(StrEnum):
    """Where a tile can be moved."""

    EARLIER = "earlier"
    LATER = "later"


def sections(tiles: Iterable[ShownTile], favourites_title: str) -> list[TileSection]:
    """The tiles in order below their headings; favourites stand in a group on top."""
    favourites = ShownGroup(FAVOURITES, favourites_title, position=-1)
    placed = [
        replace(tile, group=favourites) if tile.is_favourite else tile for tile in tiles
    ]
    placed.sort(key=_order)
    return [
        TileSection(group, list(members))
        for group, members in groupby(placed, key=lambda tile: tile.group)
    ]


def _order(tile: ShownTile) -> tuple[int, str, int, int, str]:
    own = LAST if tile.own_position is None else tile.own_position
    group = tile.group
    return group.position, group.slug, own, tile.catalogue_position, tile.slug


def moved(keys: list[int], key: int, direction: Direction) -> list[int]:
    """The keys with one of them a place earlier or later, if there is room."""
    old = keys.index(key)
    new = max(old - 1, 0) if direction == Direction.EARLIER else old + 1
    rest = [other for other in keys if other != key]
    return [*rest[:new], key, *rest[new:]]


def matching(tiles: Iterable[ShownTile], words: str) -> list[ShownTile]:
    """The tiles in whose name or text all words stand."""
    wanted = words.casefold().split()
    return [
        tile
        for tile in tiles
        if all(word in f"{tile.title} {tile.text}".casefold() for word in wanted)
    ]
