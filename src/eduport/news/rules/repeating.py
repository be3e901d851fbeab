"""Rules that a form writes for people who do not know the notation."""

import datetime as dt

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FOURTH = 4


def same_weekday(day: dt.date) -> str:
    """Every month on this weekday: the first to fourth of it, or else the last."""
    which = (day.day - 1) // len(DAYS) + 1
    place = which if which <= FOURTH else -1
    return f"FREQ=MONTHLY;BYDAY={place}{DAYS[day.weekday()]}"
