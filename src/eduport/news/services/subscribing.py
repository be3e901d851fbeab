"""Somebody's own calendar: an address that only who has it can know."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.services.throttling import count_in_window, public_lane
from eduport.audit.services import record_security_event
from eduport.core.actor import Actor
from eduport.news.errors import AskedTooOftenError
from eduport.news.models import CalendarToken

BYTES = 32
"""256 random bits: nobody guesses them, however often they may ask."""
WINDOW = timedelta(hours=1)


@transaction.atomic
def renew_calendar(*, by: Actor, at: datetime) -> str:
    """Give the actor's own calendar a new address; an older one leads nowhere.

    The token is returned once and kept as a hash only.
    """
    token = secrets.token_urlsafe(BYTES)
    account = Account.objects.select_for_update().get(pk=by.account_id or 0)
    CalendarToken.objects.update_or_create(
        account=account,
        defaults={"token_hash": hash_of(token), "created_at": at},
    )
    record_security_event("news.calendar.renewed", account, by=by, at=at)
    return token


@transaction.atomic
def revoke_calendar(*, by: Actor, at: datetime) -> None:
    """Let the address of the own calendar lead nowhere; twice is the same as once."""
    gone, _models = CalendarToken.objects.filter(account=by.account_id).delete()
    if gone:
        account = Account(pk=by.account_id)
        record_security_event("news.calendar.revoked", account, by=by, at=at)


def find_calendar(token: str) -> Account | None:
    """Whose calendar it is.

    Looked up by its hash, so that the time says nothing about how much of it is right.
    Who is blocked or was released has no calendar.
    """
    found = CalendarToken.objects.filter(
        token_hash=hash_of(token),
        account__kind=AccountKind.PERSON,
        account__disabled_at=None,
    ).select_related("account")
    row = found.first()
    return row.account if row else None


def count_calendar_request(token: str, *, at: datetime) -> None:
    """Count that a private calendar was asked for, under a keyed hash and for an hour.

    By its address, not by the network: a school is one network with many calendars.
    Raises AskedTooOftenError, for programs that ask again and again.
    """
    lane = public_lane("calendar", hash_of(token))
    if count_in_window(lane, WINDOW, at=at) > settings.EDUPORT.news_calendar_requests:
        raise AskedTooOftenError


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
