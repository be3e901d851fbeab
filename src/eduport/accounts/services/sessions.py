"""The sessions of an account: who is signed in where, and ending it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet

from eduport.accounts.models import Account
from eduport.accounts.signals import sessions_ended
from eduport.core.sessions import SessionStore

# The column must not be empty, but where people are is none of our business.
NOWHERE = "0.0.0.0"  # noqa: S104 -- not a bind address
_MAX_USER_AGENT = 200
# Every sign-in writes one.
_RECORD = """
INSERT INTO usersessions_usersession
  (user_id, session_key, user_agent, ip, created_at, last_seen_at, data)
VALUES (%s, %s, %s, %s, %s, %s, '{}')
"""


def session_store(key: str | None = None) -> SessionBase:
    """The store of the configured engine, for one key."""
    engine = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(key)
    return store


def record_session(account_id: int, key: str, user_agent: str, *, at: datetime) -> None:
    """Remember that a session belongs to an account: one INSERT, the key is new."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, _values(account_id, key, user_agent, at))


def record_new_session(
    session: SessionBase, account_id: int, user_agent: str, *, at: datetime
) -> None:
    """The same for a session that is not written yet, in the statement that writes it.

    A store that does not write to this database leaves it to a statement of its own.
    """
    key = session.session_key or ""
    if isinstance(session, SessionStore):
        session.write_along(_RECORD, _values(account_id, key, user_agent, at))
    else:
        record_session(account_id, key, user_agent, at=at)


def _values(account_id: int, key: str, user_agent: str, at: datetime) -> list[Any]:
    return [account_id, key, user_agent[:_MAX_USER_AGENT], NOWHERE, at, at]


def move_session(old_key: str, new_key: str) -> None:
    """Follow a session that got a new key."""
    UserSession.objects.filter(session_key=old_key).update(session_key=new_key)


def live_sessions(account: Account) -> list[UserSession]:
    """The sessions of an account that have not expired, the newest first."""
    rows = UserSession.objects.filter(user=account.pk).order_by("-created_at")
    # `exists` would count expired ones that the night has not deleted yet.
    return [row for row in rows if session_store(row.session_key).load()]


def end_session(account: Account, session_id: int, *, at: datetime) -> None:
    """End one session of an account; that of somebody else is not found."""
    _end(UserSession.objects.filter(user=account.pk, pk=session_id), at=at)


def end_other_sessions(account: Account, keep: str, *, at: datetime) -> None:
    """End all sessions of an account but one."""
    _end(UserSession.objects.filter(user=account.pk).exclude(session_key=keep), at=at)


def end_sessions_of(account_ids: Sequence[int], *, at: datetime) -> None:
    """End all sessions of these accounts."""
    if account_ids:
        _end(UserSession.objects.filter(user__in=account_ids), at=at)


def _end(rows: QuerySet[UserSession], *, at: datetime) -> None:
    ended: dict[int, list[str]] = {}
    for account_id, key in rows.values_list("user_id", "session_key"):
        ended.setdefault(account_id, []).append(key)
    for account_id, keys in ended.items():
        sessions_ended.send(Account, account_id=account_id, session_keys=keys, at=at)
        # Caches cannot delete by a condition, so one by one; people have few.
        for key in keys:
            session_store().delete(key)
    rows.delete()


def purge_sessions(*, at: datetime) -> None:
    """Delete expired sessions and whose they were; in the night, not at every login."""
    type(session_store()).clear_expired()
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    old = UserSession.objects.filter(created_at__lt=at - age)
    if isinstance(session_store(), DatabaseStore):
        live = Session.objects.filter(expire_date__gt=at).values("session_key")
        old.exclude(session_key__in=live).delete()
        return
    store = session_store()
    for row in old.iterator():
        if not store.exists(row.session_key):
            row.delete()
