"""Under which name a service knows a person, and what the ID token says."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from oauth2_provider.settings import oauth2_settings

from eduport.accounts.models import Account
from eduport.sso.models import App
from eduport.sso.models.tokens import SignInFields
from eduport.sso.rules.subjects import pairwise_session, pairwise_subject

Claims = dict[str, Any]


def issuer() -> str:
    """The configured public address, whatever a request's Host header says."""
    return str(oauth2_settings.OIDC_ISS_ENDPOINT)


def subject_of(account: Account, app: App) -> str:
    """The person's pseudonym for this service."""
    if account.person is None:
        msg = "Only persons sign in to services."
        raise ValueError(msg)
    return pairwise_subject(_key(), app.sector, str(account.person.uid))


def session_for(sid: str, app: App) -> str:
    """The browser session's pseudonym for this service."""
    return pairwise_session(_key(), app.sector, sid)


def _key() -> bytes:
    return str(settings.PAIRWISE_KEY).encode()


def id_token_claims(
    account: Account, app: App, source: SignInFields, *, at: datetime
) -> Claims:
    """What the ID token says beside what oauthlib puts into it (Core §2)."""
    now = int(at.timestamp())
    return {
        "iss": issuer(),
        "sub": subject_of(account, app),
        "exp": now + int(oauth2_settings.ID_TOKEN_EXPIRE_SECONDS),
        "auth_time": int(source.authenticated_at.timestamp()),
        "amr": list(source.methods),
        "sid": session_for(source.sid, app),
        "jti": str(uuid.uuid4()),
    }
