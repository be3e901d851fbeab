"""Where to go next, without ever leaving for somebody else's site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_target(request: HttpRequest, target: str | None, default: str = "/") -> str:
    """`target` if it is a page of ours, otherwise `default`."""
    if not target:
        return default
    is_ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else default
