"""What a browser session remembers of how the person signed in."""

import datetime as dt
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from eduport.sso.rules.subjects import checksum
from eduport.sso.types import SignIn

KEY = "sso_sign_in"
PENDING_KEY = "sso_pending"
MAX_PENDING = 10
# Written by allauth, one record for each password, code or passkey that was right.
RECORDS_KEY = "account_authentication_methods"
METHODS = {"totp": "otp", "recovery_codes": "otp", "webauthn": "hwk"}


def begin_session(session: SessionBase, *, at: datetime) -> None:
    """Remember when the session was authenticated."""
    session[KEY] = at.timestamp()


def sid_of(session_key: str | None) -> str:
    """The name of a session in our tables: its key opens it, its checksum does not."""
    return checksum(session_key or "")


def sign_in_of(session: SessionBase) -> SignIn:
    """When and how the person last proved who they are in this session."""
    if KEY not in session:
        # From before this app was installed: how long ago is unknown, so long ago.
        begin_session(session, at=dt.datetime.fromtimestamp(0, dt.UTC))
    records: list[dict[str, Any]] = session.get(RECORDS_KEY) or []
    times = [session[KEY], *(record["at"] for record in records)]
    return SignIn(
        sid=sid_of(session.session_key),
        authenticated_at=dt.datetime.fromtimestamp(max(times), dt.UTC),
        methods=_methods(records),
    )


def _methods(records: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    kinds = {record.get("type") or record["method"] for record in records}
    methods = sorted({METHODS.get(kind, "pwd") for kind in kinds} or {"pwd"})
    # RFC 8176: "mfa" says that there was more than one factor.
    return (*methods, "mfa") if len(methods) > 1 else tuple(methods)


def demand_sign_in(session: SessionBase, request_key: str, *, at: datetime) -> None:
    """Remember that this request of a service waits for a new authentication.

    Here and not in the address: who reloads the page must not get past it.
    """
    pending = {**session.get(PENDING_KEY, {}), request_key: at.timestamp()}
    newest = sorted(pending.items(), key=lambda item: item[1])[-MAX_PENDING:]
    session[PENDING_KEY] = dict(newest)


def demanded_at(session: SessionBase, request_key: str) -> datetime | None:
    """Since when the request waits for a new authentication, if it does."""
    moment = session.get(PENDING_KEY, {}).get(request_key)
    return dt.datetime.fromtimestamp(moment, dt.UTC) if moment else None


def forget_demand(session: SessionBase, request_key: str) -> None:
    """The person has authenticated, the request may go on: once."""
    pending = {**session.get(PENDING_KEY, {})}
    if pending.pop(request_key, None):
        session[PENDING_KEY] = pending
