"""The end session endpoint: a service asks us to sign a person out."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from eduport.accounts.models import Account
from eduport.sso.errors import InvalidTokenError
from eduport.sso.models import App
from eduport.sso.queries import find_app
from eduport.sso.rules.addresses import origin_of
from eduport.sso.services import identity, keys, sessions
from eduport.web.csp import allow_form_action


class LogoutRequest(NamedTuple):
    """Who asks for what, as far as it is proven."""

    app: App | None
    claims: dict[str, Any] | None  # of a genuine ID token of this service
    target: str | None  # a registered address, with the service's `state`


class UnusableError(Exception):
    """The request contradicts itself or names an address that is not registered."""


@method_decorator(csrf_exempt, name="dispatch")
class EndSessionView(View):
    """OpenID Connect RP-Initiated Logout 1.0 §2.

    Signs out at once if the service proves by an ID token that it means this very
    session; otherwise anybody's link could do it, so the person is asked.
    """

    is_public = True
    handles_duties = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Cookies come with a navigation by GET only."""
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}")

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            asked = read(request.GET)
        except UnusableError:
            return render(request, "sso/unusable.html", status=400)
        if not request.user.is_authenticated or is_this_session(request, asked):
            logout(request)
            return signed_out(asked)
        context = {"app": asked.app, "parameters": parameters(request.GET)}
        response = render(request, "sso/confirm_logout.html", context)
        allow_form_action(response, [origin_of(asked.target)] if asked.target else [])
        return response


class ConfirmLogoutView(View):
    """The person has said yes."""

    is_public = True
    handles_duties = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            asked = read(request.POST)
        except UnusableError:
            return render(request, "sso/unusable.html", status=400)
        logout(request)
        return signed_out(asked)


NAMES = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")


def parameters(data: QueryDict) -> dict[str, str]:
    return {name: str(data[name]) for name in NAMES if data.get(name)}


def read(data: QueryDict) -> LogoutRequest:
    """Find out who asks. Raises UnusableError."""
    given = parameters(data)
    claims = read_hint(given.get("id_token_hint"))
    client_id = given.get("client_id") or (claims or {}).get("aud", "")
    if claims and claims.get("aud") != client_id:
        raise UnusableError
    app = find_app(client_id)
    target = given.get("post_logout_redirect_uri")
    if target and not (app and app.post_logout_redirect_uri_allowed(target)):
        raise UnusableError
    if target and "state" in given:
        joint = "&" if "?" in target else "?"
        target += joint + urlencode({"state": given["state"]})
    return LogoutRequest(app, claims, target)


def read_hint(token: str | None) -> dict[str, Any] | None:
    """The claims of an ID token of ours, even an expired one. Raises UnusableError."""
    if not token:
        return None
    try:
        claims = keys.read_own_token(token)
    except InvalidTokenError:
        raise UnusableError from None
    if claims.get("iss") != identity.issuer() or "sub" not in claims:
        raise UnusableError
    return claims


def is_this_session(request: HttpRequest, asked: LogoutRequest) -> bool:
    """Whether the ID token was given to this person in this browser session."""
    account, sid = request.user, sessions.sid_of(request.session.session_key)
    if not asked.claims or not asked.app:
        return False
    if not isinstance(account, Account) or account.person is None:
        return False
    return bool(
        asked.claims["sub"] == identity.subject_of(account, asked.app)
        and asked.claims.get("sid") == identity.session_for(sid, asked.app)
    )


def signed_out(asked: LogoutRequest) -> HttpResponse:
    return HttpResponseRedirect(asked.target or "/")
