"""What everybody may read: page, feeds, calendar, banner."""

import datetime as dt
import json
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from eduport.status.formats.atom import feed_of
from eduport.status.formats.boards import read_board, write_board
from eduport.status.formats.ical import calendar_of
from eduport.status.formats.words import period
from eduport.status.models import Impact, Snapshot
from eduport.status.queries import current_board
from eduport.status.queries.board import make_board
from eduport.status.rules.occurrences import BERLIN
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
)
from eduport.status.services.publishing import publish_board
from eduport.status.services.windows import cancel_occurrence
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON, SchoolFactory
from tests.factories.status import WindowFactory
from tests.status.conftest import DESK

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
PAGE = reverse("status:page")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def incident(mail):
    said = Said("Wir suchen <die> Ursache.", "We are looking for the cause.")
    draft = IncidentDraft(
        "E-Mail steht", "Mail stands still", Impact.OUTAGE, said, Scope([mail])
    )
    return open_incident(draft, by=DESK, at=timezone.now())


def text(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def test_visitors_read_the_page_in_german_and_english(client, incident):
    german = text(client, PAGE)
    client.cookies["django_language"] = "en"
    english = text(client, PAGE)

    assert "Einige Dienste sind außer Betrieb." in german
    assert "E-Mail steht" in german
    assert "Wir suchen &lt;die&gt; Ursache." in german
    assert "Some services are out of order." in english
    assert "Mail stands still" in english


def test_what_was_not_translated_says_that_it_is_german(client, mail):
    draft = IncidentDraft("Steht", "", Impact.OUTAGE, Said("Ja"), Scope([mail]))
    open_incident(draft, by=DESK, at=timezone.now())
    client.cookies["django_language"] = "en"

    assert '<h3 id="incident-' in text(client, PAGE)
    assert ' lang="de">Steht</h3>' in text(client, PAGE)


def test_who_is_signed_in_reads_it_in_the_portal(client):
    client.force_login(AccountFactory())

    assert "ep-work" in text(client, PAGE)


def test_the_page_takes_one_query(client, incident, django_assert_num_queries):
    text(client, PAGE)  # the shell remembers its own part for some seconds

    with django_assert_num_queries(1):
        text(client, PAGE)


def test_a_board_of_another_version_is_made_anew(client, incident):
    Snapshot.objects.update(board='{"version": 99}', notices="{}")

    assert "E-Mail steht" in text(client, PAGE)


def test_the_board_survives_being_written(incident):
    board = make_board(NOON)

    assert read_board(write_board(board)) == board


def test_the_feed_says_what_was_said(client, incident):
    feed = ET.fromstring(text(client, reverse("status:atom"), language="en"))  # noqa: S314

    titles = [e.findtext("a:title", "", ATOM) for e in feed.findall("a:entry", ATOM)]
    links = [e.find("a:link", ATOM).get("href") for e in feed.findall("a:entry", ATOM)]
    assert "being investigated: Mail stands still" in titles
    assert f"http://127.0.0.1:8000/status/#incident-{incident.uid}" in links
    assert feed.find("a:link[@rel='self']", ATOM).get("href").endswith("language=en")


def test_the_feed_is_narrowed_to_components(client, incident):
    url = reverse("status:atom")

    assert "E-Mail steht" in text(client, url, component=["login", "mail"])
    assert "E-Mail steht" not in text(client, url, component="login")
    assert "E-Mail steht" not in text(client, url, component="unknown")


def test_entries_keep_their_identity_and_their_time(mail, quiet):
    WindowFactory(components=[mail])
    board = publish_board(at=NOON)

    first = ET.fromstring(feed_of(board, "de", url="u", page_url="p"))  # noqa: S314
    again = ET.fromstring(feed_of(board, "de", url="u", page_url="p"))  # noqa: S314

    assert ET.tostring(first) == ET.tostring(again)


def events(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_the_calendar_is_read_back_with_real_times(mail, quiet):
    window = WindowFactory(
        components=[mail],
        starts_at=dt.datetime(2026, 11, 26, 22, tzinfo=BERLIN),
        ends_at=dt.datetime(2026, 11, 27, tzinfo=BERLIN),
        rule="FREQ=WEEKLY;BYDAY=TH",
    )
    occurs_at = dt.datetime(2026, 12, 3, 22, tzinfo=BERLIN)
    cancel_occurrence(window.pk, occurs_at, by=DESK, at=NOON)

    board = publish_board(at=NOON)
    found = events(calendar_of(board.windows, "Wartung; alle", url="u", at=NOON))

    assert [
        (e.decoded("dtstart"), e.decoded("dtend"), str(e["status"])) for e in found
    ][:2] == [
        (
            dt.datetime(2026, 11, 26, 21, tzinfo=dt.UTC),
            dt.datetime(2026, 11, 26, 23, tzinfo=dt.UTC),
            "CONFIRMED",
        ),
        (
            dt.datetime(2026, 12, 3, 21, tzinfo=dt.UTC),
            dt.datetime(2026, 12, 3, 23, tzinfo=dt.UTC),
            "CANCELLED",
        ),
    ]
    assert len({str(e["uid"]) for e in found}) == len(found)


def test_the_calendar_has_a_type_and_everybody_may_fetch_it(client):
    response = client.get(reverse("status:ical"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert events(response.content)


def test_machines_read_the_state(client, incident):
    found = json.loads(text(client, reverse("status:json")))

    states = {one["slug"]: one["state"] for one in found["components"]}
    assert found["state"] == "outage"
    assert (states["mail"], states["login"]) == ("outage", "operational")
    assert found["incidents"][0]["components"] == ["mail"]


def test_any_homepage_may_frame_the_banner_and_nothing_else(client, incident):
    banner = client.get(reverse("status:banner"))
    page = client.get(PAGE)

    assert "frame-ancestors *" in banner["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    content = banner.content.decode()
    assert "E-Mail steht" in content
    assert "<script" not in content


@pytest.mark.parametrize(
    ("start", "hours", "words"),
    [
        ((26, 22), 2, "Donnerstag, 26. November 2026, 22:00 bis 24:00 Uhr"),
        ((26, 9), 1, "Donnerstag, 26. November 2026, 09:00 bis 10:00 Uhr"),
        (
            (26, 23),
            3,
            (
                "Donnerstag, 26. November 2026, 23:00 bis "
                "Freitag, 27. November 2026, 02:00 Uhr"
            ),
        ),
    ],
)
def test_midnight_is_the_end_of_the_day(start, hours, words):
    starts_at = dt.datetime(2026, 11, *start, tzinfo=BERLIN)

    assert period(starts_at, starts_at + hours * HOUR) == words


def test_the_regular_window_is_there_from_the_beginning():
    windows = current_board(NOON).windows or make_board(NOON).windows

    titles = {one.title.de for one in windows}
    assert titles == {"Regelmäßige Wartung"}


def test_a_school_shows_no_incident_of_another_school(client, mail):
    school, other = SchoolFactory(code="hafen"), SchoolFactory(code="deich")
    for one, title in ((school, "Hafen steht"), (other, "Deich steht")):
        draft = IncidentDraft(
            title, "", Impact.OUTAGE, Said("Ja"), Scope([mail], schools=[one])
        )
        open_incident(draft, by=DESK, at=timezone.now())

    banner = text(client, reverse("status:banner"), school="hafen")

    assert "Hafen steht" in banner
    assert "Deich steht" not in banner
