"""What the portal gives the shell: the menu on every page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from eduport.accounts.models import Account
from eduport.accounts.queries.recovery import is_reminder_due
from eduport.portal.models import Tile
from eduport.portal.queries import audience_of_tiles, find_page, tiles_of
from eduport.portal.rules.arranging import sections
from eduport.portal.types import ShownTile
from eduport.stats.queries.visits import register_launch_labels
from eduport.status.queries import (
    affecting,
    current_notices,
    marks_for,
    period_of,
    remembered_notices,
)
from eduport.status.queries.audience import register_audience
from eduport.status.types import (
    HIDDEN_COOKIE,
    Board,
    BoardIncident,
    BoardWindow,
    State,
)
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
        actor = actor_of(request)
        marks = marks_for(notices_for(request, at=at), actor, at)
        known = [
            replace(tile, mark=marks.get(tile.component_id or 0))
            for tile in tiles_of(actor, at=at)
        ]
        request.portal_tiles = known  # type: ignore[attr-defined]  # our own mark
    return known


def notices_for(request: HttpRequest, *, at: datetime) -> Board:
    """What is going on, for tiles and banners: one query, mostly none for visitors."""
    known: Board | None = getattr(request, "portal_notices", None)
    if known is None:
        is_in = actor_of(request).is_signed_in
        known = current_notices(at) if is_in else remembered_notices(at)
        request.portal_notices = known  # type: ignore[attr-defined]  # our own mark
    return known


@register_navigation
def menu(request: HttpRequest) -> Iterator[NavSection]:
    """The same tiles as on the dashboard, without those that the person hid."""
    if not actor_of(request).is_signed_in:
        return
    yield NavSection(_("Portal"), _own_pages(), order=FIRST)
    tiles = [t for t in tiles_for(request, at=timezone.now()) if not t.is_hidden]
    for place, section in enumerate(sections(tiles, _("Favourites")), FIRST + 1):
        items = [NavItem(tile.title, tile.link, tile.icon) for tile in section.tiles]
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


register_audience(audience_of_tiles)


@register_banner
def status_notices(request: HttpRequest) -> Iterator[Banner]:
    """Incidents and maintenance, only for those who use what they concern.

    Visitors are told of what concerns everybody.
    """
    now = timezone.now()
    board, actor = notices_for(request, at=now), actor_of(request)
    if not board.incidents and not board.windows:
        return
    tiles = tiles_for(request, at=now) if actor.is_signed_in else []
    mine = {tile.component_id for tile in tiles if tile.component_id}
    incidents, windows = affecting(board, actor, mine, now)
    hidden = request.COOKIES.get(HIDDEN_COOKIE, "").split(".")
    for incident in incidents:
        yield _incident_banner(incident)
    for window in windows:
        if window.key not in hidden:
            yield _window_banner(window)


def _incident_banner(incident: BoardIncident) -> Banner:
    return Banner(
        str(incident.title),
        "",
        kind="danger" if incident.impact != State.DEGRADED else "warning",
        link_url=f"{reverse('status:page')}#incident-{incident.uid}",
        link_label=_("What we know"),
    )


def _window_banner(window: BoardWindow) -> Banner:
    return Banner(
        _("%(title)s:") % {"title": window.title},
        f"{period_of(window)}. {window.text}".strip(),
        link_url=f"{reverse('status:page')}#window-{window.key}",
        link_label=_("More on this"),
        dismiss_url=f"{reverse('status:hide')}?{urlencode({'key': window.key})}",
    )


def _own_pages() -> list[NavItem]:
    pages = [
        NavItem(_("Home"), find_page("portal:dashboard"), "home"),
        NavItem(_("Help"), find_page("portal:help"), "support"),
        NavItem(_("Handbook and guides"), find_page("guides:index"), "menu_book"),
    ]
    # Foreign software brings its own URLs, and tests do.
    return [page for page in pages if page.url]


@register_launch_labels
def names_of_tiles() -> dict[str, str]:
    """What tiles are called in the statistics."""
    language = (get_language() or "de")[:2]
    title = "title_de" if language == "de" else "title_en"
    return dict(Tile.objects.values_list("slug", title))
