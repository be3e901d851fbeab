"""States and times in words, in the reader's language."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def incident_state(state: str) -> str:
    """How far the work on an incident is."""
    words = {
        "investigating": pgettext("incident", "being investigated"),
        "identified": pgettext("incident", "cause found"),
        "monitoring": pgettext("incident", "being watched"),
        "resolved": pgettext("incident", "resolved"),
    }
    return words[state]


def period(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when; the day once if it is the same, midnight as 24:00."""
    start, end = localtime(starts_at), localtime(ends_at)
    day = _("l, j F Y")
    values = {
        "day": date_format(start, day),
        "start": date_format(start, "H:i"),
        "last_day": date_format(end, day),
        "end": date_format(end, "H:i"),
    }
    if (end.hour, end.minute) == (0, 0) and (end.date() - start.date()).days == 1:
        values["end"] = "24:00"
    elif start.date() != end.date():
        return _("%(day)s, %(start)s to %(last_day)s, %(end)s") % values
    return _("%(day)s, %(start)s to %(end)s") % values
