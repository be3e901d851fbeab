"""The list of people as a file."""

import csv
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.test import Client

from eduport.administration.views import exports
from eduport.audit.models import LogEntry
from eduport.people.models import Person, Role
from tests.administration.conftest import admin_account, class_of, somebody
from tests.factories.accounts import sign_in
from tests.factories.people import SchoolFactory

pytestmark = pytest.mark.django_db
CSV, XLSX = "/manage/people/export.csv", "/manage/people/export.xlsx"


@pytest.fixture
def admin(school):
    client = Client()
    sign_in(client, admin_account(school))
    return client


def rows_of_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def cells_of_workbook(response):
    content = b"".join(response.streaming_content)
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = ET.fromstring(sheet).iter(f"{name}row")  # noqa: S314 -- our own
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_a_file_has_a_line_for_everybody_on_the_list(admin, school, year):
    somebody(school, "Ada", group=class_of(school, "7b", year))
    somebody(school, "Ben", "Abel", role=Role.TEACHER)
    somebody(SchoolFactory(), "Cem")

    heading, *rows = rows_of_csv(admin.get(CSV))

    assert heading[:4] == ["Nachname", "Vornamen", "Rufname", "Benutzerkennung"]
    assert [row[:2] + row[5:8] for row in rows] == [
        ["Abel", "Ben", "Lehrkraft", "", "aktiv"],
        ["Adler", "Ada", "Schülerin oder Schüler", "7b", "aktiv"],
    ]


def test_the_file_is_filtered_as_the_list_is(admin, school):
    somebody(school, "Ada")
    somebody(school, "Ben")

    rows = rows_of_csv(admin.get(f"{CSV}?q=ben"))

    assert [row[1] for row in rows[1:]] == ["Ben"]


def test_no_cell_is_run_by_a_spreadsheet(admin, school):
    person = somebody(school, "Ada")
    Person.objects.filter(pk=person.pk).update(family_name="=1+1")

    assert rows_of_csv(admin.get(CSV))[1][0] == "'=1+1"
    assert cells_of_workbook(admin.get(XLSX))[1][0] == "=1+1"


def test_a_workbook_holds_the_same(admin, school):
    somebody(school, "Ada")

    heading, row = cells_of_workbook(admin.get(XLSX))

    assert heading[0] == "Nachname"
    assert row[:2] == ["Adler", "Ada"]


def test_a_workbook_has_a_limit_and_csv_has_none(admin, school, monkeypatch):
    monkeypatch.setattr(exports, "MOST_IN_WORKBOOK", 1)
    somebody(school, "Ada")
    somebody(school, "Ben")

    refused = admin.get(f"{XLSX}?role=student")

    assert refused.url == "/manage/people/?role=student"
    assert len(rows_of_csv(admin.get(CSV))) == 3


def test_who_takes_a_list_along_is_written_down(admin, school):
    admin.get(CSV)

    entry = LogEntry.objects.get(action="administration.people.exported")
    assert (entry.subject, entry.subject_id) == ("people.School", school.pk)


def test_it_takes_a_fresh_proof_of_who_it_is(school):
    client = Client()
    sign_in(client, admin_account(school), ago=16)

    response = client.get(CSV)

    assert response.status_code == 302
    assert not LogEntry.objects.filter(action="administration.people.exported").exists()


def test_there_are_two_kinds_of_file(admin):
    assert admin.get("/manage/people/export.pdf").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_takes_the_same_queries_for_one_and_three(
    admin, school, number, django_assert_num_queries
):
    for n in range(number):
        somebody(school, "Ada" + "abc"[n])

    response = admin.get(CSV)

    with django_assert_num_queries(5):
        assert len(rows_of_csv(response)) == number + 1
