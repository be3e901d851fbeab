"""How the processes of the web server share the work."""

import http.client
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]
ROUNDS = 8
PROCESSES = 2
BUSY_SECONDS = 0.2


def application(_environ, start_response):
    """Is busy for a moment, and says which process it is."""
    time.sleep(BUSY_SECONDS)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


@pytest.fixture
def port(socket_enabled):
    """A server of two processes with one thread each."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = f"--bind=127.0.0.1:{port} --workers={PROCESSES} --threads=1"
    worker = "--worker-class=eduport.ops.web_worker.FairWorker"
    command = [sys.executable, "-m", "gunicorn", *options.split(), worker]
    process = subprocess.Popen([*command, f"{__name__}:application"])
    yield port
    process.terminate()
    process.wait(40)


def answer(port):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", "/")
            return connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("The server did not start in time.")


def test_a_busy_process_leaves_a_connection_to_an_idle_one(port):
    with ThreadPoolExecutor(PROCESSES) as people:
        for _ in range(ROUNDS):
            # Until both processes have started.
            if len(set(people.map(answer, [port] * PROCESSES))) == PROCESSES:
                break
        rounds = [set(people.map(answer, [port] * PROCESSES)) for _ in range(ROUNDS)]

    assert [len(processes) for processes in rounds] == [PROCESSES] * ROUNDS
