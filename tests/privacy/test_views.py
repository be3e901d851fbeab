"""What the central team sees: the record, what is due, the certificates."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole
from tests.factories.accounts import AccountFactory
from tests.factories.people import AppointmentFactory, PersonFactory, SchoolFactory
from tests.factories.privacy import ErasureRunFactory

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(days=100)
URLS = ["/privacy/record/", "/privacy/record/table/", "/privacy/erasures/"]


@pytest.fixture
def team(client):
    """A browser in which somebody of the central team is signed in."""
    person = PersonFactory()
    AppointmentFactory(person=person, school=None, role=AdminRole.CENTRAL_TEAM)
    client.force_login(AccountFactory(person=person, kind=AccountKind.ADMIN))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_record_speaks_of_every_activity(team):
    page = team.get("/privacy/record/").content.decode()

    for title in ("Single sign-on to services", "Accounts and signing in", "Logs"):
        assert f">{title}</h2>" in page
    assert "60 days after the release for deletion" in page


def test_the_record_as_a_table_has_a_row_for_each_kind_of_data(team):
    text = team.get("/privacy/record/table/").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][:3] == ["Activity", "Categories of data", "Purpose"]
    assert {len(row) for row in rows} == {7}
    assert all(all(row) for row in rows)


def test_whoever_is_due_is_counted_by_school_without_names(team):
    school = SchoolFactory(name="Hafenschule")
    at = timezone.now()
    for released_at in (at - LONG_AGO, at - LONG_AGO, at):
        PersonFactory(
            family_name="Zwirbelbach",
            home_school=school,
            deletion_released_at=released_at,
        )

    response = team.get("/privacy/erasures/")

    assert response.context["schools"] == [("Hafenschule", 2)]
    assert "Zwirbelbach" not in response.content.decode()


def test_a_certificate_counts_rows_by_table(team):
    run = ErasureRunFactory(people=3, counts={"people.Address": 4, "people.Person": 3})

    response = team.get(f"/privacy/erasures/{run.pk}/")

    labels = [(label, count) for _what, label, count in response.context["rows"]]
    assert labels == [("people.Address", 4), ("people.Person", 3)]


@pytest.mark.parametrize("url", URLS)
def test_nobody_else_sees_them(client, url):
    client.force_login(AccountFactory())

    assert client.get(url).status_code == 403
