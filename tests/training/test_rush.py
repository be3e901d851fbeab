"""Three hundred people want the last twenty seats in the same second."""

import http.client
import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from eduport.training.models import Booking, TrainingDate
from eduport.training.services.booking import book_seat, give_up_seat
from tests.factories.people import NOON
from tests.training.rush import (
    PEOPLE,
    SEATS,
    assert_fairly_given,
    at_once,
    make_date,
    make_staff,
    rush_the_service,
    soon,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_of_300_people_exactly_20_get_a_seat():
    accounts, date = make_staff(), make_date()

    bookings, seconds = rush_the_service(accounts, date)

    assert len(bookings) == PEOPLE
    assert_fairly_given(date)
    assert seconds < 30, seconds


def test_who_presses_the_button_ten_times_at_once_has_one_booking():
    [account], date = make_staff(1), make_date()

    bookings, _seconds = rush_the_service([account] * 10, date)

    assert {booking.pk for booking in bookings} == {Booking.objects.get().pk}
    assert TrainingDate.objects.get().seats_taken == 1


def test_two_dates_of_a_course_at_once_give_one_booking():
    [account], first = make_staff(1), make_date()
    second = make_date(course=first.course)

    def book(date):
        try:
            return book_seat(date.pk, by=account.actor, at=NOON)
        except Exception as error:  # noqa: BLE001 -- it is looked at below
            return type(error).__name__

    results, _seconds = at_once(
        [lambda date=date: book(date) for date in [first, second] * 5]
    )

    assert Booking.objects.count() == 1
    assert {one for one in results if isinstance(one, str)} == {"BookedAlreadyError"}


def test_booking_and_giving_up_at_once_neither_block_nor_lose_seats():
    accounts, date = make_staff(60), make_date()
    for account in accounts[:30]:
        book_seat(date.pk, by=account.actor, at=NOON)
    booked = list(Booking.objects.order_by("pk")[:15])
    actors = {account.person_id: account.actor for account in accounts}
    giving_up = [
        lambda one=one: give_up_seat(one.pk, by=actors[one.person_id], at=NOON)
        for one in booked
    ]
    booking = [
        lambda account=account: book_seat(date.pk, by=account.actor, at=NOON)
        for account in accounts[30:]
    ]

    at_once([*giving_up, *booking])

    states = list(Booking.objects.values_list("state", flat=True).order_by("pk"))
    assert TrainingDate.objects.get().seats_taken == SEATS
    # The first fifteen of the list were offered what became free, in their order.
    assert states[:15] == ["cancelled"] * 15
    assert states[15:20] == ["booked"] * 5
    assert states[20:35] == ["offered"] * 15
    assert states[35:] == ["waiting"] * 25


def session_of(account):
    """A browser in which somebody is signed in."""
    session = SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    return session.session_key


def database_url():
    """The address of the database in which this test writes."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return f"{url}?{query}" if query else url


@pytest.fixture
def port(socket_enabled):
    """The portal's web server on the tests' database: two processes, 32 threads."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = f"--bind=127.0.0.1:{port} --workers=2 --threads=16 --preload"
    worker = "--worker-class=eduport.ops.web_worker.FairWorker"
    command = [sys.executable, "-m", "gunicorn", *options.split(), worker]
    environment = os.environ | {"DATABASE_URL": database_url()}
    process = subprocess.Popen([*command, "eduport.config.wsgi"], env=environment)
    wait_for(port)
    yield port
    process.terminate()
    process.wait(40)


def wait_for(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return ask(port, "GET", "/health/live")
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not start in time.")


def ask(port, method, path, headers=None):
    """Status and target of the answer."""
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        web.request(method, path, headers=headers or {})
        response = web.getresponse()
        response.read()
        return response.status, response.headers["Location"]
    finally:
        web.close()


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_of_300_browsers_exactly_20_get_a_seat(port):
    accounts, date = make_staff(), make_date(starts_at=soon())
    token = "t" * 32

    def browser(account):
        cookies = {
            settings.SESSION_COOKIE_NAME: session_of(account),
            settings.CSRF_COOKIE_NAME: token,
        }
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {"Cookie": cookie, "X-CSRFToken": token, "Content-Length": "0"}
        return lambda: ask(port, "POST", f"/training/dates/{date.uid}/book/", headers)

    answers, seconds = at_once([browser(one) for one in accounts], threads=PEOPLE)

    assert set(answers) == {(302, "/training/mine/")}
    assert_fairly_given(date)
    assert seconds < 60
