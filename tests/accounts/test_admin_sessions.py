"""How long an Admin-Account stays signed in."""

import time

import pytest

from eduport.accounts.adapters.admin_sessions import KEY
from eduport.people.models import AdminRole
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import AppointmentFactory

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


@pytest.fixture
def admin(client):
    person = AppointmentFactory(role=AdminRole.CENTRAL_TEAM, school=None).person
    account = AccountFactory(person=person, kind="admin", username="admin.c@xy.de")
    sign_in(client, account)
    return account


def rewind(client, *, began, seen):
    """Let the session have begun, and been used last, so many seconds ago."""
    session, now = client.session, time.time()
    session[KEY] = (now - began, now - seen)
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "status"),
    [
        (HOUR, 29 * MINUTE, 200),
        (HOUR, 31 * MINUTE, 302),
        (7.9 * HOUR, 1 * MINUTE, 200),
        (8.1 * HOUR, 1 * MINUTE, 302),
    ],
)
@pytest.mark.usefixtures("admin")
def test_a_session_ends_when_it_rests_or_is_old(client, began, seen, status):
    rewind(client, began=began, seen=seen)

    assert client.get("/account/").status_code == status


@pytest.mark.usefixtures("admin")
def test_who_works_stays_signed_in(client):
    rewind(client, began=2 * HOUR, seen=29 * MINUTE)

    client.get("/account/")

    assert time.time() - client.session[KEY][1] < MINUTE


@pytest.mark.usefixtures("admin")
def test_the_login_page_says_why(client):
    rewind(client, began=HOUR, seen=31 * MINUTE)

    page = client.get("/account/", follow=True).content.decode()

    assert "eine Weile nichts geschehen" in page
    assert client.get("/account/").status_code == 302


@pytest.mark.usefixtures("admin")
def test_a_session_is_not_written_at_every_request(
    client, django_assert_max_num_queries
):
    client.get("/account/")

    with django_assert_max_num_queries(20) as asked:
        client.get("/account/")

    written = [one for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))]
    assert written == []


def test_everyday_sessions_are_not_cut_short(client, ada):
    sign_in(client, ada)
    rewind(client, began=9 * HOUR, seen=5 * HOUR)

    assert client.get("/account/").status_code == 200
