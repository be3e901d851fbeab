"""Our side of oauthlib's protocol checks, in place of the toolkit's.

oauthlib decides the order of the checks and what the answers look like; here stands
what it asks for. Everything is loaded once and kept on its request, under names that
no parameter of a client can take: oauthlib answers `request.x` from those, too.
"""

import datetime as dt
from functools import lru_cache
from typing import Any, TypeVar

from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.settings import oauth2_settings
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.openid.connect.core.endpoints.pre_configured import Server

from eduport.core.hashers import RandomSecretHasher
from eduport.sso import queries
from eduport.sso.models import AccessToken, App, Grant, RefreshToken
from eduport.sso.permissions import can_use_services, is_released
from eduport.sso.rules.claims import claims_in
from eduport.sso.rules.subjects import checksum
from eduport.sso.services import identity, keys, tokens
from eduport.sso.types import SignIn

T = TypeVar("T")
Request = Any  # oauthlib's: has whatever attribute somebody puts there
Claims = dict[str, Any]
OFFLINE = "offline_access"
HASHER = RandomSecretHasher()


class CodeFlowServer(Server):
    """Knows the authorization code with PKCE S256 and the refresh token. No more."""

    def __init__(self, request_validator: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(request_validator, *args, **kwargs)  # type: ignore[no-untyped-call]  # oauthlib has no types
        self._response_types = {"code": self.auth_grant_choice}
        self._grant_types = {
            "authorization_code": self.token_grant_choice,
            "refresh_token": self.refresh_grant,
        }
        for grant in (self.auth_grant, self.openid_connect_auth.proxy_target):
            methods = grant._code_challenge_methods  # noqa: SLF001 -- no other way
            grant._code_challenge_methods = {"S256": methods["S256"]}  # noqa: SLF001


class Validator(OAuth2Validator):
    """Answers oauthlib's questions from our tables."""

    # Clients

    def _load_application(self, client_id: str, request: Request) -> App | None:
        known = kept(request, "client", App)
        if known is None or known.client_id != client_id:
            request.client = known = queries.find_app(client_id)
        return known

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        return HASHER.verify(provided_secret, stored_secret)

    def get_default_redirect_uri(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """OpenID Connect Core §3.1.2.1 requires the parameter."""

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: App,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Take what the service may have; the rest is ignored (Core §3.1.2.1)."""
        request.scopes = [scope for scope in scopes if scope in request.client.scopes]
        return "openid" in request.scopes

    def get_default_scopes(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> list[str]:
        return []

    # The view has asked already, and knows the session.

    def validate_silent_login(self, request: Request) -> bool:
        return True

    def validate_silent_authorization(self, request: Request) -> bool:
        return True

    # Authorization codes

    def save_authorization_code(
        self,
        client_id: str,
        code: dict[str, str],
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        lifetime = oauth2_settings.AUTHORIZATION_CODE_EXPIRE_SECONDS
        grant = Grant(
            application=request.client,
            user=request.user,
            expires=now() + dt.timedelta(seconds=lifetime),
            redirect_uri=request.redirect_uri,
            scope=" ".join(request.scopes),
            code_challenge=request.code_challenge,
            code_challenge_method=request.code_challenge_method,
            nonce=request.nonce or "",
        )
        sign_in = kept(request, "sign_in", SignIn)
        if sign_in is None:
            raise errors.ServerError(request=request)
        tokens.issue_code(grant, code["code"], sign_in)

    def get_authorization_code_scopes(
        self, client_id: str, code: str, redirect_uri: str, request: Request
    ) -> list[str]:
        """Choose the grant type's handler; every code of ours has `openid`.

        oauthlib asks before the client has authenticated, so nothing is loaded yet.
        """
        return ["openid"]

    def validate_code(
        self,
        client_id: str,
        code: str,
        client: App,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        grant = queries.find_grant(client, code)
        if grant is None:
            # Unknown, or used before: then whatever it gave must not be trusted.
            tokens.end_tokens_of_code(checksum(code), app=client)
            return False
        if grant.expires <= now() or not may_sign_in(grant, client):
            return False
        request.grant = grant
        request.user = grant.user
        request.scopes = grant.scope.split()
        request.nonce = grant.nonce or None
        return True

    def get_code_challenge(self, code: str, request: Request) -> str:
        return str(the(request, "grant", Grant).code_challenge)

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return str(the(request, "grant", Grant).code_challenge_method)

    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: App,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        grant = the(args[0], "grant", Grant)
        return bool(grant.redirect_uri == redirect_uri)

    def get_authorization_code_nonce(
        self, client_id: str, code: str, redirect_uri: str, request: Request
    ) -> str | None:
        return str(request.nonce) if request.nonce else None

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """It went when its tokens were made."""

    # Tokens

    def save_bearer_token(
        self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Store the new tokens, or refuse if code or refresh token were used before."""
        grant, old = kept(request, "grant", Grant), kept(request, "old", RefreshToken)
        if not old and OFFLINE not in request.scopes:
            token.pop("refresh_token", None)
        new = tokens.NewTokens(token["access_token"], token.get("refresh_token"))
        is_first = False
        if grant:
            is_first = tokens.exchange_code(grant, new, lifetimes(), at=now())
        elif old:
            scope = " ".join(request.scopes)
            is_first = tokens.rotate_refresh_token(
                old, new, scope, lifetimes(), at=now()
            )
        if not is_first:
            raise errors.InvalidGrantError(request=request)

    def validate_refresh_token(
        self,
        refresh_token: str,
        client: App,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        token = queries.find_refresh_token(client, refresh_token)
        if token is None or token.expires <= now():
            return False
        if token.revoked:
            tokens.refuse_reused(token, at=now())
            return False
        if not may_sign_in(token, client):
            return False
        token.application = client
        request.old = token
        request.user = token.user
        return True

    def get_original_scopes(
        self, refresh_token: str, request: Request, *args: Any, **kwargs: Any
    ) -> str:
        return str(the(request, "old", RefreshToken).scope)

    def revoke_token(
        self,
        token: str,
        token_type_hint: str,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        tokens.revoke_token(request.client, token)

    def validate_bearer_token(
        self, token: str | None, scopes: list[str], request: Request
    ) -> bool:
        found = find_usable_token(token)
        if found is None or not {*scopes} <= {*found.scope.split()}:
            return False
        request.client, request.user = found.application, found.user
        request.scopes = found.scope.split()
        return True

    # What services are told

    def finalize_id_token(
        self, id_token: Claims, token: Claims, token_handler: Any, request: Request
    ) -> str:
        source = kept(request, "grant", Grant) or the(request, "old", RefreshToken)
        told = identity.id_token_claims(request.user, request.client, source, at=now())
        # The body's client_id may be absent, the authenticated client never is.
        return keys.sign({**id_token, "aud": request.client.client_id, **told})

    def get_userinfo_claims(self, request: Request) -> Claims:
        names = claims_in(request.scopes, request.client.claims)
        subject = identity.subject_of(request.user, request.client)
        return {**queries.claims_about(request.user, names), "sub": subject}

    def is_origin_allowed(
        self, client_id: str, origin: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return False


@lru_cache(maxsize=1)
def core() -> Any:
    """The toolkit's bridge between Django's requests and oauthlib."""
    return get_oauthlib_core()


def kept(request: Request, name: str, kind: type[T]) -> T | None:
    """What we stored on the request; never a parameter that came with it."""
    value = vars(request).get(name)
    return value if isinstance(value, kind) else None


def the(request: Request, name: str, kind: type[T]) -> T:
    value = kept(request, name, kind)
    if value is None:
        raise errors.InvalidGrantError(request=request)
    return value


def may_sign_in(holder: Grant | AccessToken | RefreshToken, app: App) -> bool:
    """Whether the person may still use the service: one query."""
    account = holder.user
    return can_use_services(account, at=now()) and is_released(app, account)


def find_usable_token(token: str | None) -> AccessToken | None:
    """An access token that still opens something."""
    found = queries.find_access_token(token, at=now()) if token else None
    return found if found and may_sign_in(found, found.application) else None


def lifetimes() -> tokens.Lifetimes:
    return tokens.Lifetimes(
        dt.timedelta(seconds=oauth2_settings.ACCESS_TOKEN_EXPIRE_SECONDS),
        dt.timedelta(seconds=oauth2_settings.REFRESH_TOKEN_EXPIRE_SECONDS),
    )


def now() -> dt.datetime:
    """The protocol's edge: oauthlib calls us without a time."""
    return dt.datetime.now(dt.UTC)
