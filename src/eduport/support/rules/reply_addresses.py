"""Reply addresses: which ticket an answer by mail belongs to, and whose it is.

`ticket+<number>.<person>.<period><signature>`, in lower case, since mail servers may
turn capitals small. The signature is an HMAC-SHA256 (RFC 2104) cut to 80 bits, as its
§5 allows; that of each half year is another one, so that an address ends. 64 octets are
the most that a local part may have (RFC 5321 §4.5.3.1.1), even with large numbers.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date

_BYTES = 10
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PERIODS = 3
"""The present half year and two before: an address is good for a year at least."""
_WRITTEN = re.compile(
    r"ticket\+([1-9][0-9]{0,18})\.([1-9][0-9]{0,18})\.([a-z2-7])([a-z2-7]{16})"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whose answer it is, and to what."""

    ticket_id: int
    person_id: int


def local_part(secret: bytes, answer: Answer, day: date) -> str:
    """What stands before the @ in a mail of this day."""
    period = _period(day)
    mark, signature = _LETTERS[period % 32], _signature(secret, answer, period)
    return f"ticket+{answer.ticket_id}.{answer.person_id}.{mark}{signature}"


def read_local_part(secret: bytes, text: str, day: date) -> Answer | None:
    """Whose answer it is; None if we never wrote this, or too long ago."""
    found = _WRITTEN.fullmatch(text.lower())
    if not found:
        return None
    ticket_id, person_id, mark, signature = found.groups()
    answer = Answer(int(ticket_id), int(person_id))
    latest = _period(day)
    # One look more than needed: a mail of tomorrow, if clocks disagree at midnight.
    for period in range(latest - _PERIODS + 1, latest + 2):
        right = _signature(secret, answer, period)
        if _LETTERS[period % 32] == mark and hmac.compare_digest(signature, right):
            return answer
    return None


def _period(day: date) -> int:
    """Half years, counted."""
    first_of_second_half = 7
    return 2 * day.year + (day.month >= first_of_second_half)


def _signature(secret: bytes, answer: Answer, period: int) -> str:
    message = f"{answer.ticket_id}.{answer.person_id}.{period}".encode()
    digest = hmac.digest(secret, message, "sha256")[:_BYTES]
    return base64.b32encode(digest).decode().lower()
