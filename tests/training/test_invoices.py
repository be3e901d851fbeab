"""The list for those who write invoices."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import AppointmentFactory
from tests.factories.training import (
    InSchoolRequestFactory,
    TrainingDateFactory,
    seated,
)

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC)
PERIOD = {"first_on": "2026-11-01", "last_on": "2026-11-30"}


@pytest.fixture
def planner(client):
    """The central team, signed in."""
    account = AccountFactory(kind=AccountKind.ADMIN)
    AppointmentFactory(person=account.person, school=None, role=AdminRole.CENTRAL_TEAM)
    sign_in(client, account)
    return client


def held(**values):
    return TrainingDateFactory(starts_at=START, held_at=START, **values)


def test_held_dates_of_the_period_stand_in_the_file(planner):
    date = held(course__title="=Moodle", course__price=Decimal("250.50"), seats=5)
    seated(date, state="attended", person__family_name="Quendel")
    seated(date, state="missed")
    school = held(course__title="Tafeln", place="Aula")
    InSchoolRequestFactory(date=school, state="held", participants=17)
    TrainingDateFactory(starts_at=START)
    TrainingDateFactory(starts_at=START - dt.timedelta(days=9), held_at=START)

    response = planner.post("/training/desk/invoices/", PERIOD | {"form": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = text.splitlines()
    assert rows[1] == (
        '"03.11.2026";"\'=Moodle";"Webinar";"";"Raum 1";"2,0";"250,50";"1"'
    )
    assert rows[2].endswith('"Aula";"2,0";"0,00";"17"')
    assert (len(rows), "Quendel" in text) == (3, False)


def test_the_same_for_excel(planner):
    held(course__title="=Moodle")

    response = planner.post("/training/desk/invoices/", PERIOD | {"form": "xlsx"})

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Fortbildung", "=Moodle"]


def test_a_period_has_to_be_given(planner):
    assert planner.get("/training/desk/invoices/").status_code == 200
    assert planner.post("/training/desk/invoices/", {"form": "csv"}).status_code == 422
