"""Several processes count, one is killed. Only what it had not stored is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from eduport.stats.models import VisitCount

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
COUNT, REST = 16_000, 400
BURST = 2_000


def counting_process():
    """A process of its own with the database of this test."""
    env = os.environ | {
        "DATABASE_URL": url_of_test(),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    arguments = [str(COUNT), str(REST)]
    command = [sys.executable, "-m", "tests.stats.hammering", *arguments]
    return subprocess.Popen(
        command,
        env=env,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def url_of_test():
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def seconds_of(process):
    """Waits until a process has stored what it should, and has more in memory."""
    return float(process.stdout.readline().split()[-1])


def test_of_a_killed_process_only_what_was_not_stored_is_lost():
    assert psycopg.connect(url_of_test()).close() is None
    processes = [counting_process() for _ in range(3)]
    seconds = [seconds_of(process) for process in processes]

    killed, *others = processes
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    for process in others:
        process.communicate("go\n")

    assert [process.returncode for process in processes] == [-signal.SIGKILL, 0, 0]
    counts = VisitCount.objects.values_list("visits", flat=True)
    assert sum(counts) == 3 * COUNT + 2 * REST
    # Faster than a burst, although each process has to share the machine.
    assert min(COUNT / one for one in seconds) > BURST
