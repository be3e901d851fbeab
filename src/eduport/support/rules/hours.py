"""Hours of work of the service desk: Monday to Friday, 7:00 to 17:00, Hamburg."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays

BERLIN = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = time(7), time(17)
_SATURDAY = 5
_HOLIDAYS = country_holidays("DE", subdiv="HH")


def is_working_day(day: date) -> bool:
    """Whether the desk works on a day."""
    return day.weekday() < _SATURDAY and day not in _HOLIDAYS


def after_working(start: datetime, needed: timedelta) -> datetime:
    """When so much time of work has passed since `start`.

    The clock of Berlin changes at night, never within hours of work.
    """
    left, now = needed, start.astimezone(BERLIN)
    while True:
        opens = datetime.combine(now.date(), OPENS, BERLIN)
        closes = datetime.combine(now.date(), CLOSES, BERLIN)
        if is_working_day(now.date()) and now < closes:
            begins = max(now, opens)
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        now = datetime.combine(now.date() + timedelta(days=1), time(), BERLIN)
