"""Making, checking and revoking tokens of other systems."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.gateway.errors import (
    NoScopeError,
    TokenLastsTooLongError,
    TokenRefusedError,
    TooManyRequestsError,
    UnknownNetworkError,
)
from eduport.gateway.models import ApiToken, Scope
from eduport.gateway.rules.networks import is_within, network_of
from eduport.gateway.rules.tokens import prefix_of, token_text

MINUTE = 60
# Without letters and digits that are mistaken for each other.
LETTERS = "abcdefghkmnpqrstuvwxyz23456789"
NOBODY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """What a new token opens, from where, until when."""

    name: str
    scopes: Collection[Scope]
    expires_at: datetime
    networks: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token and its text, which nobody can read again."""

    token: ApiToken
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """How many requests of this minute are left, and for how long it lasts."""

    limit: int
    remaining: int
    seconds: int


@transaction.atomic
def make_token(draft: TokenDraft, *, by: Actor, at: datetime) -> MadeToken:
    """Make a token for another system.

    Raises NoScopeError, UnknownNetworkError, and TokenLastsTooLongError: a key that
    nobody renews is a key that nobody remembers.
    """
    if not draft.scopes:
        raise NoScopeError
    days = settings.EDUPORT.api_token_days
    if draft.expires_at > at + timedelta(days=days):
        raise TokenLastsTooLongError(days=days)
    prefix = "".join(secrets.choice(LETTERS) for _ in range(8))
    text = token_text(prefix, secrets.token_urlsafe(32))
    token = ApiToken.objects.create(
        name=draft.name,
        prefix=prefix,
        digest=_digest(text),
        scopes=sorted(draft.scopes),
        networks=[_network(one) for one in draft.networks],
        created_at=at,
        expires_at=draft.expires_at,
    )
    record("gateway.token.made", token, by=by, at=at)
    return MadeToken(token, text)


def _network(text: str) -> str:
    try:
        return network_of(text)
    except ValueError as error:
        raise UnknownNetworkError(network=text) from error


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """Let a token open nothing any more. Twice keeps the first time."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        record("gateway.token.revoked", token, by=by, at=at)


def check_token(text: str, address: str, *, at: datetime) -> ApiToken:
    """The token with this text, if it may be used now and from there.

    Takes the same time whatever is wrong, and raises TokenRefusedError.
    """
    token = ApiToken.objects.filter(prefix=prefix_of(text)).first()
    is_right = hmac.compare_digest(token.digest if token else NOBODY, _digest(text))
    if token is None or not is_right or not token.is_usable(at):
        raise TokenRefusedError
    if token.networks and not is_within(address, token.networks):
        raise TokenRefusedError
    return token


def count_request(token: ApiToken, *, at: datetime) -> Usage:
    """Count a request; raises TooManyRequestsError if the minute is used up.

    One statement: requests that come at the same time are all counted.
    """
    limit = settings.EDUPORT.api_requests_per_minute
    minute, second = divmod(int(at.timestamp()), MINUTE)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE gateway_apitoken SET last_used_on = %s, minute = %s, requests ="
            " CASE WHEN minute = %s THEN requests + 1 ELSE 1 END"
            " WHERE id = %s RETURNING requests",
            [at.date(), minute, minute, token.pk],
        )
        row = cursor.fetchone()
    seconds = MINUTE - second
    if row is None or row[0] > limit:
        raise TooManyRequestsError(seconds=seconds)
    return Usage(limit, limit - row[0], seconds)


def actor_of_token(token: ApiToken) -> Actor:
    """Who acts when a token is used: the log knows its prefix, never its text."""
    return Actor.system(f"token {token.prefix}")


def _digest(text: str) -> str:
    # 256 random bits: nobody guesses those, so nothing has to be slow here.
    return hashlib.sha256(text.encode()).hexdigest()
