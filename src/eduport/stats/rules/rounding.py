"""How a count becomes a number that may be read: see ADR 30.

Every number is the sum of the smallest cells, each of which is rounded to fives with an
offset of its own that nobody knows and that never changes. So the published numbers are
always a possible truth themselves, in which every group and every difference is nobody
or at least five.
"""

import hmac
import secrets

STEP = 5
"""Below this nothing is told apart from nothing."""


def published(count: int, offset: int) -> int:
    """The multiple of five that stands for a count: on average the count itself."""
    return (count + offset) // STEP * STEP


def random_offset() -> int:
    """An offset for a cell that stores it."""
    return secrets.randbelow(STEP)


def offset_of(key: str, *cell: str) -> int:
    """The offset of a cell that is computed anew each time: always the same.

    Else whoever asks often enough would see the average, which is the count.
    """
    digest = hmac.digest(key.encode(), "\x1f".join(cell).encode(), "sha256")
    # 2 ** 64 is no multiple of five, and misses it by less than anybody can see.
    return int.from_bytes(digest[:8]) % STEP
