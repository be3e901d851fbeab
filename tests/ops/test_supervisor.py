"""Running the parts of eduPort as child processes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
# A supervisor of one child that writes its pid into a file and sleeps.
SCRIPT = """
import logging, sys
from eduport.ops.supervisor import Child, Supervisor
code = "import os, time; open(%r, 'a').write(str(os.getpid()) + ' '); time.sleep(60)"
Supervisor([Child("part", [sys.executable, "-c", code % sys.argv[1]])]).run()
"""


@pytest.fixture
def supervisor(tmp_path):
    file = tmp_path / "pids"
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(file)])
    yield process, file
    process.terminate()
    process.wait(40)


def pids(file, count):
    """The pids of the children, as soon as there have been so many."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = file.read_text().split() if file.exists() else []
        if len(found) >= count:
            return [int(pid) for pid in found]
        time.sleep(0.05)
    raise AssertionError(f"There were not {count} children in time.")


def is_running(pid):
    return Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_children_too(supervisor, number):
    process, file = supervisor
    (child,) = pids(file, 1)

    process.send_signal(number)

    assert process.wait(10) == 0
    assert not is_running(child)


def test_a_crashed_child_is_started_again(supervisor):
    process, file = supervisor
    (first,) = pids(file, 1)

    subprocess.run(["kill", "-9", str(first)], check=True)

    assert pids(file, 2)[1] != first
    process.terminate()
    process.wait(10)
