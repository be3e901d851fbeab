"""The chain of seals: each one depends on its entry and on all entries before."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime

START = b""
"""What stands before the first entry of a log."""

Value = str | int | None | datetime | bytes


def seal_of(key: bytes, before: bytes, values: Sequence[Value]) -> bytes:
    """The seal of what follows `before`: HMAC-SHA256 (RFC 2104), 32 bytes.

    Keyed, so that whoever can write to the database cannot make a chain of their own.
    """
    # JSON keeps the values apart: no two sequences give the same text.
    text = json.dumps([_plain(value) for value in values], separators=(",", ":"))
    return hmac.digest(key, before + text.encode(), hashlib.sha256)


def _plain(value: Value) -> str | int | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    return value
