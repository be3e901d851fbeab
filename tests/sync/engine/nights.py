"""Nights of the sync in processes of their own, which a test may kill."""

import datetime as dt
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
import psycopg

# The server that forks the nights imports this module and nothing before it.
django.setup()

from django.db import connection  # noqa: E402 -- needs the above
from psycopg import sql  # noqa: E402

from eduport.people.services.sources import get_or_create_source  # noqa: E402
from eduport.people.signals import persons_changed  # noqa: E402
from eduport.sync.services import applying  # noqa: E402
from eduport.sync.services.runs import (  # noqa: E402
    RunInProgressError,
    RunOptions,
    sync_roster,
)
from eduport.sync.services.undo import undo_run  # noqa: E402
from tests.sync.rosters import NIGHT  # noqa: E402

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])
AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
# How long the database may need to notice that somebody was killed.
PATIENCE = 60.0
# Some hundred changes of one transaction: a small city is applied in several, too.
BATCH = 500


class Night:
    """One call of the sync in a process of its own."""

    def __init__(self, database: str, work: Callable[..., Any], *given: Any) -> None:
        self.report = Path(os.environ["EDUPORT_DATA_DIR"]) / f"night-{database}.json"
        self.report.unlink(missing_ok=True)
        self.began = CONTEXT.Event()
        arguments = (database, self.report, self.began, work, *given)
        self.process = CONTEXT.Process(target=run_night, args=arguments)
        self.process.start()

    def end(self) -> dict[str, float]:
        """Wait for the end; return what was measured."""
        self.process.join(PATIENCE)
        assert self.process.exitcode == 0, f"exit code {self.process.exitcode}"
        measured: dict[str, float] = json.loads(self.report.read_text())
        return measured

    def kill_after(self, seconds: float) -> None:
        """Kill the process in the middle of its work, unless that has ended before."""
        assert self.began.wait(PATIENCE)
        self.process.join(seconds)
        self.process.kill()
        self.process.join(PATIENCE)

    def be_killed(self) -> None:
        """Wait until the process has killed itself."""
        self.process.join(PATIENCE)
        assert self.process.exitcode == -signal.SIGKILL


def run_night(
    database: str, report: Path, began: Any, work: Callable[..., Any], *given: Any
) -> None:
    """What the process does."""
    use(database)
    applying.BATCH = BATCH
    statements = Statements()
    began.set()
    start = time.monotonic()
    with connection.execute_wrapper(statements):
        work(*given, statements)
    seconds = time.monotonic() - start
    report.write_text(
        json.dumps(
            {
                "seconds": seconds,
                "statements": statements.count,
                "planned": statements.planned,
            }
        )
    )


class Statements:
    """Counts statements, and kills the process before one of them."""

    def __init__(self) -> None:
        self.count = 0
        self.planned = 0
        self.last: float = float("inf")
        persons_changed.connect(self.note)

    def note(self, **_kwargs: object) -> None:
        self.planned = self.planned or self.count

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        if self.count > self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)


def sync(folder: Path, last: float, statements: Statements) -> None:
    """Read and apply the folder; be killed after so many statements."""
    statements.last = last
    source = get_or_create_source(
        "sis", authority_name="City", mail_domain="hamburg.de", kind="feed"
    )
    options = RunOptions()
    wait_for(lambda: sync_roster(source, folder, options=options, by=NIGHT, at=AT))


def undo(last: float, statements: Statements) -> None:
    """Take the latest run back; be killed after so many statements."""
    statements.last = last
    source = get_or_create_source(
        "sis", authority_name="City", mail_domain="hamburg.de", kind="feed"
    )
    wait_for(lambda: undo_run(source, by=NIGHT, at=AT))


def wait_for(work: Callable[[], Any]) -> None:
    """Try again while the database has not noticed yet that the last one is dead."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            work()
        except RunInProgressError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def use(database: str) -> None:
    """Work with this database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = database


class Databases:
    """Databases for one test, with real commits, beside the one of the others."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.made: list[str] = []

    def make(self, name: str, like: str = "") -> str:
        """Make a copy of the empty one, or of another."""
        name = f"{self.template}_{name}"
        self.remove(name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(like or self.template)
        )
        with self._server() as server:
            server.execute(statement)
        self.made.append(name)
        return name

    def remove(self, name: str) -> None:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with self._server() as server:
            server.execute(statement.format(sql.Identifier(name)))

    def remove_all(self) -> None:
        for name in self.made:
            self.remove(name)

    @contextmanager
    def opened(self, name: str) -> Iterator[None]:
        """Let this process look into one of them."""
        use(name)
        try:
            yield
        finally:
            use(self.template)

    def _server(self) -> psycopg.Connection[Any]:
        given = connection.get_connection_params()
        wanted = {key: given[key] for key in ("user", "host", "port") if given.get(key)}
        return psycopg.connect(dbname="postgres", autocommit=True, **wanted)


def dice() -> random.Random:
    """Random numbers; the seed is printed so that a failure can be repeated."""
    seed = int(os.environ.get("EDUPORT_KILL_SEED", time.time_ns() % 1_000_000))
    print(f"EDUPORT_KILL_SEED={seed}")  # noqa: T201 -- shown when the test fails
    return random.Random(seed)  # noqa: S311 -- guards nothing
