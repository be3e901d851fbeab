"""What is public of a school: news, events, and whether the services work."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from eduport.homepages.types import Banner, Line, Shown
from eduport.news.queries import public_events_of, public_news_of
from eduport.news.types import PublicEvent
from eduport.people.models import School
from eduport.status.queries import period_of, public_at

LOOKS_AHEAD = timedelta(days=120)
MOST_NEWS, MOST_EVENTS = 5, 8


def shown_of(school: School, *, at: datetime, portal: str, language: str) -> Shown:
    """All that anybody may see of a school, with whole addresses, in a language."""
    with override(language):
        return Shown(
            name=school.name,
            url=portal + reverse("homepages:page", args=[school.code]),
            login_url=portal + reverse("account_login"),
            status=_banner(school, at, portal),
            news=[
                Line(
                    one.title,
                    date_format(localtime(one.starts_at), "SHORT_DATE_FORMAT"),
                    one.summary,
                    portal + one.path,
                )
                for one in public_news_of(school, at, MOST_NEWS)
            ],
            events=[
                Line(one.title, _when(one), one.place, portal + one.path)
                for one in public_events_of(school, at, at + LOOKS_AHEAD, MOST_EVENTS)
            ],
        )


def _when(event: PublicEvent) -> str:
    """The day, or days, of an event, and the time if it has one."""
    if event.starts_at:
        return date_format(localtime(event.starts_at), "SHORT_DATETIME_FORMAT")
    first = date_format(event.first_day, "SHORT_DATE_FORMAT")
    if event.first_day == event.last_day:
        return first
    last = date_format(event.last_day, "SHORT_DATE_FORMAT")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _banner(school: School, at: datetime, portal: str) -> Banner:
    """What a visitor of the school's page has to know of the services."""
    url = portal + reverse("status:page")
    incidents, windows = public_at(school.code, at)
    if incidents:
        return Banner("trouble", str(incidents[0].title), url)
    if windows:
        window = windows[0]
        words = {"title": str(window.title), "period": period_of(window)}
        return Banner("planned", _("%(title)s: %(period)s") % words, url)
    return Banner("ok", _("No trouble with the services is known."), url)
