"""What stands between somebody who signed in and every other page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from eduport.accounts.adapters.admin_sessions import has_ended
from eduport.accounts.models import Account
from eduport.accounts.queries import first_duty
from eduport.web.access import is_htmx

# What somebody can do on a page of duties besides the duty.
ALLOWED = {
    "account_logout",
    "set_language",
    "web:theme",
    "stats:settings",
    "stats:choose",
}


class AdminSessionsMiddleware:
    """Signs Admin-Accounts out soon, wherever they were left open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if isinstance(account, Account) and has_ended(request, account):
            logout(request)
            messages.info(
                request, _("You were signed out, because nothing happened for a while.")
            )
        return self.get_response(request)


class DutiesMiddleware:
    """Sends people to a new password, new terms or a second factor, and nowhere else.

    Sign-ins at services wait as well, and go on afterwards. A view that answers by
    itself, such as one in an invisible frame, sets `handles_duties = True` and asks
    `accounts.queries.first_duty`. A view with `fulfils_duty` opens for that duty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_args: Any
    ) -> HttpResponseBase | None:
        if not request.user.is_authenticated or _is_free(request, view):
            return None
        roles = settings.EDUPORT.second_factor_roles
        duty = first_duty(request.user, timezone.now(), protected_roles=roles)
        if not duty or getattr(_class_of(view), "fulfils_duty", "") == duty:
            return None
        return _to(request, duty)


def _is_free(request: HttpRequest, view: Callable[..., Any]) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in ALLOWED or getattr(_class_of(view), "handles_duties", False)


def _class_of(view: Callable[..., Any]) -> Any:
    return getattr(view, "view_class", view)


def _to(request: HttpRequest, duty: str) -> HttpResponse:
    # A form cannot be sent again afterwards, so only pages to look at are gone on to.
    query = {"next": request.get_full_path()} if request.method == "GET" else {}
    url = f"{reverse(duty)}?{urlencode(query)}" if query else reverse(duty)
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": reverse(duty)})
    return HttpResponse(status=303, headers={"Location": url})
