"""How a text becomes harmless in a mail, and when to try again."""

import datetime as dt
import unicodedata

FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=1)
_DOUBLINGS = 7  # 30 seconds, seven times doubled, are more than an hour.


def one_line(text: str) -> str:
    """The text without anything that could begin a new line or a new header.

    Also without the invisible characters that turn the direction of reading.
    """
    spaced = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    visible = (c for c in spaced if unicodedata.category(c) != "Cf")
    return " ".join("".join(visible).split())


def pause_after(tries: int) -> dt.timedelta:
    """How long to wait after so many failed tries: ever longer, an hour at most."""
    factor: int = 2 ** min(tries - 1, _DOUBLINGS)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)
