"""What the pages say about states, times and audiences."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.news.rules.states import State

STATES: dict[State, tuple[StrOrPromise, str]] = {
    State.DRAFT: (pgettext_lazy("news", "draft"), "grey"),
    State.PLANNED: (pgettext_lazy("news", "planned"), "blue"),
    State.ACTIVE: (pgettext_lazy("news", "active"), "green"),
    State.EXPIRED: (pgettext_lazy("news", "expired"), "grey"),
    State.TRASH: (pgettext_lazy("news", "in the trash"), "orange"),
}
"""The words, and the colour of the tag that has them in it."""


def period(
    starts_at: datetime | None, ends_at: datetime | None, first: date, last: date
) -> str:
    """When an occurrence is, in words."""
    if starts_at is None or ends_at is None:
        return _days(first, last)
    start, end = localtime(starts_at), localtime(ends_at)
    times = {
        "day": day_in_words(start.date()),
        "start": date_format(start, "TIME_FORMAT"),
        "end": date_format(end, "TIME_FORMAT"),
        "last": day_in_words(end.date()),
    }
    if start.date() == end.date():
        return _("%(day)s, %(start)s to %(end)s") % times
    return _("%(day)s, %(start)s to %(last)s, %(end)s") % times


def _days(first: date, last: date) -> str:
    if first == last:
        return day_in_words(first)
    words = {"first": day_in_words(first), "last": day_in_words(last)}
    return _("%(first)s to %(last)s") % words


def day_in_words(day: date) -> str:
    """A day as events have it."""
    return date_format(day, pgettext("date of an event", "D, j M Y"))


def days_in_words(days: Iterable[date]) -> list[tuple[date, str]]:
    """Days, each with its words."""
    return [(day, day_in_words(day)) for day in days]
