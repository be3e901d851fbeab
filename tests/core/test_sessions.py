"""Our session store against what Django promises of one."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session

from eduport.accounts.models import FailedLogin
from eduport.core.sessions import KEY_BYTES, SessionStore
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def stored(**content):
    session = SessionStore()
    session.update(content)
    session.save()
    return session


def test_a_new_session_is_written_with_one_statement(django_assert_num_queries):
    session = SessionStore()
    session["language"] = "de"

    with django_assert_num_queries(1):
        session.save()

    assert SessionStore(session.session_key)["language"] == "de"


def test_a_new_key_writes_nothing_before_the_save(django_assert_num_queries):
    session = SessionStore()

    with django_assert_num_queries(0):
        session.create()

    assert len(session.session_key) == 2 * KEY_BYTES
    assert session.modified


def test_a_cycled_key_keeps_the_content_and_ends_the_old_session():
    session = stored(language="de")
    old = session.session_key

    session.cycle_key()
    session.save()

    assert [row.session_key for row in Session.objects.all()] == [session.session_key]
    assert session.session_key != old
    assert SessionStore(session.session_key)["language"] == "de"


def test_a_flushed_session_is_gone():
    session = stored(language="de")

    session.flush()

    assert Session.objects.count() == 0


def test_a_session_that_was_ended_elsewhere_does_not_come_back():
    session = stored(language="de")
    Session.objects.all().delete()
    session["language"] = "en"

    with pytest.raises(UpdateError):
        session.save()

    assert Session.objects.count() == 0


def test_a_made_up_key_is_not_taken_over():
    session = SessionStore("chosen-by-an-attacker-0123456789")

    session["language"] = "de"
    session.save()

    assert session.session_key != "chosen-by-an-attacker-0123456789"


def test_what_belongs_to_a_session_is_written_with_it(django_assert_num_queries):
    session = SessionStore()
    session.create()
    lane = "f" * 64
    values = [lane, NOON]
    session.write_along("INSERT INTO accounts_failedlogin VALUES (%s, 1, %s)", values)

    with django_assert_num_queries(1):
        session.save()
    session.save()

    assert FailedLogin.objects.get().lane == lane
    assert Session.objects.get().session_key == session.session_key


def test_an_expired_session_is_empty_and_loses_its_key():
    session = stored(language="de")
    Session.objects.update(expire_date=NOON)
    found = SessionStore(session.session_key)

    assert dict(found.items()) == {}
    assert found.session_key is None


def test_a_session_key_with_a_zero_byte_is_none(client):
    # A browser writes it as `"…\000…"` into the cookie, which PostgreSQL refuses.
    client.cookies.load('sessionid="abcdefgh\\000ijkl"')

    assert "\0" in client.cookies["sessionid"].value

    response = client.get("/accounts/login/")

    assert response.status_code == 200
    assert client.cookies["sessionid"].value == ""  # taken back
