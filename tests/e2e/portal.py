"""A real portal for the browser: gunicorn, static files as in production, people."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.template import migrated_template

ROOT = Path(__file__).parents[2]
# Tests run in several processes at once, each with a portal of its own.
DATABASE = f"eduport_e2e_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
CONFIG = "EDUPORT_CONFIG"
# The tests themselves must not open sockets.
FREE_PORT = """
import socket
print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])
"""
WAIT = """
import sys, time, urllib.request
for _ in range(300):
    try:
        urllib.request.urlopen(sys.argv[1])
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit("It did not answer.")
"""


@dataclass(frozen=True)
class Portal:
    """Where the portal is, and the people in it: see `scene.py`, `every_page.py`."""

    url: str
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)

    def session_of(self, who: str) -> str:
        return str(self.people[who]["session"])


@contextmanager
def running_portal(
    directory: Path,
    *,
    database: str = DATABASE,
    development: str = "false",
    host: str = "127.0.0.1",
    scene: str = "tests.e2e.scene",
) -> Iterator[Portal]:
    """Start a portal with an own database, and stop it afterwards.

    The module `scene` fills it and prints who is in it. Without one nobody is, as on an
    operator's first day.
    """
    port = free_port()
    url = f"http://{host}:{port}"
    # Empty, and not that of a portal which is installed on this machine.
    (directory / "empty.toml").touch()
    env = os.environ | {
        CONFIG: str(directory / "empty.toml"),
        "DATABASE_URL": _own_database(os.environ["DATABASE_URL"], database),
        "EDUPORT_DATA_DIR": str(directory),
        "EDUPORT_DEVELOPMENT": development,
        "EDUPORT_PUBLIC_URL": url,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    run_python("-m", "eduport", "migrate", env=env)
    people = json.loads(run_python("-m", scene, env=env)) if scene else {}
    run_python("-m", "eduport", "manage", "collectstatic", "-v0", "--no-input", env=env)
    # Not `eduport run`: it refuses to take passwords over plain http.
    server = "gunicorn eduport.config.wsgi --worker-class gthread --threads 4"
    command = [sys.executable, "-m", *server.split(), "--bind", f"127.0.0.1:{port}"]
    with (
        (directory / "log").open("w") as log,
        subprocess.Popen(command, env=env, cwd=ROOT, stderr=log) as process,
    ):
        try:
            wait_for(f"{url}/robots.txt")
            yield Portal(url, people, env)
        finally:
            process.terminate()


@contextmanager
def running(
    command: list[str], env: dict[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is stopped afterwards."""
    with subprocess.Popen(command, env=env, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.terminate()


def free_port() -> str:
    return run_python("-c", FREE_PORT, env=dict(os.environ)).strip()


def wait_for(url: str) -> None:
    run_python("-c", WAIT, url, env=dict(os.environ))


def run_python(*arguments: str, env: dict[str, str]) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=env, cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _own_database(url: str, database: str) -> str:
    base, _, query = url.partition("?")
    name = sql.Identifier(database)
    with psycopg.connect(url, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(drop.format(name))
        # With all migrations, so that `migrate` has little left to do.
        template = migrated_template(Path(os.environ["EDUPORT_DATA_DIR"]))
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(name, sql.Identifier(template)))
    return f"{base.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")
