"""The nightly erasure and the sync wait for each other."""

import psycopg
import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from eduport.ops.tasks import sync_feed_task
from eduport.privacy.tasks import erase_due_task
from eduport.sync.services.runs import LOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy():
    """Somebody else holds the lock of the sync."""
    given = connection.get_connection_params()
    wanted = {key: given[key] for key in ("dbname", "user", "host") if given.get(key)}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
        # PostgreSQL notices a moment later that a connection has ended.
        other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def waiting():
    return [
        row.task_path for row in DBTaskResult.objects.filter(run_after__isnull=False)
    ]


@pytest.mark.usefixtures("busy")
def test_the_erasure_comes_back_later_while_the_sync_is_at_work():
    erase_due_task.call()

    assert waiting() == ["eduport.privacy.tasks.erase_due_task"]


@pytest.mark.usefixtures("busy")
def test_a_feed_comes_back_later_while_the_erasure_is_at_work(tmp_path):
    sync_feed_task.call("sis", "SIS", str(tmp_path))

    assert waiting() == ["eduport.ops.tasks.sync_feed_task"]


def test_otherwise_nothing_is_left_to_do():
    erase_due_task.call()

    assert waiting() == []
