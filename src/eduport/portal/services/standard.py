"""The tiles that every installation has."""

from django.db import transaction

from eduport.portal.models import Tile, TileGroup, TileKind, TileRelease
from eduport.portal.rules.standard import GROUPS, TILES, StandardGroup, StandardTile


@transaction.atomic
def ensure_standard_tiles() -> None:
    """Add the standard groups and tiles that are missing.

    Leaves the others as the authority made them: a tile that nobody needs is
    switched off, not deleted, otherwise it comes back.
    """
    groups = {group.slug: _ensure_group(group) for group in GROUPS}
    for tile in TILES:
        _ensure_tile(tile, groups[tile.group])


def _ensure_group(standard: StandardGroup) -> TileGroup:
    group, _is_new = TileGroup.objects.get_or_create(
        slug=standard.slug,
        defaults={
            "title_de": standard.title_de,
            "title_en": standard.title_en,
            "position": standard.position,
            "is_locked": standard.is_locked,
        },
    )
    return group


def _ensure_tile(standard: StandardTile, group: TileGroup) -> None:
    names = ("title_de", "title_en", "text_de", "text_en", "icon", "hue", "position")
    values = {name: getattr(standard, name) for name in names}
    tile, is_new = Tile.objects.get_or_create(
        slug=standard.slug,
        defaults=values
        | {
            "group": group,
            "kind": TileKind.INTERNAL,
            "url_name": standard.url_name,
        },
    )
    if is_new:
        TileRelease.objects.bulk_create(
            TileRelease(tile=tile, role=role) for role in standard.roles or [""]
        )
