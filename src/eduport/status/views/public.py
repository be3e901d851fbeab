"""What everybody may read: the status page, its feeds, the banner for homepages."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from eduport.status.formats.atom import feed_of
from eduport.status.formats.boards import write_public_board
from eduport.status.formats.ical import calendar_of
from eduport.status.formats.pages import banner_page
from eduport.status.formats.shown import shown_board
from eduport.status.permissions import can_choose_mail, can_manage_status
from eduport.status.queries import at_schools, current_board, current_notices
from eduport.status.types import HIDDEN_COOKIE, Board
from eduport.web.access import is_htmx, public
from eduport.web.targets import safe_target
from eduport.web.views import PageView

LANGUAGES = ("de", "en")
CACHED = "public, max-age=30"
A_MONTH = 30 * 24 * 3600
AT_MOST = 10


class StatusView(PageView):
    """Everything on one page, for visitors and for those who are signed in."""

    is_public = True
    template_name = "status/page.html"
    page_title = gettext_lazy("State of the services")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        is_in = self.actor.is_signed_in
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            board=shown_board(current_board(now), now),
            can_manage=can_manage_status(self.actor),
            can_choose_mail=can_choose_mail(self.actor),
            is_signed_in=is_in,
            crumbs=[(self.page_title, "")],
            links={
                "atom": reverse("status:atom"),
                "ical": reverse("status:ical"),
                "json": reverse("status:json"),
            },
            **kwargs,
        )


def _asked_board(request: HttpRequest, at: datetime) -> Board:
    """The board, or what of it concerns the components and schools in the address."""
    board = at_schools(current_board(at), request.GET.getlist("school"))
    wanted = set(request.GET.getlist("component"))
    keys = {one.id for one in board.components if one.slug in wanted}
    if not wanted:
        return board
    return replace(
        board,
        incidents=tuple(o for o in board.incidents if keys & set(o.component_ids)),
        windows=tuple(o for o in board.windows if keys & set(o.component_ids)),
    )


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else "de"


def _answer(content: bytes | str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = CACHED
    # Other sites may read what everybody may read.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _page_url() -> str:
    return f"{settings.EDUPORT.public_url}{reverse('status:page')}"


@public
@require_safe
def atom(request: HttpRequest) -> HttpResponseBase:
    """What was said, newest first; `?component=mail` narrows it, `?language=en`."""
    now = timezone.now()
    url = f"{settings.EDUPORT.public_url}{request.get_full_path()}"
    board = _asked_board(request, now)
    content = feed_of(board, _language(request), url=url, page_url=_page_url())
    return _answer(content, "application/atom+xml; charset=utf-8")


@public
@require_safe
def ical(request: HttpRequest) -> HttpResponseBase:
    """Maintenance as a calendar to subscribe to; the same narrowing."""
    now = timezone.now()
    with override(_language(request)):
        board = _asked_board(request, now)
        title = _("Maintenance of eduPort")
        content = calendar_of(board.windows, title, url=_page_url(), at=board.made_at)
    return _answer(content, "text/calendar; charset=utf-8")


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """The state for machines."""
    now = timezone.now()
    content = write_public_board(_asked_board(request, now), now)
    return _answer(content, "application/json")


@public
@require_safe
def banner(request: HttpRequest) -> HttpResponseBase:
    """One line for the homepages of schools, in a frame; needs no script."""
    now = timezone.now()
    with override(_language(request)):
        content = banner_page(_asked_board(request, now), now, _page_url())
    return _answer(content, "text/html; charset=utf-8")


@public
@require_POST
def hide_notice(request: HttpRequest) -> HttpResponseBase:
    """Hide one announcement in this browser; the last few are remembered."""
    key = request.GET.get("key", "")
    known = {one.key for one in current_notices(timezone.now()).windows}
    response = (
        HttpResponse()
        if is_htmx(request)
        else redirect(safe_target(request, request.POST.get("next")))
    )
    if key in known:
        before = request.COOKIES.get(HIDDEN_COOKIE, "").split(".")
        keys = [one for one in before if one in known - {key}]
        response.set_cookie(
            HIDDEN_COOKIE,
            ".".join([*keys, key][-AT_MOST:]),
            max_age=A_MONTH,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
