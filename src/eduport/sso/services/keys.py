"""Making, changing and using the signing keys."""

import base64
import datetime as dt
import secrets
import time
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings
from django.db import connection, transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.sso.errors import UnreadableKeyError
from eduport.sso.formats import jwt
from eduport.sso.models import KeyState, SigningKey

BITS = 2048
ACTIVE_DAYS = 90
# Services may hold a key set for a day, and a retired key must still be found for
# the logout after a long session.
PUBLISHED_BEFORE = dt.timedelta(days=1)
PUBLISHED_AFTER = dt.timedelta(days=7)
CACHE_SECONDS = 60


class Signer(NamedTuple):
    """A key that can sign, ready for use."""

    kid: str
    key: rsa.RSAPrivateKey


def rotate_keys(*, by: Actor, at: datetime, is_forced: bool = False) -> None:
    """Bring the keys in line with their age. To be called daily; twice is harmless.

    `next` becomes `active` when the active one is old enough (or `is_forced`), the old
    one is retired, and one that nobody can need any more goes.
    """
    with transaction.atomic():
        _lock()
        _make_up(at)
        active = SigningKey.objects.get(state=KeyState.ACTIVE)
        if is_forced or _is_due(active, at):
            _advance(active, at)
            record("sso.signing_key.rotated", active, by=by, at=at)
        outdated = at - PUBLISHED_AFTER
        SigningKey.objects.filter(retired_at__lt=outdated).delete()
    forget_cached_keys()


def _lock() -> None:
    # Two processes that start at once must not make two keys each.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE sso_signingkey IN SHARE ROW EXCLUSIVE MODE")


def _make_up(at: datetime) -> None:
    if not SigningKey.objects.filter(state=KeyState.ACTIVE).exists():
        first = _make_key(at)
        first.state, first.activated_at = KeyState.ACTIVE, at
        first.save()
    if not SigningKey.objects.filter(state=KeyState.NEXT).exists():
        _make_key(at).save()


def _is_due(active: SigningKey, at: datetime) -> bool:
    following = SigningKey.objects.get(state=KeyState.NEXT)
    is_known = following.created_at <= at - PUBLISHED_BEFORE
    activated_at = active.activated_at or active.created_at
    return is_known and activated_at <= at - dt.timedelta(days=ACTIVE_DAYS)


def _advance(active: SigningKey, at: datetime) -> None:
    active.state, active.retired_at = KeyState.RETIRED, at
    active.save()
    following = SigningKey.objects.get(state=KeyState.NEXT)
    following.state, following.activated_at = KeyState.ACTIVE, at
    following.save()
    _make_key(at).save()


def _make_key(at: datetime) -> SigningKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey(
        kid=secrets.token_urlsafe(16),
        state=KeyState.NEXT,
        encrypted=_box(settings.SECRET_KEY).encrypt(der),
        created_at=at,
    )


def _box(secret: str) -> Fernet:
    info = b"eduport.sso.signing-keys"
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=info)
    return Fernet(base64.urlsafe_b64encode(derivation.derive(secret.encode())))


# Reading a key costs tens of milliseconds: it is checked to be a real one.
@lru_cache(maxsize=32)
def _parse(encrypted: bytes, secret: str) -> rsa.RSAPrivateKey:
    try:
        key = load_der_private_key(_box(secret).decrypt(encrypted), password=None)
    except InvalidToken as error:
        raise UnreadableKeyError from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnreadableKeyError
    return key


def _read(row: SigningKey) -> rsa.RSAPrivateKey:
    return _parse(bytes(row.encrypted), settings.SECRET_KEY)


class _Cache:
    """The active key for a minute: a retired one is still published for days."""

    signer: Signer | None = None
    until = 0.0


_cache = _Cache()


def forget_cached_keys() -> None:
    """Ask the database again at the next signature."""
    _cache.signer = None


def signer() -> Signer:
    """The key that signs now."""
    if _cache.signer is None or _cache.until < time.monotonic():
        key = SigningKey.objects.filter(state=KeyState.ACTIVE).first()
        if key is None:
            now = dt.datetime.now(dt.UTC)
            rotate_keys(by=Actor.system("sso"), at=now)
            key = SigningKey.objects.get(state=KeyState.ACTIVE)
        _cache.signer = Signer(key.kid, _read(key))
        _cache.until = time.monotonic() + CACHE_SECONDS
    return _cache.signer


def public_keys() -> dict[str, rsa.RSAPublicKey]:
    """All keys that services may meet, by `kid`."""
    signer()  # makes the first one
    rows = SigningKey.objects.order_by("-pk")
    return {row.kid: _read(row).public_key() for row in rows}


def key_set() -> dict[str, list[dict[str, str]]]:
    """The key set as services fetch it (RFC 7517 §5)."""
    keys = public_keys()
    return {"keys": [jwt.public_jwk(key, kid=kid) for kid, key in keys.items()]}


def sign(claims: jwt.Claims, *, kind: str = "JWT") -> str:
    """Sign claims with the active key."""
    current = signer()
    return jwt.encode(claims, current.key, kid=current.kid, kind=kind)


def read_own_token(token: str) -> dict[str, Any]:
    """The claims of a token that we signed. Raises InvalidTokenError."""
    return jwt.decode(token, public_keys())
