"""Feeds and calendars for other programs: public ones, and everybody's own."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from eduport.news.errors import AskedTooOftenError
from eduport.news.formats import atom, json_feed
from eduport.news.formats.feeds import Feed
from eduport.news.formats.ical import calendar_of
from eduport.news.queries import public_news_of
from eduport.news.queries.feeds import (
    news_changed_at,
    own_calendar,
    public_calendar,
)
from eduport.news.services.subscribing import (
    WINDOW,
    count_calendar_request,
    find_calendar,
)
from eduport.people.models import School, SchoolAuthority
from eduport.web.access import public

NEWEST = 50
CALENDAR = "text/calendar; charset=utf-8"


def _minutes() -> timedelta:
    return timedelta(minutes=settings.EDUPORT.news_feed_minutes)


def _school(code: str) -> School | None:
    """The school of an address; the authority without a code."""
    if not code:
        return None
    school = School.objects.filter(code=code, closed_at=None).first()
    if school is None:
        raise Http404
    return school


def _name(school: School | None) -> str:
    if school:
        return school.name
    authority = SchoolAuthority.objects.order_by("pk").first()
    return authority.name if authority else _("School authority")


def _answer(
    request: HttpRequest,
    content: bytes,
    content_type: str,
    *,
    changed_at: datetime | None = None,
    is_private: bool = False,
) -> HttpResponseBase:
    """The whole, or that nothing has changed (RFC 9110 §13)."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    stamp = int(changed_at.timestamp()) if changed_at else None
    if stamp:
        response["Last-Modified"] = http_date(stamp)
    seconds = int(_minutes().total_seconds())
    scope = "private" if is_private else "public"
    found = get_conditional_response(request, etag, stamp, response) or response
    found["Cache-Control"] = f"{scope}, max-age={seconds}"
    if is_private:
        found["X-Robots-Tag"] = "noindex"
    else:
        # Other sites may read what everybody may read.
        found["Access-Control-Allow-Origin"] = "*"
    return found


def _feed(school: School | None, name: str, at: datetime) -> Feed:
    base = settings.EDUPORT.public_url
    code = [school.code] if school else []
    return Feed(
        uid=f"urn:uuid:{school.uid}" if school else f"{base}/news/feeds/news.atom",
        title=_("News of %(place)s") % {"place": _name(school)},
        author=_name(school),
        url=base + reverse(name, args=code),
        page_url=f"{base}/",
        base_url=base,
        language="de",
        changed_at=news_changed_at(school, at),
    )


@public
@require_safe
def atom_feed(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Public news as Atom."""
    now, school = timezone.now(), _school(code)
    with override("de"):
        feed = _feed(school, "news:school_atom" if school else "news:atom", now)
        content = atom.atom_of(feed, public_news_of(school, now, NEWEST)).encode()
    return _answer(request, content, atom.CONTENT_TYPE, changed_at=feed.changed_at)


@public
@require_safe
def json_feed_view(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Public news as JSON Feed."""
    now, school = timezone.now(), _school(code)
    with override("de"):
        feed = _feed(school, "news:school_json" if school else "news:json", now)
        news = public_news_of(school, now, NEWEST)
        content = json_feed.json_feed_of(feed, news).encode()
    return _answer(request, content, json_feed.CONTENT_TYPE, changed_at=feed.changed_at)


@public
@require_safe
def calendar_feed(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Public events to subscribe to."""
    now, school = timezone.now(), _school(code)
    base = settings.EDUPORT.public_url
    with override("de"):
        title = _("Events of %(place)s") % {"place": _name(school)}
        events = public_calendar(school, now, base_url=base)
        content = calendar_of(events, title, url=f"{base}/", refresh=_minutes())
    return _answer(request, content, CALENDAR)


@public
@require_safe
def own_calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Everything that is meant for whoever made this secret address."""
    now, account = timezone.now(), find_calendar(token)
    if account is None:
        raise Http404
    try:
        count_calendar_request(token, at=now)
    except AskedTooOftenError as error:
        return _too_often(error)
    base = settings.EDUPORT.public_url
    with override("de"):
        events = own_calendar(account.actor, now, base_url=base)
        url = base + reverse("news:calendar")
        title = _("My school calendar")
        content = calendar_of(events, title, url=url, refresh=_minutes())
    return _answer(request, content, CALENDAR, is_private=True)


def _too_often(error: AskedTooOftenError) -> HttpResponse:
    """RFC 6585 §4: a program that knows it waits so long."""
    response = HttpResponse(str(error), status=429, content_type="text/plain")
    response["Retry-After"] = str(int(WINDOW.total_seconds()))
    response["Cache-Control"] = "no-store"
    return response
