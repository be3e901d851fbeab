"""Until when a seat is kept for somebody, and until when one can be given up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
NEAR = timedelta(hours=4)
"""So shortly before the start nobody is asked any more: whoever comes first has it."""

SHARE = 4


def offer_end(starts_at: datetime, longest: timedelta, *, at: datetime) -> datetime:
    """When an offer that is made now ends.

    The full time if the date is far away; near it a quarter of what is left, so that
    several people on the list have their turn.
    """
    return at + min(longest, (starts_at - at) / SHARE)


def is_too_near(starts_at: datetime, *, at: datetime) -> bool:
    """Whether offers make no sense any more."""
    return starts_at - at < NEAR


def last_moment(starts_at: datetime, days: int) -> datetime:
    """Until when people give up their seat themselves: the same time, days before.

    The time on the clock, also when the clocks were changed between.
    """
    return starts_at.astimezone(BERLIN) - timedelta(days=days)
