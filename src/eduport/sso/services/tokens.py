"""Issuing, changing and ending tokens.

One statement claims a code and makes its token: of any number of parallel uses only
one gets something, and there is no moment between the two.
"""

import datetime as dt
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from eduport.audit.services import record_security_event
from eduport.core.actor import Actor
from eduport.sso.models import AccessToken, App, Grant, RefreshToken
from eduport.sso.rules.subjects import checksum
from eduport.sso.types import SignIn

# A service may keep its own session as long as ours; the rows tell which to end.
SESSION_TRACE = dt.timedelta(days=1)

CLAIM_CODE = """
WITH used AS (
  DELETE FROM sso_grant WHERE id = %s
  RETURNING user_id, application_id, scope, sid, authenticated_at, methods, code
)
INSERT INTO sso_accesstoken
  (token_checksum, created, expires,
   user_id, application_id, scope, sid, authenticated_at, methods, code)
SELECT %s, %s, %s, used.* FROM used
RETURNING id
"""


class Lifetimes(NamedTuple):
    """How long what is issued lasts."""

    access: dt.timedelta
    refresh: dt.timedelta


class NewTokens(NamedTuple):
    """Random values that a service is about to get."""

    access: str
    refresh: str | None


def issue_code(grant: Grant, code: str, sign_in: SignIn) -> None:
    """Store an authorization code for a session."""
    grant.code = checksum(code)
    grant.sid = sign_in.sid
    grant.authenticated_at = sign_in.authenticated_at
    grant.methods = list(sign_in.methods)
    grant.save(force_insert=True)


def exchange_code(
    grant: Grant, tokens: NewTokens, lifetimes: Lifetimes, *, at: datetime
) -> bool:
    """Turn a code into tokens, unless somebody else was faster.

    Then what the other one got is ended, as RFC 6749 §4.1.2 wants it.
    """
    expires_at = at + lifetimes.access
    values: list[Any] = [grant.pk, checksum(tokens.access), at, expires_at]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_CODE, values)
        row = cursor.fetchone()
    if row is None:
        end_tokens_of_code(grant.code, app=grant.application)
        return False
    if tokens.refresh:
        first = RefreshToken(
            user=grant.user,
            application=grant.application,
            access_token_id=row[0],
            scope=grant.scope,
            sid=grant.sid,
            authenticated_at=grant.authenticated_at,
            methods=grant.methods,
            code=grant.code,
        )
        _save_refresh_token(first, tokens.refresh, at, lifetimes)
    return True


def rotate_refresh_token(
    old: RefreshToken,
    tokens: NewTokens,
    scope: str,
    lifetimes: Lifetimes,
    *,
    at: datetime,
) -> bool:
    """Replace a refresh token and its access token, unless it was used already.

    A token that comes back was stolen, from the service or from us: then everything
    that came from the same code ends (RFC 9700 §4.14.2).
    """
    with transaction.atomic():
        unused = RefreshToken.objects.filter(pk=old.pk, revoked=None)
        if not unused.update(revoked=at):
            refuse_reused(old, at=at)
            return False
        AccessToken.objects.filter(code=old.code).delete()
        access = AccessToken.objects.create(
            user=old.user,
            application=old.application,
            token_checksum=checksum(tokens.access),
            scope=scope,
            expires=at + lifetimes.access,
            sid=old.sid,
            authenticated_at=old.authenticated_at,
            methods=old.methods,
            code=old.code,
        )
        old.pk, old.revoked, old.access_token = None, None, access
        _save_refresh_token(old, tokens.refresh or "", at, lifetimes)
    return True


def refuse_reused(token: RefreshToken, *, at: datetime) -> None:
    """End what came from a refresh token that comes back, and note it."""
    end_tokens_of_code(token.code, app=token.application)
    by = Actor.system("sso")
    record_security_event("sso.refresh_token.reused", token.user, by=by, at=at)


def _save_refresh_token(
    token: RefreshToken, value: str, at: datetime, lifetimes: Lifetimes
) -> None:
    token.token_checksum = checksum(value)
    token.created = at
    token.expires = at + lifetimes.refresh
    token.save(force_insert=True)


def end_tokens_of_code(code_checksum: str, *, app: App) -> None:
    """End all tokens that came from one authorization code of this service.

    The used refresh tokens stay until they expire: should one come back, we know it.
    """
    which = {"code": code_checksum, "application": app}
    RefreshToken.objects.filter(**which, revoked=None).update(revoked=Now())
    AccessToken.objects.filter(**which).delete()


def revoke_token(app: App, token: str) -> None:
    """End a token on behalf of its service, and what belongs to it (RFC 7009)."""
    found = {"token_checksum": checksum(token), "application": app}
    for model in (AccessToken, RefreshToken):
        for code in model.objects.filter(**found).values_list("code", flat=True):
            end_tokens_of_code(code, app=app)


def end_tokens_of_sessions(sids: Collection[str]) -> None:
    """End what came from these browser sessions; the person's other ones stay."""
    _end(Q(sid__in=sids))


def end_tokens_of_accounts(account_ids: Collection[int]) -> None:
    """End all tokens of people, after new passwords for example."""
    _end(Q(user__in=account_ids))


def _end(which: Q) -> None:
    for model in (Grant, RefreshToken, AccessToken):
        model.objects.filter(which).delete()


def purge_expired_tokens(*, at: datetime) -> int:
    """Delete what expired. To be called daily. Says how many rows went.

    Access tokens stay a day longer: they tell which services to tell of a logout.
    """
    codes, _ = Grant.objects.filter(expires__lt=at).delete()
    refresh, _ = RefreshToken.objects.filter(expires__lt=at).delete()
    outdated = AccessToken.objects.filter(expires__lt=at - SESSION_TRACE)
    return codes + refresh + outdated.delete()[0]
