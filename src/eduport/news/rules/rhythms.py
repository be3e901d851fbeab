"""When a digest is due, and what time it looks back on."""

import datetime as dt
from dataclasses import dataclass

DAY = dt.timedelta(days=1)
PERIODS = {"daily": DAY, "weekly": 7 * DAY}


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that should have been made by now. `day` names it for good."""

    rhythm: str
    day: dt.date


def due_digests(here: dt.datetime, hour: int) -> list[Due]:
    """The digests that are due at a time of Berlin, once the hour has come.

    That of the week is named for its Monday: if nobody was there to make it, it is made
    on Tuesday.
    """
    today = here.date() if here.hour >= hour else here.date() - DAY
    monday = today - today.weekday() * DAY
    return [Due("daily", today), Due("weekly", monday)]
