"""Who gets to a view."""

import pytest

from eduport.people.models import School
from tests.factories.people import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.pages")]


def test_a_visitor_is_sent_to_the_login_and_back(client):
    response = client.get("/home/?tab=2")

    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/home/%3Ftab%3D2"


def test_a_form_sent_by_a_visitor_is_not_repeated_after_the_login(client):
    response = client.post("/refuse/")

    assert response["Location"] == "/login/?next=/home/"


def test_htmx_leaves_the_whole_page_for_the_login(client):
    response = client.get(
        "/home/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="/schools/"
    )

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/login/?next=/schools/"
    assert response.content == b""


def test_a_view_that_declares_nothing_is_closed_to_everybody(client, member):
    assert client.get("/undecided/").status_code == 403


def test_a_public_page_is_open_to_visitors(client):
    assert "Open to all" in client.get("/open/").text


def test_a_function_view_asks_its_permission(client, member):
    assert client.get("/ada/").text == "Hello Ada"


def test_a_function_view_refuses_whom_its_permission_refuses(client, member):
    member.username = "berta@s1.hamburg.de"
    member.save()

    assert client.get("/ada/").status_code == 403


@pytest.mark.parametrize(
    ("name", "status"), [("Hidden", 404), ("Foreign", 403), ("Own", 302)]
)
def test_what_must_not_be_seen_does_not_exist(client, member, name, status):
    school = SchoolFactory(name=name)

    response = client.post(f"/schools/{school.pk}/rename/")

    assert response.status_code == status
    assert School.objects.filter(name="Renamed").exists() == (status == 302)


def test_a_button_does_nothing_on_get(client, member):
    school = SchoolFactory(name="Own")

    assert client.get(f"/schools/{school.pk}/rename/").status_code == 405
    assert not School.objects.filter(name="Renamed").exists()
