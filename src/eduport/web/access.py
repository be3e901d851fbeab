"""Who gets to a view: nobody, unless the view says so.

Visitors are sent to the login page, signed-in people who may not get 403, and
objects that somebody must not see do not exist for them: 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.views.generic import View

from eduport.core.actor import Actor
from eduport.web.actors import actor_of

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])
StepUp = Callable[[HttpRequest], HttpResponse | None]
PageCheck = Callable[[Actor], bool]
FunctionView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


_step_ups: list[StepUp] = []


def register_step_up(provider: StepUp) -> StepUp:
    """Let `provider` say whether somebody must first confirm who they are."""
    if provider not in _step_ups:
        _step_ups.append(provider)
    return provider


def needed_step_up(request: HttpRequest) -> HttpResponse | None:
    """What comes before a dangerous action. Nobody passes if nobody can tell."""
    if not _step_ups:
        raise PermissionDenied
    answers = (provider(request) for provider in _step_ups)
    return next((answer for answer in answers if answer is not None), None)


def is_signed_in(actor: Actor) -> bool:
    """Permission of pages that everybody with an account may see."""
    return actor.is_signed_in


def public(view: F) -> F:
    """Declare that anybody may call a function view."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark for the tests
    return view


def permitted(check: PageCheck) -> Callable[[FunctionView[P]], FunctionView[P]]:
    """Let only those signed-in people call a function view who pass `check`."""

    def decorate(view: FunctionView[P]) -> FunctionView[P]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not actor_of(request).is_signed_in:
                return login_redirect(request)
            if not check(actor_of(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = check  # type: ignore[attr-defined]  # a mark for the tests
        return guarded

    return decorate


def login_redirect(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the login page and back here afterwards."""
    # A form cannot be sent again after the login, so a POST starts over.
    here = request.get_full_path() if request.method == "GET" else None
    target = here or resolve_url(settings.LOGIN_REDIRECT_URL)
    redirect = redirect_to_login(target)
    if not is_htmx(request):
        return redirect
    # A plain redirect would put the login page into a part of this page.
    response = HttpResponse()
    response["HX-Redirect"] = redirect_to_login(
        request.headers.get("HX-Current-URL", target)
    ).url
    return response


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page, not for a whole one again."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


class AccessView(View):
    """Base of our views: declares `permission` or `is_public = True`.

    `permission` takes the actor; views of one object give it the object too.
    Without either the view is closed to everybody. With `needs_step_up = True` it
    opens only to who has confirmed a short while ago who they are.
    """

    is_public = False
    needs_step_up = False
    permission: Callable[..., bool]

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def is_permitted(self) -> bool:
        return hasattr(self, "permission") and self.permission(self.actor)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not self.is_public:
            if not self.actor.is_signed_in:
                return login_redirect(request)
            if not self.is_permitted():
                raise PermissionDenied
        is_answered = str(request.method).lower() in self.http_method_names
        if self.needs_step_up and is_answered and (first := needed_step_up(request)):
            return first
        return super().dispatch(request, *args, **kwargs)
