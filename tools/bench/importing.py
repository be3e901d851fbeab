"""One run of the sync in a process of its own, with its time, memory and statements."""

import argparse
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import connection

from eduport.core.actor import Actor
from eduport.people.models import SourceKind
from eduport.people.services.sources import get_or_create_source
from eduport.sync.services.runs import RunOptions, sync_roster
from tools.bench.machine import cpu_of


class Statements:
    """How much CPU each statement cost the server, summed up by its first words."""

    def __init__(self, postgres: psutil.Process) -> None:
        self.postgres = postgres
        self.seconds: dict[str, float] = defaultdict(float)
        self.counts: dict[str, int] = defaultdict(int)

    def __call__(
        self, execute: Callable[..., Any], query: Any, params: Any, *rest: Any
    ) -> Any:
        start = cpu_of(self.postgres)
        try:
            return execute(query, params, *rest)
        finally:
            name = " ".join(str(query).split())[:110]
            self.seconds[name] += cpu_of(self.postgres) - start
            self.counts[name] += 1

    def report(self) -> str:
        """The most expensive statements, one a line."""
        names = sorted(self.seconds, key=lambda name: -self.seconds[name])[:30]
        lines = [f"{self.seconds[n]:7.2f} s {self.counts[n]:5} × {n}" for n in names]
        return "\n".join(lines) + f"\n{sum(self.seconds.values()):7.2f} s altogether\n"


def backend() -> psutil.Process:
    """The PostgreSQL process that works for us."""
    connection.ensure_connection()
    return psutil.Process(connection.connection.info.backend_pid)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("roster", type=Path)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    source = get_or_create_source(
        "bench",
        authority_name="Bench",
        mail_domain="schule.example",
        kind=SourceKind.FEED,
    )
    postgres = backend()
    statements = Statements(postgres)
    watch = connection.execute_wrapper(statements)
    start, cpu, worked = time.perf_counter(), time.process_time(), cpu_of(postgres)
    with watch if arguments.profile else nullcontext():
        run = sync_roster(
            source,
            arguments.roster,
            options=RunOptions(),
            by=Actor.system("bench"),
            at=datetime.now(UTC),
        )
    measured = {
        "seconds": time.perf_counter() - start,
        "python_cpu": time.process_time() - cpu,
        "postgres_cpu": cpu_of(postgres) - worked,
        **resources_of_reader(),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "state": run.state,
        "counts": run.counts,
    }
    if arguments.profile:
        measured["statements"] = statements.report()
    json.dump(measured, sys.stdout)


def resources_of_reader() -> dict[str, float]:
    """What the reader process took; it has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "reader_cpu": used.ru_utime + used.ru_stime,
        "reader_memory_mb": used.ru_maxrss / 1024,
    }
