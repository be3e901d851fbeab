"""Kept connections of the database."""

import pytest
from django.db import connection

from eduport.core.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begin_request(monkeypatch):
    """What Django does with a kept connection when a request begins."""
    for name, value in {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": None}.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    connection.close()
    connection.ensure_connection()
    yield connection.close_if_unusable_or_obsolete
    connection.close()


def backend_pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end_backend(pid):
    """As a restart of the server does it."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


def test_a_connection_that_the_server_ended_is_replaced(begin_request):
    ended = backend_pid()
    end_backend(ended)
    begin_request()

    assert backend_pid() != ended


def test_a_live_connection_is_kept_and_not_asked(begin_request, monkeypatch):
    asked = []
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _: asked.append(1) or True)
    before = backend_pid()

    begin_request()

    assert backend_pid() == before
    assert asked == []


def test_a_connection_is_asked_again_after_a_minute(begin_request, monkeypatch):
    before = backend_pid()
    asked = []
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _: asked.append(1) or True)
    connection.asked_at -= 61

    begin_request()
    backend_pid()
    begin_request()

    assert backend_pid() == before
    assert asked == [1]
