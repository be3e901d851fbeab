"""The pages of the statistics and the answer as a file."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.conf import settings
from django.utils import timezone
from openpyxl import load_workbook

from eduport.accounts.models import Account
from eduport.people.models import AdminRole, Role
from eduport.stats.models import AccountFigure
from eduport.stats.queries.visits import register_launch_labels
from eduport.stats.rules.rounding import offset_of, published
from eduport.stats.services.figures import store_figures
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)
from tests.factories.stats import SignInMonthFactory, VisitCountFactory

pytestmark = pytest.mark.django_db
register_launch_labels(lambda: {"lernwelt": "Lernwelt"})


def yesterday():
    return timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture
def central(client):
    """A browser in which somebody of the central team is signed in."""
    person = PersonFactory()
    AppointmentFactory(person=person, school=None, role=AdminRole.CENTRAL_TEAM)
    client.force_login(AccountFactory(person=person, kind="admin"))
    return client


def people(count, kind, role, **account):
    school = SchoolFactory(kind=kind)
    for _ in range(count):
        person = PersonFactory(home_school=school)
        AffiliationFactory(person=person, role=role)
        AccountFactory(person=person, **account)


def visits(count, **values):
    VisitCountFactory(
        **{"day": yesterday(), "closed_at": NOON, "visits": count} | values
    )


def rows_of(client, query=""):
    text = b"".join(client.get(f"/statistics/answer.csv{query}")).decode("utf-8-sig")
    return [row[:4] for row in csv.reader(io.StringIO(text), delimiter=";")][1:]


def test_only_the_central_team_reads_reports(client):
    AppointmentFactory(person=(person := PersonFactory()))
    client.force_login(AccountFactory(person=person, kind="admin"))

    assert client.get("/statistics/").status_code == 403
    assert client.get("/statistics/answer.xlsx").status_code == 403


def test_a_report_sums_what_is_published(central):
    visits(45, item="support:own")
    visits(10, item="support:report", school_kind="Grundschule", role="student")
    visits(25, kind="launch", item="lernwelt")
    visits(500, day=yesterday() - dt.timedelta(days=60))

    page = central.get("/statistics/").content.decode()

    assert re.search(r"Support</th><td>10</td><td>45</td><td>55</td>", page)
    assert re.search(r"Lernwelt</th><td>–</td><td>25</td><td>25</td>", page)
    assert ">500<" not in page


def test_a_report_can_be_narrowed(central):
    visits(45, item="support:own")
    visits(10, item="support:own", role="student")
    SchoolFactory(kind="Gymnasium")

    rows = rows_of(central, "?role=student&school_kind=Gymnasium")

    assert ["Module", "Support", "alle", "10"] in rows
    assert not [row for row in rows if row[3] in {"45", "55"}]


def test_every_chart_has_a_table_with_the_same_numbers(central):
    visits(45)

    page = central.get("/statistics/").content.decode()

    drawings = re.findall(r"<svg viewBox.*?</svg>", page, re.DOTALL)
    assert drawings
    assert page.count("<figure") == len(drawings)
    for drawing in drawings:
        assert re.search(r"<title id=\"chart-\d-t\">[^<]+</title>", drawing)
        assert re.search(r"<desc id=\"chart-\d-d\">[^<]+</desc>", drawing)
        # A comma would be no number for SVG.
        assert not re.search(r'(x|y|width|height)="\d+,\d', drawing)
    assert len(re.findall(r"<td>45</td>", page)) >= 2


def test_a_number_below_five_is_nowhere(central):
    people(3, "Gymnasium", Role.TEACHER, activated_at=NOON)
    visits(0, closed_at=None, offset=0)
    VisitCountFactory(day=yesterday(), visits=3, offset=1, role="student")

    rows = rows_of(central, "?school_kind=Gymnasium")

    numbers = [int(row[3]) for row in rows if row[3].isdecimal()]
    # One school is public.
    assert {number for number in numbers if 0 < number < 5} == set()


def test_accounts_are_counted_once_and_rounded(central):
    people(12, "Gymnasium", Role.STUDENT, activated_at=NOON)
    people(8, "Gymnasium", Role.STUDENT, activated_at=None)
    people(6, "Gymnasium", Role.STUDENT, disabled_at=NOON, activated_at=NOON)
    month = timezone.localdate().replace(day=1)
    before = (month - dt.timedelta(days=1)).replace(day=1)
    pupils = Account.objects.filter(person__home_school__kind="Gymnasium")
    used = pupils.filter(activated_at__isnull=False).order_by("pk")
    for account, last in zip(used, [before] * 3 + [month] * 15, strict=True):
        SignInMonthFactory(account=account, month=last)
    offset = offset_of(settings.PAIRWISE_KEY, "accounts", "Gymnasium", "student")

    asked = f"?since={month:%Y-%m}&school_kind=Gymnasium&role=student"
    rows = rows_of(central, asked)

    table = {row[2]: row[3] for row in rows if row[:2] == ["Konten", "Gymnasium"]}
    assert table == {
        "Rolle": "Schülerinnen und Schüler",
        "Konten": str(published(20, offset)),
        "Aktiviert": str(published(12, offset)),
        # Three came a month before the last time, and six are locked.
        "Genutzt": str(published(9, offset)),
    }


def test_the_first_of_a_month_is_kept_once():
    people(12, "Gymnasium", Role.STUDENT, activated_at=NOON)
    first = dt.date(2026, 11, 1)

    stored = [store_figures("key", day=first), store_figures("key", day=first)]

    offset = offset_of("key", "accounts", "Gymnasium", "student")
    assert stored == [1, 0]
    figure = AccountFigure.objects.get()
    assert figure.accounts == figure.activated == published(12, offset)


def test_the_workbook_begins_with_what_the_numbers_mean(central):
    visits(45, item="support:own")

    answer = central.get("/statistics/answer.xlsx")

    book = load_workbook(io.BytesIO(b"".join(answer)))
    assert book.sheetnames == [
        "Erläuterung",
        "Konten",
        "Konten im Verlauf",
        "Besuche im Verlauf",
        "Besuche nach Rolle",
        "Module",
        "Kacheln",
    ]
    words = {row[0] for row in book["Erläuterung"].iter_rows(values_only=True)}
    assert words >= {"Erstellt am", "Schwelle", "Rundung", "Geheimhaltung", "Konto"}
    assert [*book["Module"].values][1] == ("Support", 45, 45)


@pytest.mark.parametrize(
    "query", ["?starts_on=2026-11-10&last_day_on=2026-11-01", "?since=1066-01"]
)
def test_a_choice_that_does_not_fit_is_said_and_the_usual_is_shown(central, query):
    answer = central.get(f"/statistics/{query}")

    assert answer.status_code == 200
    assert "Die Auswahl passt nicht zusammen." in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_asks_the_same_whatever_is_in_it(
    central, django_assert_num_queries, rows
):
    for place in range(rows):
        visits(45, item=f"support:{place}", school_kind=f"Kind {place}")

    with django_assert_num_queries(15):
        central.get("/statistics/")


def test_the_settings_say_what_was_counted_today(client):
    today = timezone.localdate()
    VisitCountFactory(day=today, visits=24, offset=3)
    VisitCountFactory(day=today, visits=3, offset=1, kind="sign_in", item="sign_in")
    VisitCountFactory(day=yesterday(), visits=95)

    page = client.get("/statistics/settings/").content.decode()

    assert re.search(r"Seitenaufrufe</th><td>25</td>", page)
    assert re.search(r"Anmeldungen</th><td><span aria-hidden=\"true\">–", page)
    assert "95" not in page


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({}, "Ihre Besuche werden zu statistischen Zwecken gezählt"),
        ({"HTTP_SEC_GPC": "1"}, "mit „Global Privacy Control“"),
        ({"HTTP_DNT": "1"}, "mit „Do Not Track“"),
        ({"HTTP_COOKIE": "statistics=off"}, "Das haben Sie so gewählt."),
    ],
)
def test_the_settings_say_how_it_is(client, headers, words):
    assert words in client.get("/statistics/settings/", **headers).content.decode()


def test_every_page_leads_to_the_settings(client):
    page = client.get("/").content.decode()

    assert 'href="/statistics/settings/"' in page
    assert "zu statistischen Zwecken" in page


def test_the_signal_is_described_as_its_standard_wants(client):
    described = json.loads(client.get("/.well-known/gpc.json").content)

    assert described == {"gpc": True, "lastUpdate": "2026-11-30"}
