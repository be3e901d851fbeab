"""Signing webhooks, and when to try again (Standard Webhooks 1.0)."""

import base64
import hmac
from collections.abc import Iterable
from datetime import timedelta

SECRET = "whsec_"  # noqa: S105 -- how secrets begin, so that scanners find leaked ones
PAUSES = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
]
"""As the specification recommends: the last try is about three days after the first."""


def secret_text(key: bytes) -> str:
    """A secret as its owners keep it."""
    return SECRET + base64.b64encode(key).decode()


def sign(secret: str, uid: str, timestamp: int, body: str) -> str:
    """The signature of a message by one secret."""
    key = base64.b64decode(secret.removeprefix(SECRET))
    signed = f"{uid}.{timestamp}.{body}".encode()
    digest = hmac.digest(key, signed, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


def headers_for(
    uid: str, timestamp: int, body: str, secrets: Iterable[str]
) -> dict[str, str]:
    """What goes along with a message; signed by each secret while one is renewed."""
    signatures = [sign(secret, uid, timestamp, body) for secret in secrets]
    return {
        "webhook-id": uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def pause_after(tries: int, *, chance: float) -> timedelta | None:
    """How long to wait after so many tries in vain; None when it is enough.

    `chance` between 0 and 1 spreads it by a fifth to both sides: those who waited for
    the same server do not come back all at once.
    """
    if tries > len(PAUSES):
        return None
    return PAUSES[tries - 1] * (0.8 + 0.4 * chance)
