"""Work of one kind does not wait for work of another."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from psycopg import sql

from eduport.accounts.tasks import send_reset_link_task
from eduport.administration.tasks import produce_handout_task
from eduport.config.schedule import QUEUES, Track, tracks
from eduport.config.schema import Settings
from eduport.ops.tasks import sync_feed_task
from eduport.ops.tracks import Tracks
from eduport.outbox.tasks import deliver_mail_task
from eduport.privacy.tasks import erase_due_task
from eduport.sso.tasks import deliver_logout_notice_task
from eduport.sync.tasks import continue_run_task, read_upload_task, undo_run_task

PATIENCE = 20
SOURCE = Path(__file__).parents[2] / "src/eduport"
ALL = [Track(queue) for queue in QUEUES]
DOMAINS = [file.parent.name for file in SOURCE.glob("*/tasks.py")]


class Scene:
    """What the tasks of these tests tell the test, and wait for."""

    begun = threading.Semaphore(0)
    released = threading.Event()
    done = threading.Event()


@task(queue_name="letters")
def long_task():
    Scene.begun.release()
    assert Scene.released.wait(PATIENCE)


@task(queue_name="mail")
def short_task():
    Scene.done.set()


@task()
def forgotten_task():
    Scene.done.set()


@pytest.fixture
def scene():
    Scene.begun = threading.Semaphore(0)
    Scene.released = threading.Event()
    Scene.done = threading.Event()
    yield Scene
    Scene.released.set()


@contextmanager
def at_work(wanted):
    running = Tracks(wanted)
    running.start()
    try:
        yield
    finally:
        Scene.released.set()
        running.stop()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_mail_does_not_wait_for_letters(scene):
    long_task.enqueue()

    with at_work(ALL):
        assert scene.begun.acquire(timeout=PATIENCE)
        short_task.enqueue()

        assert scene.done.wait(PATIENCE)
        letters = DBTaskResult.objects.get(queue_name="letters")
        assert letters.status == TaskResultStatus.RUNNING

    assert DBTaskResult.objects.successful().count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("threads", [1, 2])
def test_as_many_run_at_a_time_as_a_track_has_threads(scene, threads):
    for _ in range(3):
        long_task.enqueue()

    with at_work([Track("letters", threads)]):
        for _ in range(threads):
            assert scene.begun.acquire(timeout=PATIENCE)

        assert not scene.begun.acquire(timeout=1.5)
        assert DBTaskResult.objects.running().count() == threads
        assert DBTaskResult.objects.ready().count() == 3 - threads


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_belongs_to_a_queue_of_another_version_is_done_all_the_same(scene):
    forgotten_task.enqueue()
    DBTaskResult.objects.update(queue_name="slips")

    with at_work(ALL):
        assert scene.done.wait(PATIENCE)


END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@contextmanager
def closed_database():
    """The database of the tests lets nobody in, and ends those who are in already."""
    given = connection.get_connection_params()
    server = {key: given[key] for key in ("user", "host") if given.get(key)}
    name = given["dbname"]
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    connection.close()
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as other:
        other.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        try:
            other.execute(END_ALL, [name])
            yield
        finally:
            other.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


class Listener(logging.Handler):
    """Waits for something to be logged."""

    def __init__(self):
        super().__init__()
        self.heard = threading.Event()

    def emit(self, record):
        self.heard.set()


@pytest.fixture
def listener():
    listener = Listener()
    logger = logging.getLogger("eduport.worker")
    logger.addHandler(listener)
    yield listener
    logger.removeHandler(listener)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_track_goes_on_when_the_database_is_back(scene, listener, monkeypatch):
    monkeypatch.setattr("eduport.ops.tracks.SECONDS_AFTER_FAILURE", 0.1)

    with at_work([Track("mail")]):
        with closed_database():
            assert listener.heard.wait(PATIENCE)
        short_task.enqueue()

        assert scene.done.wait(PATIENCE)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_signal_ends_the_worker_when_what_it_began_is_done():
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    url = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    worker = subprocess.Popen(
        [sys.executable, "-m", "eduport", "worker"],
        env={**os.environ, "DATABASE_URL": url},
    )
    deliver_mail_task.enqueue(mail_id=0)
    end = time.monotonic() + PATIENCE
    while not DBTaskResult.objects.filter(
        task_path=deliver_mail_task.module_path, finished_at__isnull=False
    ):
        assert time.monotonic() < end
        time.sleep(0.05)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("work", "queue"),
    [
        (send_reset_link_task, "mail"),
        (deliver_mail_task, "mail"),
        (deliver_logout_notice_task, "notices"),
        (produce_handout_task, "letters"),
        (read_upload_task, "sync"),
        (continue_run_task, "sync"),
        (undo_run_task, "sync"),
        (sync_feed_task, "sync"),
        (erase_due_task, "sync"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_takes_long_keeps_off_the_track_of_the_mail(work, queue):
    assert work.queue_name == queue


def test_every_task_names_a_queue_that_has_a_track():
    modules = [import_module(f"eduport.{domain}.tasks") for domain in DOMAINS]
    tasks = [one for module in modules for one in vars(module).values()]

    assert {one.queue_name for one in tasks if isinstance(one, Task)} == set(QUEUES)


def test_every_queue_has_a_track_with_the_threads_that_are_set():
    settings = Settings(mail_threads=3, notice_threads=4, letter_threads=5)

    assert tracks(settings) == [
        Track("default"),
        Track("mail", 3),
        Track("notices", 4),
        Track("letters", 5),
        Track("sync"),
        Track("checks"),
        Track("circulars"),
        Track("intake"),
        Track("webhooks", 2),
    ]
    assert [track.queue for track in tracks(settings)] == QUEUES
