"""The tiles that every installation has."""

from django.db import transaction

from eduport.portal.models import Tile, TileGroup, TileKind, TileRelease
from eduport.portal.rules.standard import (
    APPS,
    GROUPS,
    NAME_LENGTH,
    TEXT_LENGTH,
    TILES,
    StandardGroup,
    StandardTile,
    cut,
)
from eduport.sso.models import App
from eduport.status.models import Component
from eduport.status.services.components import ensure_component


@transaction.atomic
def ensure_standard_tiles() -> None:
    """Add the standard groups and tiles that are missing, and those of the apps.

    Leaves the others as the authority made them: a tile that nobody needs is
    switched off, not deleted, otherwise it comes back.
    """
    groups = {group.slug: _ensure_group(group) for group in GROUPS}
    for tile in TILES:
        _ensure_tile(tile, groups[tile.group])
    for app in App.objects.filter(tile=None):
        ensure_app_tile(app)
    for app in App.objects.filter(tile__isnull=False, tile__component=None):
        Tile.objects.filter(app=app).update(component=_component_of(app))


def ensure_app_tile(app: App) -> None:
    """Give an app of the catalogue a tile, unless it has one.

    Name and text are cut to what fits; the authority can write better ones.
    """
    group = _ensure_group(next(group for group in GROUPS if group.slug == APPS))
    Tile.objects.get_or_create(
        app=app,
        defaults={
            "component": _component_of(app),
            "slug": f"app-{app.slug}",
            "group": group,
            "kind": TileKind.APP,
            "title_de": cut(app.name_de, NAME_LENGTH),
            "title_en": cut(app.name_en, NAME_LENGTH),
            "text_de": cut(app.description_de, TEXT_LENGTH),
            "text_en": cut(app.description_en, TEXT_LENGTH),
            "icon": app.icon,
            "hue": app.hue,
        },
    )


def _component_of(app: App) -> Component:
    """What stands on the status page for the app; needs that people can sign in."""
    names = {"name_de": app.name_de, "name_en": app.name_en}
    return ensure_component(f"app-{app.slug}"[:50], names, depends_on="login")


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
            # The tile of a module is called as its component, such as `mail`.
            "component": Component.objects.filter(slug=standard.slug).first(),
        },
    )
    if is_new:
        TileRelease.objects.bulk_create(
            TileRelease(tile=tile, role=role) for role in standard.roles or [""]
        )
