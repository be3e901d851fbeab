"""What the portal gives the shell: the menu on every page."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from eduport.portal.queries import find_page, tiles_of
from eduport.portal.rules.arranging import sections
from eduport.portal.types import ShownTile
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation

FIRST = 0


def tiles_for(request: HttpRequest, *, at: datetime) -> list[ShownTile]:
    """The tiles of whoever asks, read once for page and menu."""
    known: list[ShownTile] | None = getattr(request, "portal_tiles", None)
    if known is None:
        known = tiles_of(actor_of(request), at=at)
        request.portal_tiles = known  # type: ignore[attr-defined]  # our own mark
    return known


@register_navigation
def menu(request: HttpRequest) -> Iterator[NavSection]:
    """The same tiles as on the dashboard, without those that the person hid."""
    if not actor_of(request).is_signed_in:
        return
    yield NavSection(_("Portal"), _own_pages(), order=FIRST)
    tiles = [t for t in tiles_for(request, at=timezone.now()) if not t.is_hidden]
    for place, section in enumerate(sections(tiles, _("Favourites")), FIRST + 1):
        items = [NavItem(tile.title, tile.url, tile.icon) for tile in section.tiles]
        yield NavSection(section.group.title, items, order=place)


def _own_pages() -> list[NavItem]:
    pages = [
        NavItem(_("Home"), find_page("portal:dashboard"), "home"),
        NavItem(_("Help"), find_page("portal:help"), "support"),
    ]
    # Foreign software brings its own URLs, and tests do.
    return [page for page in pages if page.url]
