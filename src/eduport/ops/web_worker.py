"""A process of the web server that leaves to the others what it cannot do now."""

from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker


class FairWorker(ThreadWorker):
    """Takes a new connection only while one of its threads is free.

    gunicorn's own worker takes whatever comes and lets it wait, so that at 7:55 people
    queue before one process while another has nothing to do.
    """

    requests = 0
    """How many are being answered or wait for a thread."""

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001 -- gunicorn's
        may = enabled and self.requests < self.cfg.threads
        super().set_accept_enabled(may)  # type: ignore[no-untyped-call]  # gunicorn has no types

    def enqueue_req(self, conn: TConn) -> None:
        self.requests += 1
        self.set_accept_enabled(self._accepting)
        super().enqueue_req(conn)  # type: ignore[no-untyped-call]  # gunicorn has no types

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        # gunicorn's loop asks afterwards whether connections may be taken again.
        self.requests -= 1
        super().finish_request(conn, fs)  # type: ignore[no-untyped-call]  # gunicorn has no types
