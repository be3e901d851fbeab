"""Who gets to an address of the API: a token with the scope, otherwise nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.operation import PathView
from ninja.security.base import AuthBase
from pydantic import BaseModel

from eduport.core.actor import Actor
from eduport.gateway.api.problems import REALM, ProblemError, problem
from eduport.gateway.models import ApiToken, Scope
from eduport.gateway.services.tokens import (
    Usage,
    actor_of_token,
    check_token,
    count_request,
)


class ApiRequest(HttpRequest):
    """A request as an operation gets it: the token was looked at already."""

    auth: ApiToken


class Bearer(AuthBase):
    """Opens an operation to tokens with a scope (RFC 6750, in the header only)."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        now = timezone.now()
        token = check_token(_text_of(request), get_client_ip(request) or "", at=now)
        usage = count_request(token, at=now)
        request.gateway_usage = usage  # type: ignore[attr-defined]  # our own mark
        if self.scope not in token.scopes:
            raise ProblemError(
                403,
                _("This needs a token with the scope “%(scope)s”.")
                % {"scope": self.scope.value},
                headers={
                    "WWW-Authenticate": (
                        f'{REALM}, error="insufficient_scope", '
                        f'scope="{self.scope.value}"'
                    )
                },
            )
        return token


def closed(_request: HttpRequest) -> None:
    """What guards an operation that names no scope: nobody passes."""


def _text_of(request: HttpRequest) -> str:
    if "access_token" in request.GET:
        # It would stand in logs (RFC 6750 §5.3).
        raise ProblemError(
            400,
            _("A token belongs into the header Authorization, never into an address."),
            headers={"WWW-Authenticate": f'{REALM}, error="invalid_request"'},
        )
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not text:
        raise ProblemError(
            401,
            _("Please send a token: Authorization: Bearer …"),
            headers={"WWW-Authenticate": REALM},
        )
    return text.strip()


def require_scope(request: ApiRequest, scope: Scope) -> None:
    """Refuse what needs a further scope, such as an internal note."""
    if scope not in request.auth.scopes:
        raise ProblemError(
            403,
            _("This needs a token with the scope “%(scope)s”.")
            % {"scope": scope.value},
            headers={
                "WWW-Authenticate": (
                    f'{REALM}, error="insufficient_scope", scope="{scope.value}"'
                )
            },
        )


def refuse_unknown(request: ApiRequest, known: type[BaseModel]) -> None:
    """Refuse a filter that nobody knows: a misspelt one would answer everything."""
    for name in request.GET:
        if name not in known.model_fields:
            raise ProblemError(
                422, _("There is no such filter."), field=f"query/{name}"
            )


def actor_of(request: ApiRequest) -> Actor:
    """Who acts in this request."""
    return actor_of_token(request.auth)


def patterns_of(api: NinjaAPI) -> list[URLPattern]:
    """The addresses of an API, each a view that says who may call it.

    The library's own patterns would do, but its views say nothing about themselves,
    answer no HEAD, and its methods that are not allowed have no problem details.
    """
    return [
        path(
            route.replace("{", "<").replace("}", ">").lstrip("/"),
            _guarded(view),
            name=view.operations[0].url_name,
        )
        for router in api._get_bound_routers()  # noqa: SLF001 -- no public way
        for route, view in router.path_operations.items()
    ]


def _guarded(view: PathView) -> Callable[..., HttpResponseBase]:
    answer = view.get_view()

    @csrf_exempt
    @wraps(answer)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "HEAD":
            # The server leaves the body away (RFC 9110 §9.3.2).
            request.method = "GET"
        response: HttpResponseBase = answer(request, **kwargs)
        if response.status_code == 405:  # noqa: PLR2004 -- the library's answer
            allowed = response.headers["Allow"].replace("GET", "GET, HEAD")
            response = problem(
                405, _("See the header Allow."), headers={"Allow": allowed}
            )
        response.headers.setdefault("Cache-Control", "no-store")
        _say_limits(response, getattr(request, "gateway_usage", None))
        return response

    if all(_is_guarded(operation.auth_callbacks) for operation in view.operations):
        guarded.permission = has_token  # type: ignore[attr-defined]  # for the tests
    return guarded


def _is_guarded(callbacks: Any) -> bool:
    return bool(callbacks) and all(
        isinstance(one, Bearer) or one is closed for one in callbacks
    )


def has_token(_actor: Actor) -> bool:
    """Sessions of people open nothing here: each operation asks for a token."""
    return False


def _say_limits(response: HttpResponseBase, usage: Usage | None) -> None:
    """How many requests are left (draft-ietf-httpapi-ratelimit-headers)."""
    if usage:
        response.headers["RateLimit-Policy"] = f'"minute";q={usage.limit};w=60'
        left = f'"minute";r={usage.remaining};t={usage.seconds}'
        response.headers["RateLimit"] = left
