"""Rules of repetition (RFC 5545 §3.3.10), on the clock of Berlin.

A rule is computed on the clock on the wall and only then brought to real time: 22:00
stays 22:00 when the clock changes. Nothing is computed further than somebody asks.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.timedelta(days=1)
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
NUMBERS = {"INTERVAL", "COUNT"}
PARTS = {"FREQ", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"} | NUMBERS
STEPS = {"DAILY": DAY, "WEEKLY": 7 * DAY}


def is_rule(text: str) -> bool:
    """Whether a text is a rule that we take: by days, and nothing about times."""
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    # Nothing must be repeated every zero days: it would never end.
    numbers = {parts.get(name, "1").lstrip("0").isdecimal() for name in NUMBERS}
    if parts.get("FREQ") not in FREQUENCIES or parts.keys() - PARTS or False in numbers:
        return False
    first = dt.datetime(2026, 1, 1)  # noqa: DTZ001 -- on the wall
    try:
        return next(iter(_rule(text, first, first + 1500 * DAY)), None) is not None
    except (ValueError, TypeError):
        return False


def starts_by(
    rule: str, first: dt.datetime, earliest: dt.datetime, before: dt.datetime
) -> Iterator[dt.datetime]:
    """The starts from `earliest` to `before`, all on the wall.

    Without a rule there is the first one only, however long ago it was.
    """
    if not rule:
        yield from [first] if first < before else []
        return
    nearer = _nearer(rule, first, earliest)
    found = _rule(rule, nearer, before).xafter(earliest, inc=True)
    yield from takewhile(lambda start: start < before, found)


def on_the_wall(moment: dt.datetime) -> dt.datetime:
    """What the clocks of Berlin show."""
    return moment.astimezone(BERLIN).replace(tzinfo=None)


def real_time(wall: dt.datetime, *, last: bool = False) -> dt.datetime:
    """The moment at which the clocks show this; twice in October: the first, or last.

    In March there is an hour that no clock shows; then it is an hour later.
    """
    both = [
        wall.replace(tzinfo=BERLIN, fold=fold).astimezone(dt.UTC) for fold in (0, 1)
    ]
    # Without the hour in March the second reading would be the earlier one.
    return max(both) if last else both[0]


def _nearer(rule: str, first: dt.datetime, earliest: dt.datetime) -> dt.datetime:
    """A later start of the same rule: nobody counts through years of days or weeks."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if "COUNT" in parts or parts["FREQ"] not in STEPS:
        return first
    step = STEPS[parts["FREQ"]] * int(parts.get("INTERVAL", "1"))
    # One step is left over: the week before may be the one that it began in.
    return first + step * max(0, (earliest - first) // step - 1)


def _rule(text: str, first: dt.datetime, before: dt.datetime) -> rrule:
    """The rule, ended: one that never comes true would be searched for ever."""
    found = rrulestr(text, dtstart=first)
    if isinstance(found, rruleset):
        raise TypeError("several rules")
    return found if "COUNT" in text else found.replace(until=before)
