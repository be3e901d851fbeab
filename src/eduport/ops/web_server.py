"""The web server: gunicorn with our settings, in this process."""

import gc
import logging
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.urls import URLResolver, get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from eduport.config.schema import Settings

# The supervisor waits 30 seconds before it kills.
GRACEFUL_SECONDS = 25
MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn makes its own file in it


class PortalLogger(Logger):
    """Writes to our log. There is no access log: nobody's visits are recorded."""

    def setup(self, cfg: Any) -> None:
        self._access_log_enabled = False
        self.error_log = logging.getLogger("gunicorn.error")
        self.error_log.propagate = True


class PortalServer(BaseApplication):
    """Gunicorn's application for the portal."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()  # type: ignore[no-untyped-call]  # gunicorn has no types

    def load_config(self) -> None:
        if not self.cfg:
            raise RuntimeError("gunicorn made no configuration")
        for name, value in options(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        from eduport.config.wsgi import application

        settle()
        return application


def settle() -> None:
    """Load what requests need, and leave it out of garbage collection for good.

    A full collection looked at 150,000 objects that never go, about every thirty pages:
    an eighth of a second in which all threads of a process wait. What requests make is
    collected as before. Done before gunicorn forks, all processes share it.
    """
    _load_views(get_resolver())
    gc.collect()
    gc.freeze()


def _load_views(resolver: URLResolver) -> None:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            _load_views(entry)


def options(settings: Settings) -> dict[str, Any]:
    """What we ask of gunicorn."""
    return {
        "bind": settings.bind,
        "worker_class": "eduport.ops.web_worker.FairWorker",
        "workers": settings.workers,
        "threads": settings.threads,
        "graceful_timeout": GRACEFUL_SECONDS,
        "timeout": 60,
        "keepalive": 5,
        "preload_app": True,
        "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
        # Sign-in requests of OpenID Connect carry a lot in their address.
        "limit_request_line": 8190,
        "accesslog": None,
        "logger_class": PortalLogger,
        "proc_name": "eduport",
        "control_socket_disable": True,
        "worker_exit": store_visits,
    }


def store_visits(_server: object, _worker: object) -> None:
    """Before a process goes in order, the visits it has counted are stored."""
    from eduport.stats.services.counting import counter

    counter.stop()
