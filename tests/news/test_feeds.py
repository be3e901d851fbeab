"""Feeds and calendars, read by other people's programs."""

import configparser
import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace

import feedparser
import pytest
import recurring_ical_events
import vobject
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from eduport.accounts.models import FailedLogin
from eduport.audit.models import SecurityEvent
from eduport.core.recurrence import BERLIN
from eduport.news.formats.ical import calendar_of
from eduport.news.models import CalendarToken
from eduport.news.queries.feeds import public_calendar
from eduport.news.rules.occurrences import (
    Occurrence,
    Series,
    moved_to,
    occurrences,
    timed,
    whole_days,
)
from eduport.news.services.days import DayDraft, change_day, skip_day
from eduport.news.services.events import EventDraft, write_event
from eduport.news.services.publishing import move_to_trash, publish
from eduport.news.services.subscribing import hash_of
from eduport.news.types import Audience, FeedChange, FeedEvent
from tests.factories.news import CurrentItemFactory, EventFactory, PictureFactory
from tests.factories.people import NOON

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
database = pytest.mark.django_db
PORTAL = "http://127.0.0.1:8000"


def feed_event(**values):
    given_values = {
        "uid": "u",
        "title": "Chor",
        "text": "**Alle** sind da.",
        "place": "Aula",
        "kind": "Veranstaltung",
        "is_public": True,
        "first_day": dt.date(2026, 3, 24),
        "last_day": dt.date(2026, 3, 24),
        "starts_at": dt.datetime(2026, 3, 24, 19, tzinfo=BERLIN),
        "ends_at": dt.datetime(2026, 3, 24, 21, tzinfo=BERLIN),
        "rule": "",
        "until": None,
        "without": [],
        "changed": [],
        "sequence": 2,
        "created_at": NOON,
        "changed_at": NOON,
        "url": f"{PORTAL}/news/events/u/",
    }
    return FeedEvent(**given_values | values)


def written(*events):
    return calendar_of(events, "Hafenschule", url=PORTAL, refresh=HOUR)


def theirs(content, first, before):
    """The occurrences as a foreign library computes them."""
    found = recurring_ical_events.of(Calendar.from_ical(content)).between(first, before)
    # Times of different zones are never equal in the hour of a change (PEP 495).
    return sorted((_in_utc(one.start), _in_utc(one.end)) for one in found)


def _in_utc(moment):
    is_time = isinstance(moment, dt.datetime)
    return moment.astimezone(dt.UTC) if is_time else moment


def ours(event, first, before):
    if event.starts_at:
        span, is_all_day = timed(event.starts_at, event.ends_at), False
    else:
        span, is_all_day = whole_days(event.first_day, event.last_day), True
    without, changed = frozenset(event.without), [as_rule(one) for one in event.changed]
    series = Series(*span, is_all_day, event.rule, event.until, without, changed)
    found = occurrences(series, first, before)
    if is_all_day:
        return [(one.occurs_on, one.last_day_on + DAY) for one in found]
    return [(one.starts_at, one.ends_at) for one in found]


def as_rule(one):
    """A changed day of a feed as the rules have it."""
    if one.starts_at:
        return moved_to(one.starts_at, one.ends_at, one.occurs_on, one.place)
    return Occurrence(one.first_day, one.last_day, instead_of=one.occurs_on)


def wall(*values):
    return dt.datetime(*values)  # noqa: DTZ001 -- on the wall


YEARS = (wall(2026, 1, 1), wall(2028, 1, 1))


@given(
    rule=st.sampled_from(
        [
            "",
            "FREQ=DAILY;INTERVAL=5",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYDAY=4TU",
            "FREQ=YEARLY",
            "FREQ=WEEKLY;COUNT=60",
        ]
    ),
    hour=st.integers(0, 23).filter(lambda hour: hour != 2),
    length=st.integers(1, 30),
    until=st.none() | st.dates(dt.date(2026, 4, 1), dt.date(2027, 12, 31)),
    is_all_day=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_another_library_finds_the_same_occurrences_over_the_changes_of_the_clock(
    rule, hour, length, until, is_all_day
):
    start = dt.datetime(2026, 3, 24, hour, tzinfo=BERLIN)
    until = until if rule and "COUNT" not in rule else None
    values = {"rule": rule, "until": until}
    if is_all_day:
        last = start.date() + length * DAY
        values |= {"starts_at": None, "ends_at": None, "last_day": last}
    else:
        # Not over a night in which the clock changes: programs differ there.
        end = min(start + length * HOUR, start.replace(hour=23, minute=59))
        values |= {"starts_at": start, "ends_at": end}
    event = feed_event(**values)

    assert theirs(written(event), *YEARS) == ours(event, *YEARS)


def move(event, which, by):
    """The occurrence with this number, moved by so many hours, or days."""
    names = ours(event, *YEARS)
    start, end = names[which % len(names)]
    if not event.starts_at:
        first, last = start + by * DAY, end + by * DAY - DAY
        return FeedChange(start, first, last, None, None, "")
    day = start.astimezone(BERLIN).date()
    starts_at, ends_at = start + by * HOUR, end + by * HOUR
    first, last = (one.astimezone(BERLIN).date() for one in (starts_at, ends_at))
    return FeedChange(day, first, last, starts_at, ends_at, "Turnhalle")


@given(
    rule=st.sampled_from(["FREQ=WEEKLY", "FREQ=DAILY;COUNT=20", "FREQ=MONTHLY"]),
    is_all_day=st.booleans(),
    moves=st.dictionaries(st.integers(0, 40), st.integers(-60, 60), max_size=4),
    skipped=st.sets(st.integers(0, 40), max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_another_library_finds_changed_days_where_we_find_them(
    rule, is_all_day, moves, skipped
):
    days = {"starts_at": None, "ends_at": None, "last_day": dt.date(2026, 3, 25)}
    event = feed_event(rule=rule, **(days if is_all_day else {}))
    changed = {}
    for which, by in moves.items():
        one = move(event, which, by)
        changed[one.occurs_on] = one
    without = {move(event, which, 0).occurs_on for which in skipped} - changed.keys()
    event = replace(event, changed=[*changed.values()], without=sorted(without))

    assert theirs(written(event), *YEARS) == sorted(ours(event, *YEARS))


@database
def test_a_day_without_it_and_a_change_reach_subscribers(school, principal):
    by = principal.actor
    times = {"starts_at": dt.datetime(2026, 3, 24, 18, tzinfo=dt.UTC)}
    times |= {"ends_at": times["starts_at"] + HOUR}
    draft = EventDraft(
        title="Chor",
        kind="school",
        audience=Audience(),
        rule="FREQ=WEEKLY",
        is_public=True,
        **times,
    )
    event = write_event(school, draft, by=by, at=NOON)
    publish(event, is_meant_public=True, by=by, at=NOON)
    skip_day(event, dt.date(2026, 3, 31), by=by, at=NOON)
    start = dt.datetime(2026, 4, 15, 15, tzinfo=BERLIN)
    later = DayDraft(starts_at=start, ends_at=start + HOUR, place="Aula")
    change_day(event, dt.date(2026, 4, 14), later, by=by, at=NOON)

    content = written(*public_calendar(school, NOON, base_url=PORTAL))

    found = theirs(content, wall(2026, 3, 20), wall(2026, 4, 20))
    assert [start.day for start, _end in found] == [24, 7, 15]
    assert [start.hour for start, _end in found] == [18, 17, 13]
    _series, changed = Calendar.from_ical(content).events
    assert changed["RECURRENCE-ID"].dt == dt.datetime(2026, 4, 14, 19, tzinfo=BERLIN)
    assert (str(changed["LOCATION"]), changed["SEQUENCE"]) == ("Aula", 2)
    assert "RRULE" not in changed


def test_vobject_reads_what_we_write():
    calendar = vobject.readOne(written(feed_event(rule="FREQ=WEEKLY")).decode())

    event = calendar.vevent
    assert event.summary.value == "Chor"
    assert event.location.value == "Aula"
    assert event.description.value == "Alle sind da."
    assert event.uid.value == "u@eduport"
    assert event.rrule.value == "FREQ=WEEKLY"
    assert event.dtstart.value.tzinfo is not None
    [start, after] = list(event.rruleset)[:2] if event.rruleset else (None, None)
    assert (start.hour, after.hour) == (19, 19)


def test_the_same_events_are_the_same_bytes_and_private_ones_say_so():
    assert written(feed_event()) == written(feed_event())
    assert b"CLASS:PRIVATE" in written(feed_event(is_public=False))
    assert b"VTIMEZONE" not in written(feed_event(starts_at=None, ends_at=None))


@pytest.mark.slow
def test_khal_shows_our_events_to_its_user(tmp_path):
    moved = dt.datetime(2026, 4, 15, 8, tzinfo=BERLIN)
    day = moved.date()
    changed = FeedChange(
        dt.date(2026, 4, 14), day, day, moved, moved + HOUR, "Turnhalle"
    )
    evening = feed_event(
        rule="FREQ=WEEKLY", without=[dt.date(2026, 4, 7)], changed=[changed]
    )
    trip = feed_event(
        uid="v",
        title="Klassenfahrt",
        starts_at=None,
        ends_at=None,
        first_day=dt.date(2026, 3, 30),
        last_day=dt.date(2026, 4, 1),
    )
    file = tmp_path / "events.ics"
    file.write_bytes(written(evening, trip))
    config = configparser.RawConfigParser()
    config["locale"] = {
        "local_timezone": "Europe/Berlin",
        "default_timezone": "Europe/Berlin",
        "timeformat": "%H:%M",
        "dateformat": "%d.%m.",
        "longdateformat": "%d.%m.%Y",
        "datetimeformat": "%d.%m. %H:%M",
        "longdatetimeformat": "%d.%m.%Y %H:%M",
    }
    config["sqlite"] = {"path": str(tmp_path / "khal.db")}
    text = "[calendars]\n[[school]]\npath = " + str(tmp_path / "calendar") + "\n"
    for section in config.sections():
        text += f"[{section}]\n"
        text += "".join(f"{key} = {value}\n" for key, value in config[section].items())
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(text)

    def khal(*arguments):
        command = [sys.executable, "-m", "khal", "-c", str(tmp_path / "khal.conf")]
        home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [*command, *arguments],
            env=home,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    khal("import", "--batch", str(file))
    form = ["--format", "{start-date} {start-time} {title}", "--day-format", ""]
    shown = khal("list", *form, "24.03.2026", "23d").split("\n")

    assert [line.strip() for line in shown if line.strip()] == [
        "24.03. 19:00 Chor",
        "30.03.  Klassenfahrt",
        "30.03.  Klassenfahrt",
        "31.03. 19:00 Chor",
        "30.03.  Klassenfahrt",
        "15.04. 08:00 Chor",
    ]


@database
def test_feedparser_reads_the_news_of_a_school(client, school):
    item = CurrentItemFactory(
        school=school, is_public=True, signed_as="Schulbüro", title="Chor & Fest"
    )
    picture = PictureFactory(item=item)
    CurrentItemFactory(school=school, title="Intern")

    response = client.get("/news/feeds/hafen/news.atom")
    feed = feedparser.parse(response.content)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not feed.bozo
    assert feed.feed.title == "Neuigkeiten: Hafenschule"
    assert feed.feed.id == f"urn:uuid:{school.uid}"
    [entry] = feed.entries
    assert (entry.title, entry.author) == ("Chor & Fest", "Schulbüro")
    assert entry.id == f"urn:uuid:{item.uid}"
    assert entry.link == f"{PORTAL}/news/{item.uid}/"
    assert entry.content[0].type == "text/html"
    assert 'alt="Ein Chor auf der Bühne"' in entry.content[0].value
    assert entry.enclosures[0].href == f"{PORTAL}/news/pictures/{picture.uid}/"


@database
def test_the_json_feed_says_the_same(client, school):
    item = CurrentItemFactory(school=school, is_public=True)
    PictureFactory(item=item)
    CurrentItemFactory(school=school)

    response = client.get("/news/feeds/hafen/news.json")
    feed = json.loads(response.content)

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{PORTAL}/news/feeds/hafen/news.json"
    [entry] = feed["items"]
    assert entry["id"] == f"urn:uuid:{item.uid}"
    assert entry["attachments"][0]["title"] == "Ein Chor auf der Bühne"
    assert dt.datetime.fromisoformat(entry["date_modified"]) == item.starts_at


@database
def test_the_authority_has_feeds_of_its_own(client):
    CurrentItemFactory(is_public=True, title="Für die Stadt")
    EventFactory(is_public=True, title="Tag der offenen Tür")

    atom = feedparser.parse(client.get("/news/feeds/news.atom").content)
    items = json.loads(client.get("/news/feeds/news.json").content)["items"]
    calendar = Calendar.from_ical(client.get("/news/feeds/events.ics").content)

    assert [one.title for one in atom.entries] == ["Für die Stadt"]
    assert [one["title"] for one in items] == ["Für die Stadt"]
    assert [str(one["SUMMARY"]) for one in calendar.events] == ["Tag der offenen Tür"]


@database
@pytest.mark.parametrize("file", ["news.atom", "news.json", "events.ics"])
def test_what_has_not_changed_is_not_sent_again_and_what_vanishes_is(
    client, school, principal, file
):
    item = CurrentItemFactory(school=school, is_public=True)
    event = EventFactory(school=school, is_public=True)
    url = f"/news/feeds/hafen/{file}"
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    for one in (item, event):
        move_to_trash(one, by=principal.actor, at=timezone.now())
    gone = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, gone.status_code) == (304, 200)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert again["Cache-Control"] == "public, max-age=900"
    assert item.title.encode() not in gone.content
    assert event.title.encode() not in gone.content


@database
def test_by_its_date_a_feed_is_new_when_something_vanished(client, school, principal):
    item = CurrentItemFactory(school=school, is_public=True)
    first = client.get("/news/feeds/hafen/news.atom")
    since = {"If-Modified-Since": first["Last-Modified"]}

    same = client.get("/news/feeds/hafen/news.atom", headers=since)
    move_to_trash(item, by=principal.actor, at=timezone.now())
    changed = client.get("/news/feeds/hafen/news.atom", headers=since)

    assert (same.status_code, changed.status_code) == (304, 200)


@database
@pytest.mark.parametrize("code", ["unknown", "closed"])
def test_there_are_no_feeds_of_unknown_and_closed_schools(client, school, code):
    school.code, school.closed_at = "closed", NOON
    school.save()

    for file in ("news.atom", "news.json", "events.ics"):
        assert client.get(f"/news/feeds/{code}/{file}").status_code == 404


@database
def test_the_own_calendar_shows_all_that_is_meant_for_its_owner(
    client, school, elsewhere, teacher
):
    EventFactory(school=school, title="Konferenz", audience=[(school, "teacher", None)])
    EventFactory(school=school, title="Nur Büro", audience=[(school, "office", None)])
    EventFactory(school=elsewhere, title="Anderswo")
    client.force_login(teacher)

    page = client.post(reverse("news:renew_calendar"))
    client.logout()
    token = CalendarToken.objects.get()
    address = page.context["address"].removeprefix(PORTAL)
    response = client.get(address)

    assert page["Cache-Control"] == "no-store"
    calendar = Calendar.from_ical(response.content)
    assert [str(one["SUMMARY"]) for one in calendar.events] == ["Konferenz"]
    assert response["Cache-Control"] == "private, max-age=900"
    assert not response.has_header("Access-Control-Allow-Origin")
    text = address.rpartition("/")[2].removesuffix(".ics")
    assert token.token_hash == hash_of(text)
    assert text not in str(vars(token))
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@database
def test_a_new_address_ends_the_old_one_and_so_does_the_end(client, teacher):
    client.force_login(teacher)
    old, new = (
        client.post(reverse("news:renew_calendar")).context["address"] for _ in range(2)
    )

    assert client.get(old.removeprefix(PORTAL)).status_code == 404
    assert client.get(new.removeprefix(PORTAL)).status_code == 200
    for _ in range(2):
        client.post(reverse("news:revoke_calendar"))
    assert client.get(new.removeprefix(PORTAL)).status_code == 404
    actions = SecurityEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "news.calendar.renewed",
        "news.calendar.renewed",
        "news.calendar.revoked",
    ]


@database
def test_who_is_blocked_has_no_calendar(client, teacher):
    client.force_login(teacher)
    address = client.post(reverse("news:renew_calendar")).context["address"]
    teacher.disabled_at = NOON
    teacher.save()

    assert client.get(address.removeprefix(PORTAL)).status_code == 404


@database
def test_a_program_that_asks_all_the_time_is_told_to_wait(
    client, teacher, principal, settings
):
    settings.EDUPORT.news_calendar_requests = 2
    addresses = []
    for account in (teacher, principal):
        client.force_login(account)
        page = client.post(reverse("news:renew_calendar"))
        addresses.append(page.context["address"].removeprefix(PORTAL))
    client.logout()
    greedy, other = addresses

    statuses = [client.get(greedy).status_code for _ in range(3)]
    refused = client.get(greedy)

    assert statuses == [200, 200, 429]
    assert refused["Retry-After"] == "3600"
    assert "zu oft abgefragt" in refused.content.decode()
    assert client.get(other).status_code == 200
    FailedLogin.objects.update(expires_at=timezone.now() - HOUR)
    assert client.get(greedy).status_code == 200
