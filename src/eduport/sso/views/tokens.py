"""The endpoints that services call from server to server."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from oauthlib.common import Request

from eduport.sso.models import App
from eduport.sso.services import identity, protocol

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def answer(headers: Mapping[str, str], body: Any, status: int) -> HttpResponse:
    """Oauthlib's answer as Django's. Nobody may keep it."""
    return HttpResponse(body or "", status=status, headers={**headers, **NO_STORE})


class ServiceView(View):
    """Base: open to everybody without a session; oauthlib checks the client."""

    is_public = True
    http_method_names: Sequence[str] = ("post",)

    @method_decorator(csrf_exempt)
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "%00" in request.POST.urlencode():
            return JsonResponse({"error": "invalid_request"}, status=400)
        return super().dispatch(request, *args, **kwargs)


class TokenView(ServiceView):
    """Code or refresh token in, tokens out (RFC 6749 §3.2)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        _, headers, body, status = protocol.core().create_token_response(request)
        return answer(headers, body, status)


class RevokeView(ServiceView):
    """A service ends a token of its own (RFC 7009)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        _, headers, body, status = protocol.core().create_revocation_response(request)
        return answer(headers, body, status)


class UserinfoView(ServiceView):
    """What the service may know about the person (Core §5.3)."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest) -> HttpResponse:
        # oauthlib would take it from the address, which ends up in logs (RFC 9700).
        if "access_token" in request.GET:
            return JsonResponse({"error": "invalid_request"}, status=400)
        _, headers, body, status = protocol.core().create_userinfo_response(request)
        return answer(headers, body, status)

    post = get


class IntrospectView(ServiceView):
    """A service asks whether a token of its own is still good (RFC 7662)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        asking = self.asking_app(request)
        if asking is None:
            return JsonResponse({"error": "invalid_client"}, status=401)
        token = protocol.find_usable_token(request.POST.get("token"))
        if token is None or token.application_id != asking.pk:
            return JsonResponse({"active": False}, headers=NO_STORE)
        return JsonResponse(
            {
                "active": True,
                "client_id": asking.client_id,
                "scope": token.scope,
                "exp": int(token.expires.timestamp()),
                "iat": int(token.created.timestamp()),
                "iss": identity.issuer(),
                "sub": identity.subject_of(token.user, asking),
                "token_type": "Bearer",
            },
            headers=NO_STORE,
        )

    def asking_app(self, request: HttpRequest) -> App | None:
        """The client that has proven who it is, if it has."""
        core = protocol.core()
        asked = Request(*core._extract_params(request))  # noqa: SLF001 -- no other way
        is_known = core.server.request_validator.authenticate_client(asked)
        return protocol.kept(asked, "client", App) if is_known else None
