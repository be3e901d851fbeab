"""What machines are told about the portal."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection

from eduport.ops import health
from eduport.ops.worker import HEARTBEAT
from tests.factories.outbox import WaitingMailFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    health.has_been_migrated.clear()
    cache.delete(HEARTBEAT)


def test_live_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.cookies == {}


def test_ready_names_every_part(client):
    cache.set(HEARTBEAT, "now")

    response = client.get("/health/ready")

    parts = dict.fromkeys(("database", "migrations", "worker", "mail"), "ok")
    assert (response.status_code, response.json()) == (200, {"status": "ok", **parts})


def test_ready_goes_on_without_a_worker(client):
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["worker"] == "missing"


def test_ready_tells_of_mail_that_could_not_be_sent(client):
    cache.set(HEARTBEAT, "now")
    WaitingMailFactory(failed_at=NOON)

    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["mail"] == "undeliverable"


def test_ready_fails_while_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id = "
            "(SELECT max(id) FROM django_migrations WHERE app = 'people')"
        )

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["migrations"] == "missing"


def test_ready_fails_without_a_database(client):
    def refuse(*_args):
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        response = client.get("/health/ready")

    expected = {"status": "failed", "database": "unreachable"}
    assert (response.status_code, response.json()) == (503, expected)


def test_ready_is_cheap_the_second_time(client, django_assert_num_queries):
    client.get("/health/ready")

    with django_assert_num_queries(3):
        client.get("/health/ready")
