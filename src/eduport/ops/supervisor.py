"""Runs the parts of eduPort as child processes and keeps them running."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

logger = logging.getLogger("eduport.supervisor")
# Told to a child, so that it knows whose end is its own.
PARENT_VARIABLE = "EDUPORT_SUPERVISOR"
STOP_SECONDS = 30
LONGEST_PAUSE = 30
# Who ran so long was not broken from the start.
STEADY_SECONDS = 60
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Child:
    """One part of eduPort and its process."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0
    pause: float = 1
    resume_at: float = field(default=0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we stop the children once.
        self.process = subprocess.Popen(  # noqa: S603 -- our own command
            self.command,
            env={**os.environ, PARENT_VARIABLE: str(os.getpid())},
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """Starts the children, restarts a crashed one, and stops all on a signal."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = threading.Event()

    def run(self) -> None:
        """Return when a signal came and all children have ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        for child in self.children:
            child.start()
        while not self.stopping.wait(0.2):
            for child in self.children:
                self._look_after(child)
        self.stop()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.has_ended():
            code = child.process.returncode if child.process else 0
            if now - child.started_at > STEADY_SECONDS:
                child.pause = 1
            logger.error(
                "%s ended with %s, again in %d s", child.name, code, child.pause
            )
            child.process, child.resume_at = None, now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        elif child.process is None and now >= child.resume_at:
            child.start()

    def stop(self) -> None:
        """Let every child finish its work, for half a minute at most."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            _wait(child, max(0.1, deadline - time.monotonic()))


def eduport(*arguments: str) -> list[str]:
    """The command line that runs eduPort again with this Python."""
    return [sys.executable, "-m", "eduport", *arguments]


def is_supervised() -> bool:
    return os.environ.get(PARENT_VARIABLE) == str(os.getppid())


def end_with_parent() -> None:
    """Be told to stop when the supervisor is gone, however it went (Linux only)."""
    if is_supervised() and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(child: Child, seconds: float) -> None:
    if not child.process:
        return
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        logger.warning("%s did not stop in time and is killed", child.name)
        # The whole session: its own children must not outlive it.
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
