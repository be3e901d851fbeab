"""A database with all migrations, made once and copied by every test run after."""

import fcntl
import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from psycopg import sql

PREFIX = "migrated_"


def migrated_template(directory):
    """The template's name. Whoever comes first makes it; the others wait."""
    name = PREFIX + _state()
    with (directory / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            if name not in (existing := _templates(server)):
                for old in existing:
                    _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
                _make(server, name)
    return name


def _state():
    """A hash of everything that migrating depends on."""
    digest = hashlib.sha256(version("django").encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label} {path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _templates(server):
    found = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
    )
    return [name for (name,) in found]


def _make(server, name):
    # Under another name until it is whole: a run that was stopped leaves no half one.
    draft = f"{name}_draft"
    _run(server, "CREATE DATABASE {}", draft)
    there = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{draft}").geturl()
    subprocess.run(
        [sys.executable, "-m", "eduport", "manage", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": there},
        check=True,
    )
    _run(server, "ALTER DATABASE {} RENAME TO {}", draft, name)


def _run(server, statement, *names):
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
