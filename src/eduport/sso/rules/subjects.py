"""Pseudonyms: every service knows a person, and a session, by another name."""

import base64
import hashlib
import hmac


def pairwise_subject(key: bytes, sector: str, person_uid: str) -> str:
    """The `sub` of a person for one sector (OpenID Connect Core §8.1).

    Depends on nothing that ever changes; who has not the key cannot link two of them.
    """
    return _digest(key, "sub", sector, person_uid)


def pairwise_session(key: bytes, sector: str, sid: str) -> str:
    """The `sid` of a browser session for one sector; a shared one would link subs."""
    return _digest(key, "sid", sector, sid)


def _digest(key: bytes, *parts: str) -> str:
    message = "|".join(parts).encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def checksum(secret: str) -> str:
    """What is stored of a code or token: enough to find it, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()
