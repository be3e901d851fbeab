"""How a person arranges the own tiles."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.portal.models import TilePreference
from eduport.portal.queries import tiles_of
from eduport.portal.rules.arranging import Direction, moved, sections
from eduport.portal.types import TileSection


class TileNotThereError(DomainError):
    """Somebody arranges a tile that is not theirs, or no longer."""

    message = _("This tile is no longer released to you.")


class TileIsLockedError(DomainError):
    """The tile stands in a locked group."""

    message = _("“%(tile)s” always stays where it is.")


def move_tile(tile_id: int, direction: Direction, *, by: Actor, at: datetime) -> None:
    """Move a tile one place in its group; at the end of the group nothing changes.

    Hidden tiles count: in customising they stand between the others. Raises
    TileNotThereError and TileIsLockedError.
    """
    section = _section_of(tile_id, by=by, at=at)
    order = moved([tile.pk for tile in section.tiles], tile_id, direction)
    _save(
        (_mine(key, by, position=place) for place, key in enumerate(order)),
        ["position"],
    )


def hide_tile(tile_id: int, *, by: Actor, at: datetime) -> None:
    """Take a tile from the dashboard and the menu; a favourite is none any more.

    Raises TileNotThereError and TileIsLockedError.
    """
    _section_of(tile_id, by=by, at=at)
    mine = _mine(tile_id, by, is_hidden=True)
    _save([mine], ["is_hidden", "is_favourite"])


def show_tile(tile_id: int, *, by: Actor, at: datetime) -> None:
    """Put a hidden tile back. Raises TileNotThereError and TileIsLockedError."""
    _section_of(tile_id, by=by, at=at)
    mine = _mine(tile_id, by)
    _save([mine], ["is_hidden"])


def add_favourite(tile_id: int, *, by: Actor, at: datetime) -> None:
    """Put a tile behind the favourites. Raises TileNotThereError, TileIsLockedError."""
    _section_of(tile_id, by=by, at=at)
    mine = _mine(tile_id, by, is_favourite=True)
    _save([mine], ["is_favourite", "is_hidden", "position"])


def remove_favourite(tile_id: int, *, by: Actor, at: datetime) -> None:
    """Put a favourite back into its group. Raises TileNotThereError."""
    _section_of(tile_id, by=by, at=at)
    mine = _mine(tile_id, by)
    _save([mine], ["is_favourite", "position"])


def reset_tiles(*, by: Actor) -> None:
    """Forget how the actor arranged the tiles."""
    TilePreference.objects.filter(account=by.account_id).delete()


def _section_of(tile_id: int, *, by: Actor, at: datetime) -> TileSection:
    for section in sections(tiles_of(by, at=at), ""):
        for tile in section.tiles:
            if tile.pk == tile_id:
                if section.group.is_locked:
                    raise TileIsLockedError(tile=tile.title)
                return section
    raise TileNotThereError


def _mine(tile_id: int, by: Actor, **choices: Any) -> TilePreference:
    return TilePreference(account=Account(pk=by.account_id), tile_id=tile_id, **choices)


def _save(preferences: Iterable[TilePreference], fields: list[str]) -> None:
    # One statement: two clicks in quick succession cannot both insert a row.
    TilePreference.objects.bulk_create(
        preferences,
        update_conflicts=True,
        unique_fields=["account", "tile"],
        update_fields=fields,
    )
