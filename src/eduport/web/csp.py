"""The content security policy of our pages, and how to widen it for one answer."""

from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.http.response import HttpResponseBase

Policy = Mapping[str, str]

STRICT: Policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # KERN draws its four status icons as data: URIs.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_exceptions: dict[str, Policy] = {}


def register_policy(prefix: str, directives: Policy) -> None:
    """Give the pages below a path a policy that differs in these directives.

    For foreign software that we serve, such as an editor; never for our own pages.
    """
    _exceptions[prefix] = {**STRICT, **directives}


def policy_for(path: str) -> Policy:
    """The policy of a page: the longest registered prefix, otherwise the strict one."""
    prefixes = [prefix for prefix in _exceptions if path.startswith(prefix)]
    return _exceptions[max(prefixes, key=len)] if prefixes else STRICT


def allow_form_action(response: HttpResponse, origins: Iterable[str]) -> None:
    """Let forms of this page end up at further origins.

    Chromium applies `form-action` to the redirects after a form too, so the page
    with the form must name the service to which a sign-in returns (CSP3 §6.4.2).
    """
    allowed = [*getattr(response, "csp_form_action", ()), *origins]
    response.csp_form_action = allowed  # type: ignore[attr-defined]  # our own mark


def allow_media(response: HttpResponseBase) -> None:
    """Let this page play videos of ours, with their captions (CSP3 §6.1.8)."""
    response.csp_media = True  # type: ignore[attr-defined]  # our own mark


def header(
    policy: Policy, form_action: Iterable[str] = (), *, has_media: bool = False
) -> str:
    """The header's value, with further origins for forms, and media where needed."""
    widened = dict(policy)
    if has_media:
        widened["media-src"] = "'self'"
    widened["form-action"] = " ".join([policy["form-action"], *form_action])
    return "; ".join(f"{name} {sources}" for name, sources in widened.items())
