"""Files that only one browser can open: HPKE (RFC 9180).

The private key goes into a cookie of the person who asks and is kept nowhere else. The
worker seals with the public key: neither the database nor its backups, nor whoever
reads them, can open what lies there.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY_BYTES = 32


class KeyPair(NamedTuple):
    """`secret` is text for a cookie, `public` may be stored."""

    secret: str
    public: bytes


class WrongKeyError(Exception):
    """The key does not belong to what was sealed."""


def new_key_pair() -> KeyPair:
    """A key for one file."""
    private = X25519PrivateKey.generate()
    secret = urlsafe_b64encode(private.private_bytes_raw()).decode()
    return KeyPair(secret, private.public_key().public_bytes_raw())


def seal(content: bytes, public: bytes, *, context: str) -> bytes:
    """Encrypt for whoever has the key; `context` is bound to it."""
    key = X25519PublicKey.from_public_bytes(public)
    return SUITE.encrypt(content, key, info=context.encode())


def unseal(sealed: bytes, secret: str, *, context: str) -> bytes:
    """Open what was sealed. Raises WrongKeyError for any other key or context."""
    try:
        raw = urlsafe_b64decode(secret.encode())
    except (NotBase64Error, ValueError) as error:
        raise WrongKeyError from error
    if len(raw) != KEY_BYTES:
        raise WrongKeyError
    key = X25519PrivateKey.from_private_bytes(raw)
    try:
        return SUITE.decrypt(sealed, key, info=context.encode())
    except InvalidTag as error:
        raise WrongKeyError from error
