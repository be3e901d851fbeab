"""What a request says about where it comes from: network and known device."""

import secrets
from functools import cache

from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from eduport.accounts.services.throttling import Origin
from eduport.web.networks import network_of

COOKIE = "ep_device"
HALF_A_YEAR = 180 * 24 * 60 * 60
_SALT = "eduport.accounts.device"
# A family's tablet is shared, a school's computers forget their cookies.
_MAX_ACCOUNTS = 5


def origin_of(request: HttpRequest) -> Origin:
    """The network of a request and the accounts that its device knows."""
    return Origin(network=network_of(request), devices=_devices(request))


def _devices(request: HttpRequest) -> dict[int, str]:
    try:
        known = loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=HALF_A_YEAR)
    except BadSignature:
        return {}
    return {int(account_id): number for account_id, number in known.items()}


def remember_device(
    request: HttpRequest, response: HttpResponse, account_id: int
) -> None:
    """Let this device be known to the account that has just signed in.

    It opens nothing: it only gives wrong passwords from here a counter of their own.
    """
    known = _devices(request)
    number = known.pop(account_id, None) or secrets.token_urlsafe(16)
    kept = dict(list(known.items())[-_MAX_ACCOUNTS + 1 :])
    response.set_cookie(
        COOKIE,
        dumps({**kept, account_id: number}, salt=_SALT),
        max_age=HALF_A_YEAR,
        path=_path(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


@cache
def _path() -> str:
    """Only the pages around signing in ask which accounts a device knows."""
    return reverse("account_login").removesuffix("login/")
