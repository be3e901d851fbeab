"""Single keys, such as “/” for the search: they can be turned off (WCAG 2.2, 2.1.4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from eduport.web.access import public
from eduport.web.targets import safe_target

COOKIE = "ep_keys"
A_YEAR = 365 * 24 * 60 * 60


def are_keys_on(request: HttpRequest) -> bool:
    """Whether single keys do something in this browser."""
    return request.COOKIES.get(COOKIE) != "off"


@public
@require_POST
def choose_keys(request: HttpRequest) -> HttpResponse:
    """Turn single keys off or on, and return to the page on which that was chosen."""
    response = redirect(safe_target(request, request.POST.get("next")))
    if request.POST.get("keys") == "off":
        response.set_cookie(
            COOKIE,
            "off",
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
