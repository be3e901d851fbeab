"""Kept connections, checked without a statement. The name is Django's for a backend.

Django's own check asks `SELECT 1` at the start of every request. A server that
restarted, or ended a connection, has said so on the line: whatever lies there unread
is reason enough to ask, and silence is none. Once a minute a connection is asked all
the same, since a firewall may drop one without a word.
"""

import select
import time

from django.db.backends.postgresql import base

ASK_AFTER_SECONDS = 60


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when it was last asked whether it lives."""

    asked_at = 0.0
    health_check_done: bool

    def connect(self) -> None:
        super().connect()
        self.asked_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        """Ask only if there is a reason to doubt."""
        if self.connection is None or self.health_check_done:
            return
        now = time.monotonic()
        if now - self.asked_at < ASK_AFTER_SECONDS and self._is_silent():
            self.health_check_done = True
            return
        self.asked_at = now
        super().close_if_health_check_failed()

    def _is_silent(self) -> bool:
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
