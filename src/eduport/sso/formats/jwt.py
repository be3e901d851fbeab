"""JSON Web Tokens, signed with RS256 and nothing else (RFC 7515, RFC 7519)."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from eduport.sso.errors import InvalidTokenError

Claims = dict[str, Any]


def encode(
    claims: Mapping[str, Any], key: RSAPrivateKey, *, kid: str, kind: str = "JWT"
) -> str:
    """Sign the claims."""
    header = {"alg": "RS256", "kid": kid, "typ": kind}
    content = f"{_part(header)}.{_part(claims)}"
    signature = key.sign(content.encode(), PKCS1v15(), SHA256())
    return f"{content}.{_base64(signature)}"


def decode(token: str, keys: Mapping[str, RSAPublicKey]) -> Claims:
    """The claims of a token that one of these keys signed, by `kid`.

    Whether they are still valid is the caller's to ask. Raises InvalidTokenError.
    """
    try:
        head, body, signature = token.split(".")
        header, claims = _object(head), _object(body)
        key = keys[header["kid"]]
        content = f"{head}.{body}".encode()
        key.verify(_bytes(signature), content, PKCS1v15(), SHA256())
    except (ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise InvalidTokenError from error
    if header.get("alg") != "RS256":
        raise InvalidTokenError
    return claims


def public_jwk(key: RSAPublicKey, *, kid: str) -> dict[str, str]:
    """The public key as services want it (RFC 7517)."""
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": kid,
        "n": _number(numbers.n),
        "e": _number(numbers.e),
    }


def _part(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _object(part: str) -> Claims:
    value = json.loads(_bytes(part))
    if not isinstance(value, dict):
        raise InvalidTokenError
    return value


def _number(number: int) -> str:
    return _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(part: str) -> bytes:
    try:
        padded = part + "=" * (-len(part) % 4)
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise InvalidTokenError from error
