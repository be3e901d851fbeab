"""When a browser session ends, everything that hangs on it ends."""

import datetime as dt
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from eduport.accounts.models import Account
from eduport.sso.clients import back_channel
from eduport.sso.models import AccessToken, App, LogoutNotice
from eduport.sso.services import identity, keys, tokens

EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_TRIES = 8
FIRST_DELAY = dt.timedelta(seconds=30)
KEPT_FOR = dt.timedelta(days=7)
TOKEN_LIFETIME = 120


@transaction.atomic
def end_session(account: Account, sid: str, *, at: datetime) -> list[int]:
    """End the tokens of a browser session, and note whom to tell.

    Returns the notices' primary keys: tell them after the commit.
    """
    notices = _note(account, AccessToken.objects.filter(sid=sid, user=account), at)
    tokens.end_tokens_of_session(sid)
    return notices


@transaction.atomic
def end_all_sessions(account: Account, *, at: datetime) -> list[int]:
    """End all that an account has anywhere: it was disabled, or has a new password."""
    notices = _note(account, AccessToken.objects.filter(user=account), at)
    tokens.end_tokens_of_account(account)
    return notices


def _note(account: Account, found: QuerySet[AccessToken], at: datetime) -> list[int]:
    listening = found.exclude(application__back_channel_logout_uri="")
    pairs = list(listening.values_list("application_id", "sid").distinct())
    apps = App.objects.in_bulk({app_id for app_id, _ in pairs}) if pairs else {}
    notices = LogoutNotice.objects.bulk_create(
        LogoutNotice(
            app=apps[app_id],
            subject=identity.subject_of(account, apps[app_id]),
            session=identity.session_for(sid, apps[app_id]),
            created_at=at,
        )
        for app_id, sid in pairs
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
