"""Light, dark, or as the device has it: kept in a cookie, so that nothing flashes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from eduport.web.access import public
from eduport.web.targets import safe_target

COOKIE = "ep_theme"
THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """The chosen theme, or an empty string for that of the device."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else ""


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember a theme and return to the page on which it was chosen."""
    response = redirect(safe_target(request, request.POST.get("next")))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            COOKIE,
            theme,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
