"""The reporter PIN: how somebody on the telephone shows who they are.

Six digits for one person and one day. They are computed, not stored: an HMAC (RFC 2104)
of a secret of this installation, cut as RFC 4226 §5.3 does.
"""

import hmac
from datetime import date

DIGITS = 6


def pin_of(secret: bytes, person_uid: str, day: date) -> str:
    """The PIN of a person on a day."""
    message = f"{person_uid} {day.isoformat()}".encode()
    digest = hmac.digest(secret, message, "sha256")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_pin(given: str, right: str) -> bool:
    """Whether this is the PIN, however it is spaced; takes the same time if not."""
    digits = "".join(letter for letter in given if letter in "0123456789")
    return hmac.compare_digest(digits.encode(), right.encode())


def spaced(pin: str) -> str:
    """The PIN as it is read out."""
    return f"{pin[:3]} {pin[3:]}"
