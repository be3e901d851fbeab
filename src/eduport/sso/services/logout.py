"""When a browser session ends, everything that hangs on it ends."""

import datetime as dt
import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from eduport.sso.clients import back_channel
from eduport.sso.models import AccessToken, LogoutNotice
from eduport.sso.services import identity, keys, tokens

EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_TRIES = 8
FIRST_DELAY = dt.timedelta(seconds=30)
KEPT_FOR = dt.timedelta(days=7)
TOKEN_LIFETIME = 120


@transaction.atomic
def end_sessions(account_id: int, sids: Collection[str], *, at: datetime) -> list[int]:
    """End the tokens of browser sessions, and note whom to tell.

    Returns the notices' primary keys: tell them after the commit.
    """
    notices = _note(AccessToken.objects.filter(sid__in=sids, user=account_id), at)
    tokens.end_tokens_of_sessions(sids)
    return notices


@transaction.atomic
def end_all_sessions(account_ids: Collection[int], *, at: datetime) -> list[int]:
    """End all that accounts have anywhere, after new passwords for example."""
    notices = _note(AccessToken.objects.filter(user__in=account_ids), at)
    tokens.end_tokens_of_accounts(account_ids)
    return notices


def _note(found: QuerySet[AccessToken], at: datetime) -> list[int]:
    listening = found.exclude(application__back_channel_logout_uri="")
    one_each = listening.order_by("application", "user", "sid").distinct(
        "application", "user", "sid"
    )
    notices = LogoutNotice.objects.bulk_create(
        LogoutNotice(
            app=token.application,
            subject=identity.subject_of(token.user, token.application),
            session=identity.session_for(token.sid, token.application),
            created_at=at,
        )
        for token in one_each.select_related("application", "user__person")
    )
    return [notice.pk for notice in notices]


def deliver_notice(notice_id: int, *, at: datetime) -> datetime | None:
    """Tell a service that a session ended. Returns when to try again, if at all.

    Told twice is harmless to the service; told already, nothing happens.
    """
    notices = LogoutNotice.objects.select_related("app")
    notice = notices.filter(pk=notice_id, ended_at=None).first()
    if notice is None:
        return None
    notice.tries += 1
    notice.is_delivered = back_channel.send_logout_token(
        notice.app.back_channel_logout_uri,
        _logout_token(notice, at),
        allow_loopback=settings.EDUPORT.development,
    )
    is_last = notice.is_delivered or notice.tries >= MAX_TRIES
    notice.ended_at = at if is_last else None
    notice.save()
    return None if is_last else at + FIRST_DELAY * 2**notice.tries


def _logout_token(notice: LogoutNotice, at: datetime) -> str:
    issued_at = int(at.timestamp())
    claims = {
        "iss": identity.issuer(),
        "aud": notice.app.client_id,
        "iat": issued_at,
        "exp": issued_at + TOKEN_LIFETIME,
        "jti": secrets.token_urlsafe(16),
        "events": {EVENT: {}},
        "sub": notice.subject,
        "sid": notice.session,
    }
    return keys.sign(claims, kind="logout+jwt")


def purge_notices(*, at: datetime) -> int:
    """Delete old notices. To be called daily."""
    count, _ = LogoutNotice.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return count
