"""What the portal gives the shell: the menu on every page."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eduport.accounts.models import Account
from eduport.accounts.queries.recovery import is_reminder_due
from eduport.portal.queries import find_page, tiles_of
from eduport.portal.rules.arranging import sections
from eduport.portal.types import ShownTile
from eduport.web.actors import actor_of
from eduport.web.navigation import (
    Banner,
    NavItem,
    NavSection,
    register_banner,
    register_navigation,
)

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


@register_banner
def recovery_reminder(request: HttpRequest) -> Iterator[Banner]:
    """On the dashboard: whoever forgets the password could not help themselves."""
    match, account = request.resolver_match, request.user
    if not match or match.view_name != "portal:dashboard":
        return
    if isinstance(account, Account) and is_reminder_due(account, timezone.now()):
        yield Banner(
            _("You have no recovery address."),
            _(
                "With one you choose a new password yourself when the old one is "
                "forgotten."
            ),
            kind="info",
            link_url=reverse("accounts:recovery_address"),
            link_label=_("Store a recovery address"),
            dismiss_url=reverse("accounts:postpone_reminder"),
        )


def _own_pages() -> list[NavItem]:
    pages = [
        NavItem(_("Home"), find_page("portal:dashboard"), "home"),
        NavItem(_("Help"), find_page("portal:help"), "support"),
    ]
    # Foreign software brings its own URLs, and tests do.
    return [page for page in pages if page.url]
