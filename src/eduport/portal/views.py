"""The portal's own pages: start, dashboard, customising, help."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from eduport.news.queries import board_for
from eduport.people.permissions import audiences_of
from eduport.portal.panels import notices_for, tiles_for
from eduport.portal.queries import contacts_of, feeds_visible_to, tiles_of
from eduport.portal.rules.arranging import Direction, matching, sections
from eduport.portal.services import arranging
from eduport.search.queries import find_documents, question
from eduport.stats.services.counting import Browser, count
from eduport.stats.types import VisitKind
from eduport.status.queries import affecting, period_of
from eduport.support.permissions import (
    can_ask_school,
    can_have_tickets,
    can_report_online,
    is_entitled_reporter,
)
from eduport.support.queries.tickets import own_tickets_about
from eduport.support.queries.topics import topics_for_page
from eduport.web.access import AccessView, is_signed_in, public
from eduport.web.views import CommandView, PageView

NOON, EVENING = 11, 18
LONGEST_QUESTION = 200
# A nightly feed that has brought nothing for so long has missed a night.
OVERDUE = timedelta(hours=36)


class StartView(PageView):
    """The only page without login that everybody knows: sign in, or find help."""

    is_public = True
    template_name = "portal/start.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.actor.is_signed_in:
            return redirect("portal:dashboard")
        return super().get(request, *args, **kwargs)


class DashboardView(PageView):
    """The own tiles, after the login."""

    permission = staticmethod(is_signed_in)
    template_name = "portal/dashboard.html"
    page_title = gettext_lazy("Home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        everything = tiles_for(self.request, at=now)
        tiles = [tile for tile in everything if not tile.is_hidden]
        words = self.request.GET.get("q", "")
        board = board_for(self.actor, now)
        return super().get_context_data(
            greeting=greeting(now.hour),
            today=now,
            words=words,
            sections=sections(matching(tiles, words), _("Favourites")),
            feeds=feeds_visible_to(self.actor),
            overdue_at=now - OVERDUE,
            news=board.news,
            events=board.events,
            has_tiles=bool(tiles),
            has_hidden=len(tiles) < len(everything),
            **kwargs,
        )


def greeting(hour: int) -> str:
    """What one says at this time of the day."""
    if hour < NOON:
        return _("Good morning")
    return _("Good day") if hour < EVENING else _("Good evening")


class CustomiseView(PageView):
    """All tiles with buttons to move, hide and prefer them; needs no JavaScript."""

    permission = staticmethod(is_signed_in)
    template_name = "portal/customise.html"
    page_title = gettext_lazy("Customise tiles")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tiles = tiles_for(self.request, at=timezone.now())
        return super().get_context_data(
            sections=sections(tiles, _("Favourites")),
            crumbs=[(self.page_title, "")],
            **kwargs,
        )


class ArrangeTilesView(CommandView):
    """The buttons of customising: the button's name says what, its value which tile."""

    permission = staticmethod(is_signed_in)
    operations: ClassVar[dict[str, Callable[..., None]]] = {
        "earlier": partial(arranging.move_tile, direction=Direction.EARLIER),
        "later": partial(arranging.move_tile, direction=Direction.LATER),
        "hide": arranging.hide_tile,
        "show": arranging.show_tile,
        "prefer": arranging.add_favourite,
        "unprefer": arranging.remove_favourite,
    }

    def run(self) -> None:
        if "reset" in self.request.POST:
            arranging.reset_tiles(by=self.actor)
        elif self.tile_id:
            operation = self.operations[self.operation]
            operation(self.tile_id, by=self.actor, at=timezone.now())

    @property
    def operation(self) -> str:
        return next((name for name in self.operations if name in self.request.POST), "")

    @property
    def tile_id(self) -> int:
        """The tile's key, or 0 if the request names none."""
        value = self.request.POST.get(self.operation, "")
        return int(value) if value.isdecimal() else 0

    def get_next_url(self) -> str:
        # The browser goes on where the person was, with the keyboard too.
        anchor = f"#tile-{self.tile_id}" if self.tile_id else ""
        return reverse("portal:customise") + anchor

    def get_success_message(self) -> str:
        if "reset" in self.request.POST:
            return _("The tiles are as they were at the beginning.")
        return ""


class OpenTileView(AccessView):
    """On to the service of a tile; that it was opened is counted, not by whom."""

    permission = staticmethod(is_signed_in)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        now = timezone.localtime()
        tiles = tiles_of(self.actor, at=now)
        tile = next((one for one in tiles if one.slug == slug), None)
        if tile is None:
            raise Http404
        if request.method == "GET":
            browser = Browser(request.META, request.COOKIES)
            count(browser, self.actor, VisitKind.LAUNCH, slug, day=now.date())
        return redirect(tile.url)


class HelpView(PageView):
    """How to sign in, and for those who did: whom to ask."""

    is_public = True
    template_name = "portal/help.html"
    page_title = gettext_lazy("Help")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_in = self.actor.is_signed_in
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            is_signed_in=is_in,
            crumbs=[(self.page_title, "")],
            contacts=contacts_of(self.actor) if is_in else [],
            can_ask=can_ask_school(self.actor),
            can_have_tickets=can_have_tickets(self.actor),
            is_entitled=is_entitled_reporter(self.actor),
            can_report=can_report_online(self.actor),
            topics=topics_for_page(self.came_from(), self.actor),
            **self.services(),
            **kwargs,
        )

    def came_from(self) -> str:
        """The path of our page on which somebody asked for help."""
        referer = urlsplit(self.request.headers.get("Referer", ""))
        return referer.path if referer.netloc == self.request.get_host() else ""

    def services(self) -> dict[str, Any]:
        """What does not work now, or will not: before anybody asks."""
        now = timezone.now()
        tiles = tiles_for(self.request, at=now) if self.actor.is_signed_in else []
        mine = {tile.component_id for tile in tiles if tile.component_id}
        board = notices_for(self.request, at=now)
        incidents, windows = affecting(board, self.actor, mine, now)
        return {
            "incidents": incidents,
            "windows": [(window, period_of(window)) for window in windows],
        }


class SearchView(PageView):
    """Pages, questions, handbook and guides, and what somebody asked before."""

    is_public = True
    template_name = "portal/search.html"
    page_title = gettext_lazy("Search")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_in = self.actor.is_signed_in
        text = self.request.GET.get("q", "").strip()[:LONGEST_QUESTION]
        tickets = own_tickets_about(self.actor, question(text)) if is_in else []
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            is_signed_in=is_in,
            crumbs=[(self.page_title, "")],
            words=text,
            found=find_documents(text, audiences_of(self.actor)),
            tickets=tickets,
            **kwargs,
        )


class LegalView(AccessView):
    """From every footer to a page of the information site, wherever it was moved."""

    is_public = True
    slug = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("wagtail_serve", f"{self.slug}/")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Search engines find the information site, and nothing else."""
    sitemap = request.build_absolute_uri(reverse("pages:sitemap"))
    lines = ("User-agent: *", "Allow: /info/", "Disallow: /", f"Sitemap: {sitemap}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
