"""Counts page views, unless whoever looks does not want it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from eduport.accounts.models import Account
from eduport.core.actor import VISITOR, Actor
from eduport.stats.services.counting import Browser, count
from eduport.stats.types import OTHER, VisitKind

OK = 200


class CountingMiddleware:
    """Adds one to a number in memory, after the page is made: no query, no waiting."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_page(request, response):
            browser = Browser(request.META, request.COOKIES)
            what = VisitKind.PAGE, page_of(request)
            count(browser, known_actor(request), *what, day=timezone.localdate())
        return response


def is_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody has opened a page: no part of one, no picture, no mistake."""
    meta = request.META
    return (
        request.method == "GET"
        and response.status_code == OK
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "HTTP_HX_REQUEST" not in meta
        and not meta.get("HTTP_SEC_PURPOSE", "").startswith("prefetch")
    )


def page_of(request: HttpRequest) -> str:
    """The page by its name in our list of addresses, which no number or word is in."""
    match = request.resolver_match
    return (match.view_name if match else "") or OTHER


def known_actor(request: HttpRequest) -> Actor:
    """Who is signed in, as far as the page had to know: nothing is asked for this."""
    account = getattr(request, "_cached_user", None)
    if isinstance(account, Account) and "actor" in vars(account):
        return account.actor
    return VISITOR
