"""A throw-away portal: an embedded PostgreSQL with production settings."""

import atexit
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from eduport.config.database import socket_url, start_embedded

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "var/bench"
EMPTY = "empty"
"""The database that has the tables and nothing in them; all others start from it."""


class FailedError(Exception):
    """A process that measures something ended badly. Says what it printed."""


@dataclass(frozen=True)
class Stage:
    """Where the portal of this run lives."""

    directory: Path

    @property
    def postgres(self) -> Path:
        return self.directory / "postgres"

    @property
    def server_pid(self) -> int:
        return int((self.postgres / "postmaster.pid").read_text().splitlines()[0])

    def url(self, database: str) -> str:
        return socket_url(self.postgres, database)

    def connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(database), autocommit=True)

    def environment(self, database: str) -> dict[str, str]:
        """What a process of the portal sees: production settings, this database."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("EDUPORT_")
        }
        return kept | {
            "DATABASE_URL": self.url(database),
            "DJANGO_SETTINGS_MODULE": "eduport.config.settings",
            "EDUPORT_CONFIG": str(self.directory / "absent.toml"),
            "EDUPORT_DATA_DIR": str(self.directory),
            "EDUPORT_LOG_LEVEL": "warning",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }

    def python(self, database: str, *arguments: str) -> str:
        """Run a Python process of the portal to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment(database),
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise FailedError(f"{' '.join(arguments)}\n{done.stderr}")
        return done.stdout

    def measure(self, database: str, module: str, *arguments: str) -> dict[str, Any]:
        """Run a module of this package; it prints its measurements as JSON."""
        # Not `-m`: the reader process would import it, and Django, again.
        start = f"from tools.bench.{module} import main; main()"
        output = self.python(database, "-c", start, *arguments)
        found: dict[str, Any] = json.loads(output.splitlines()[-1])
        return found

    def copy_database(self, template: str, name: str) -> None:
        """Make a database with the tables and rows of another; replaces an old one."""
        self.drop_database(name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        with self.connect("postgres") as connection:
            connection.execute(
                statement.format(sql.Identifier(name), sql.Identifier(template))
            )
            # Whoever measures next does not pay for the pages of who came before.
            connection.execute("CHECKPOINT")

    def drop_database(self, name: str) -> None:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with self.connect("postgres") as connection:
            connection.execute(drop.format(sql.Identifier(name)))


def make_stage() -> Stage:
    """Start a PostgreSQL in a new directory; both are gone when this process ends."""
    directory = BENCH / f"run-{os.getpid()}"
    made = Stage(directory)
    # What is registered first happens last: after the server has stopped.
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    start_embedded(made.postgres)
    with made.connect("postgres") as connection:
        connection.execute(f"CREATE DATABASE {EMPTY} TEMPLATE template0")
    made.python(EMPTY, "-m", "eduport", "migrate")
    return made
