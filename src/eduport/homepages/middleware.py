"""Names of schools' own: the page of a school under its host name."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)

from eduport.homepages.queries.homepages import schools_by_host
from eduport.homepages.rules.hosts import host_of, path_under_host

REMEMBERED_SECONDS = 60
SAFE = ["GET", "HEAD"]


class HostNameMiddleware:
    """Answers under names that the central team entered, with the school's page only.

    Such a request goes on as one to the portal itself, without cookies: nobody signs in
    under another name. ALLOWED_HOSTS stays as it is, so unknown names are refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known: dict[str, str] = {}
        self.read_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        portal = urlsplit(settings.EDUPORT.public_url)
        host = host_of(request.META.get("HTTP_HOST", ""))
        # Most requests, and health checks by address, ask no table of names.
        if host == portal.hostname or not host.strip("0123456789.[]:"):
            return self.get_response(request)
        code = self._codes().get(host)
        if code is None:
            return self.get_response(request)
        if request.method not in SAFE:
            return HttpResponseNotAllowed(SAFE)
        path = path_under_host(request.path_info, code)
        if path is None:
            target = settings.EDUPORT.public_url + request.get_full_path()
            return HttpResponseRedirect(target)
        return self._answer(request, path, portal.netloc)

    def _answer(self, request: HttpRequest, path: str, portal: str) -> HttpResponse:
        request.path = request.path_info = path
        request.is_under_own_name = True  # type: ignore[attr-defined]  # our own mark
        request.META["HTTP_HOST"] = portal
        request.META.pop("HTTP_COOKIE", None)
        # Nobody can decline to be counted under this name, so nobody is counted.
        request.META["HTTP_SEC_GPC"] = "1"
        response = self.get_response(request)
        response.cookies.clear()
        return response

    def _codes(self) -> dict[str, str]:
        """The names, read at most once a minute by each process."""
        now = time.monotonic()
        if now - self.read_at > REMEMBERED_SECONDS:
            self.known, self.read_at = schools_by_host(), now
        return self.known
