"""The tracks of the worker: background work of different kinds side by side.

Threads, not processes: what takes long waits for PostgreSQL or a mail server, hashes
outside the interpreter's lock, or lets the others have their turn after milliseconds.
"""

import logging
import os
import signal
import threading
from collections.abc import Sequence
from types import FrameType

from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from eduport.config.schedule import QUEUES, Track

logger = logging.getLogger("eduport.worker")
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_AFTER_FAILURE = 5.0


class Tracks:
    """Some threads for each track; each looks for work of its own kind only."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._stopping = threading.Event()
        self._loops = [_loop(track) for track in tracks for _ in range(track.threads)]
        self._threads = [
            # Not daemons: what was begun is finished before the process ends.
            threading.Thread(target=self._follow, args=[loop])
            for loop in self._loops
        ]

    def run(self) -> None:
        """Work until a signal comes, then finish what was begun."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)
        self.start()
        self._stopping.wait()
        self.stop()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing more; return when all that was begun has ended."""
        self._stopping.set()
        for loop in self._loops:
            loop.running = False
        for thread in self._threads:
            thread.join()

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopping.is_set():
            # Asked twice: as if killed, which every task survives.
            os._exit(1)
        self._stopping.set()

    def _follow(self, loop: Worker) -> None:
        """Go on after a failure: the database may be away for a moment."""
        try:
            while not self._stopping.is_set():
                try:
                    loop.run()
                except Exception:
                    logger.exception("A track of the worker was interrupted")
                    self._stopping.wait(SECONDS_AFTER_FAILURE)
        finally:
            connections.close_all()


def _loop(track: Track) -> Worker:
    """A worker of the library for one thread.

    The track `default` also takes what belongs to a queue that nobody knows any more.
    """
    is_rest = track.queue == "default"
    others = [queue for queue in QUEUES if queue != track.queue]
    return Worker(
        queue_names=["*"] if is_rest else [track.queue],
        interval=SECONDS_BETWEEN_LOOKS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{track.queue}-{get_random_string(32)}",
        excluded_queue_names=others if is_rest else [],
    )
