"""The portal's own web server, as `eduport run` starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from eduport.ops.supervisor import PARENT_VARIABLE
from tools.bench.browser import Browser
from tools.bench.machine import cpu_of_tree
from tools.bench.stage import ROOT, FailedError, Stage

PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """Where it listens, and its processes."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        return cpu_of_tree(self.process)


@contextmanager
def running_server(stage: Stage, database: str) -> Iterator[Server]:
    """Start gunicorn with the settings of production, and stop it afterwards."""
    port = _free_port()
    # As a child of the supervisor: alone it would not take passwords over plain http.
    environment = stage.environment(database) | {
        PARENT_VARIABLE: str(os.getpid()),
        "EDUPORT_BIND": f"127.0.0.1:{port}",
        "EDUPORT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "EDUPORT_WORKERS": str(os.cpu_count()),
    }
    stage.python(database, "-m", "eduport", "manage", "collectstatic", "--no-input")
    log = stage.directory / "web.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "-m", "eduport", "run", "--no-worker"],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            _wait_for(port, process)
            yield Server(port, psutil.Process(process.pid))
        except FailedError as error:
            raise FailedError(f"{error}\n{log.read_text()}") from error
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with Browser(port) as browser:
                browser.get("/robots.txt").expect(200)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise FailedError("the web server did not start")
