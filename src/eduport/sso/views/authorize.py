"""The authorization endpoint: from a service's request to a code, or to a refusal."""

import datetime as dt
import hashlib
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError

from eduport.accounts.models import Account
from eduport.accounts.queries import first_duty
from eduport.sso.errors import InvalidTokenError
from eduport.sso.models import App
from eduport.sso.permissions import can_use_services, is_released
from eduport.sso.services import identity, keys, sessions
from eduport.sso.services.protocol import core
from eduport.sso.types import SignIn

REAUTHENTICATE = "account_reauthenticate"


class ProtocolError(Exception):
    """The answer to the service is an error code (Core §3.1.2.6)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class RefusedError(ProtocolError):
    """The person may not use the service, and should read why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("access_denied")


@method_decorator(csrf_exempt, name="dispatch")
class AuthorizeView(View):
    """Gives a code to the service if the person is signed in and may use it.

    There is no consent page: the authority has released the service, and a person's
    page shows what each one gets.
    """

    is_public = True
    handles_duties = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Core §3.1.2.1 wants POST too; the session's cookie comes with GET only."""
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}")

    def get(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL takes no zero bytes, and nothing honest has one.
        if "%00" in request.GET.urlencode():
            return unusable(request)
        try:
            scopes, credentials = core().validate_authorization_request(request)
        except FatalClientError:
            return unusable(request)
        except OAuthToolkitError as error:
            return refuse(error)
        return self.answer(request, scopes, credentials)

    def answer(
        self, request: HttpRequest, scopes: list[str], credentials: dict[str, Any]
    ) -> HttpResponse:
        """Let the request through, or send the person or the service elsewhere."""
        app: App = credentials["request"].client
        try:
            check_parameters(request)
            interaction = needed_interaction(request, app)
            if interaction is not None:
                return interaction
            sign_in = check_person(request, app)
        except RefusedError as error:
            return self.refused(request, app, credentials, error)
        except ProtocolError as error:
            return HttpResponseRedirect(error_address(credentials, error))
        extra = {**credentials, "client": app, "sign_in": sign_in}
        return self.code(request, scopes, extra)

    def code(
        self, request: HttpRequest, scopes: list[str], credentials: dict[str, Any]
    ) -> HttpResponse:
        try:
            address, *_ = core().create_authorization_response(
                request, scopes, credentials, allow=True
            )
        except OAuthToolkitError as error:
            return refuse(error)
        return HttpResponseRedirect(address)

    def refused(
        self,
        request: HttpRequest,
        app: App,
        credentials: dict[str, Any],
        error: RefusedError,
    ) -> HttpResponse:
        """Tell the person why; the button tells the service."""
        address = error_address(credentials, error)
        if "none" in prompts(request):
            return HttpResponseRedirect(address)
        context = {"app": app, "reason": error.reason, "back_url": address}
        return render(request, "sso/refused.html", context, status=403)


class ContinueView(View):
    """Sends the browser from the login page on to the authorization endpoint.

    Chromium applies the login page's `form-action` to every redirect after its form
    (CSP3 §6.4.2), so a chain of redirects from there to a service would end here. A
    page in between starts a new chain.
    """

    is_public = True
    handles_duties = True

    def get(self, request: HttpRequest) -> HttpResponse:
        query = urlencode(list(request.GET.items()))
        target = f"{reverse('sso:authorize')}?{query}"
        return render(request, "sso/continue.html", {"target": target})


def check_parameters(request: HttpRequest) -> None:
    """Refuse what we do not know how to honour (Core §6)."""
    for name in ("request", "request_uri", "registration"):
        if name in request.GET:
            raise ProtocolError(f"{name}_not_supported")
    max_age = request.GET.get("max_age")
    if max_age is not None and not (max_age.isascii() and max_age.isdigit()):
        raise ProtocolError("invalid_request")
    if "none" in prompts(request) and len(prompts(request)) > 1:
        raise ProtocolError("invalid_request")


def prompts(request: HttpRequest) -> set[str]:
    return set(request.GET.get("prompt", "").split())


def needed_interaction(request: HttpRequest, app: App) -> HttpResponse | None:
    """Where the person has to go first, if anywhere."""
    if not request.user.is_authenticated:
        if "none" in prompts(request):
            raise ProtocolError("login_required")
        if must_be_new(request):
            sessions.demand_sign_in(request.session, key_of(request), at=timezone.now())
        return redirect_to_login(continue_url(request))
    if not is_recent(request):
        if "none" in prompts(request):
            raise ProtocolError("login_required")
        return redirect_to_login(continue_url(request), resolve_url(REAUTHENTICATE))
    return needed_duty(request, request.user)


def needed_duty(request: HttpRequest, account: Account) -> HttpResponse | None:
    """A new password or new terms come before every service."""
    roles = settings.EDUPORT.second_factor_roles
    duty = first_duty(account, timezone.now(), protected_roles=roles)
    if duty and "none" in prompts(request):
        raise ProtocolError("interaction_required")
    return redirect_to_login(continue_url(request), resolve_url(duty)) if duty else None


def is_recent(request: HttpRequest) -> bool:
    """Whether the person has authenticated as lately as the service wants.

    A request that has once sent the person to authenticate goes on only after that,
    even without the parameter that asked for it.
    """
    key, at = key_of(request), timezone.now()
    authenticated_at = sessions.sign_in_of(request.session).authenticated_at
    demanded_at = sessions.demanded_at(request.session, key)
    if "none" in prompts(request):
        return not must_be_new(request, authenticated_at)
    if demanded_at is None and must_be_new(request, authenticated_at):
        sessions.demand_sign_in(request.session, key, at=at)
        return False
    if demanded_at is not None and authenticated_at <= demanded_at:
        return False
    sessions.forget_demand(request.session, key)
    return True


def must_be_new(
    request: HttpRequest, authenticated_at: dt.datetime | None = None
) -> bool:
    if prompts(request) & {"login", "select_account"}:
        return True
    max_age = request.GET.get("max_age")
    if max_age is None or authenticated_at is None:
        return False
    age = (timezone.now() - authenticated_at).total_seconds()
    return age > min(int(max_age[:9]), 10**8) or int(max_age[:9]) == 0


def key_of(request: HttpRequest) -> str:
    """Names a service's request, whatever else is changed in its address."""
    names = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")
    values = "\n".join(request.GET.get(name, "") for name in names)
    return hashlib.sha256(values.encode()).hexdigest()[:32]


def check_person(request: HttpRequest, app: App) -> SignIn:
    """Make sure that the person may use the service. Raises ProtocolError."""
    account, at = request.user, timezone.now()
    if not isinstance(account, Account) or not can_use_services(account, at=at):
        raise RefusedError("account")
    if not is_released(app, account):
        raise RefusedError("release")
    check_hint(request, account, app)
    return sessions.sign_in_of(request.session)


def check_hint(request: HttpRequest, account: Account, app: App) -> None:
    """The service may name whom it expects (Core §3.1.2.1, id_token_hint)."""
    hint = request.GET.get("id_token_hint")
    if not hint:
        return
    try:
        expected = keys.read_own_token(hint).get("sub")
    except InvalidTokenError:
        raise ProtocolError("invalid_request") from None
    if expected != identity.subject_of(account, app):
        raise ProtocolError("login_required")


def continue_url(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{reverse('sso:continue')}?{query}"


def refuse(error: OAuthToolkitError) -> HttpResponse:
    """Tell the service what was wrong with its request."""
    wrong = error.oauthlib_error
    parameters = {**dict(wrong.twotuples), "iss": identity.issuer()}
    return HttpResponseRedirect(with_query(wrong.redirect_uri, parameters))


def error_address(credentials: dict[str, Any], error: ProtocolError) -> str:
    parameters = {"error": error.code, "iss": identity.issuer()}
    if credentials.get("state"):
        parameters["state"] = credentials["state"]
    return with_query(credentials["redirect_uri"], parameters)


def with_query(address: str, parameters: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def unusable(request: HttpRequest) -> HttpResponse:
    """Client or address are not registered: nothing goes there (RFC 6749 §4.1.2.1)."""
    return render(request, "sso/unusable.html", status=400)
