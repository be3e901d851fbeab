"""Confirming who one is before something dangerous is done."""

from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eduport.accounts.models import Account
from eduport.accounts.queries.second_factor import has_second_factor
from eduport.accounts.rules.step_up import is_confirmed
from eduport.web.access import is_htmx


def is_stepped_up(request: HttpRequest) -> bool:
    """Whether the session belongs to somebody who confirmed lately who they are.

    Who has a second factor confirms with it. An Admin-Account without one gets to no
    page but those that set one up.
    """
    account = request.user
    if not isinstance(account, Account):
        return False
    return is_confirmed(
        get_authentication_records(request, account),
        by_second_factor=has_second_factor(account),
        at=timezone.now(),
        within=timedelta(minutes=settings.EDUPORT.step_up_minutes),
    )


def step_up(request: HttpRequest) -> HttpResponse | None:
    """Where to go first: to the page that asks, and from there back to this one.

    What was sent by a form comes too late for that. It is neither done nor kept on the
    server: the answer holds it, to be sent again after confirming in another tab.
    """
    if is_stepped_up(request):
        return None
    if is_htmx(request):
        here = request.headers.get("HX-Current-URL", request.get_full_path())
        return HttpResponse(headers={"HX-Redirect": _asking_page(here)})
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(
            request.get_full_path(), reverse("account_reauthenticate")
        )
    context = {
        "page_title": _("Confirm that it is you"),
        "asking_page": _asking_page(reverse("accounts:confirmed")),
        "fields": _sent(request),
        "has_files": bool(request.FILES),
    }
    return render(request, "accounts/step_up.html", context, status=403)


def _asking_page(then: str) -> str:
    return redirect_to_login(then, reverse("account_reauthenticate")).url


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
