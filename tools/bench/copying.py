"""PostgreSQL's own COPY of the rows that an import wrote: the neutral peer.

The same rows go into the same tables, with all indexes, constraints and triggers; the
foreign keys are checked at the commit, as after an import.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from tools.bench.machine import cpu_of
from tools.bench.stage import EMPTY, Stage

ROWS = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND (relname LIKE 'people\\_%' OR relname LIKE 'accounts\\_%')
ORDER BY relname
"""
"""All tables of people and accounts; those that an import leaves empty cost nothing."""
JOURNAL = ["sync_syncrun", "sync_change", "sync_schoolplan"]


@dataclass(frozen=True)
class Copied:
    """What COPY took, for the rows alone and with the journal of the run."""

    rows: float
    rows_cpu: float
    journal: float
    journal_cpu: float


def copy_rows(stage: Stage, imported: str) -> Copied:
    """Copy what stands in one database out to files, and from there into a new one."""
    folder = _folder_of_server(stage)
    with stage.connect(imported) as connection:
        tables = [row[0] for row in connection.execute(ROWS)]
        for table in [*tables, *JOURNAL]:
            _copy(connection, "COPY {} TO {}", table, folder)
    stage.copy_database(EMPTY, "copied")
    with stage.connect("copied") as connection:
        postgres = psutil.Process(connection.info.backend_pid)
        # Some rows come with the tables, such as the terms of use.
        for table in tables:
            _run(connection, "TRUNCATE {} CASCADE", table)
        connection.execute("CHECKPOINT")
        rows = _timed(connection, postgres, tables, folder)
        journal = _timed(connection, postgres, JOURNAL, folder)
    stage.drop_database("copied")
    return Copied(*rows, *journal)


def _timed(
    connection: psycopg.Connection[Any],
    postgres: psutil.Process,
    tables: list[str],
    folder: Path,
) -> tuple[float, float]:
    start, used = time.perf_counter(), cpu_of(postgres)
    with connection.transaction():
        for table in tables:
            _copy(connection, "COPY {} FROM {}", table, folder)
    return time.perf_counter() - start, cpu_of(postgres) - used


def _copy(
    connection: psycopg.Connection[Any], statement: str, table: str, folder: Path
) -> None:
    query = sql.SQL(statement).format(
        sql.Identifier(table), sql.Literal(str(folder / table))
    )
    connection.execute(query)


def _run(connection: psycopg.Connection[Any], statement: str, table: str) -> None:
    connection.execute(sql.SQL(statement).format(sql.Identifier(table)))


def _folder_of_server(stage: Stage) -> Path:
    """A folder that the server may write to; it may run under another account."""
    folder = stage.postgres / "copied"
    folder.mkdir(exist_ok=True)
    owner = stage.postgres.stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    return folder
