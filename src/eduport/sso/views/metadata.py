"""What services find out by themselves: metadata and keys."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.generic import View

from eduport.sso.rules.claims import CLAIM_SCOPES, SCOPES
from eduport.sso.services import identity, keys

PROTOCOL_CLAIMS = ["sub", "iss", "aud", "exp", "iat", "auth_time", "amr", "sid"]
CACHE_FOR = {"Cache-Control": "public, max-age=3600"}
CLIENT_METHODS = ["client_secret_basic", "client_secret_post"]


class DiscoveryView(View):
    """OpenID Connect Discovery 1.0 §4."""

    is_public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(metadata(), headers=CACHE_FOR)


class KeySetView(View):
    """The public keys (RFC 7517)."""

    is_public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(keys.key_set(), headers=CACHE_FOR)


def metadata() -> dict[str, object]:
    """All that we do, and what we do not although a default would say so."""
    return {
        "issuer": identity.issuer(),
        "authorization_endpoint": address("authorize"),
        "token_endpoint": address("token"),
        "userinfo_endpoint": address("userinfo"),
        "jwks_uri": address("jwks"),
        "end_session_endpoint": address("logout"),
        "introspection_endpoint": address("introspect"),
        "revocation_endpoint": address("revoke"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": CLIENT_METHODS,
        "introspection_endpoint_auth_methods_supported": CLIENT_METHODS,
        "revocation_endpoint_auth_methods_supported": CLIENT_METHODS,
        "scopes_supported": list(SCOPES),
        "claims_supported": [*PROTOCOL_CLAIMS, *CLAIM_SCOPES],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["de", "en"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }


def address(name: str) -> str:
    return identity.issuer() + reverse(f"sso:{name}")
