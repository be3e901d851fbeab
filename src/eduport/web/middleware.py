"""The methods that we answer at all, and the headers that every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from eduport.web import csp

HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), "
        "payment=(), usb=(), browsing-topics=()"
    ),
}
METHODS = ["GET", "HEAD", "POST"]
"""Django, and libraries with it, would take a PUT for a form that was sent."""
_further: dict[str, list[str]] = {}


def register_methods(prefix: str, methods: list[str]) -> None:
    """Let further methods through to the addresses below a path: they know them."""
    _further[prefix] = methods


def methods_of(path: str) -> list[str]:
    """What is answered at an address at all."""
    more = [one for prefix, one in _further.items() if path.startswith(prefix)]
    return METHODS + [method for methods in more for method in methods]


class MethodsMiddleware:
    """Answers other methods with 405, before anybody asks who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        methods = methods_of(request.path)
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        return self.get_response(request)


class HeadersMiddleware:
    """Sets policy, privacy and caching headers unless the view did it itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        origins = getattr(response, "csp_form_action", ())
        policy = csp.header(
            csp.policy_for(request.path),
            origins,
            has_media=getattr(response, "csp_media", False),
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # Personal data must not stay in a shared computer's cache, and htmx
            # gets other content from the same address.
            response.headers.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response
