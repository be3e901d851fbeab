"""A worker that is killed in the middle leaves everybody as they were."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.utils import timezone

from eduport.accounts.models import ActivationCode
from eduport.administration.models import Handout, HandoutFile, HandoutState
from eduport.administration.services.handouts import fetch_handout
from eduport.administration.services.producing import produce_handout
from eduport.core.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.administration import KEY, HandoutEntryFactory, HandoutFactory

PEOPLE = 60
PATIENCE = 60
WORK = """
import sys
from eduport.ops.startup import prepare
prepare()
from django.utils import timezone
from eduport.administration.services import producing
producing.CHUNK = 1
producing.produce_handout(int(sys.argv[1]), clock=timezone.now)
"""


def start_worker(handout):
    """A process of its own, with the database of the tests."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    url = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    command = [sys.executable, "-c", WORK, str(handout.pk)]
    return subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})


def wait_until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_free(handout):
    """Whether nobody holds the lock: PostgreSQL has noticed that the worker died."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
            [handout.pk],
        )
        return cursor.fetchone()[0] == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_changes_nothing_and_the_next_one_begins_again():
    asker = AccountFactory(username="asker@s1.hamburg.de")
    handout = HandoutFactory(asked_by=asker, total=PEOPLE, asked_at=timezone.now())
    for _ in range(PEOPLE):
        HandoutEntryFactory(handout=handout)
    worker = start_worker(handout)
    wait_until(lambda: Handout.objects.get().done >= 5)

    assert not produce_handout(handout.pk, clock=timezone.now)
    worker.send_signal(signal.SIGKILL)
    worker.wait(PATIENCE)

    handout.refresh_from_db()
    assert handout.state == HandoutState.RUNNING
    assert 5 <= handout.done < PEOPLE
    assert ActivationCode.objects.count() == HandoutFile.objects.count() == 0
    wait_until(lambda: is_free(handout))

    assert produce_handout(handout.pk, clock=timezone.now)
    actor = Actor(asker.username, asker.pk)
    fetch_handout(
        handout, secret=KEY.secret, file_password="", by=actor, at=timezone.now()
    )
    assert ActivationCode.objects.count() == PEOPLE
