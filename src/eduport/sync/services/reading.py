"""Reading a roster ahead of the database: in a process of its own when it is large.

Reading is Python's work and comparing is PostgreSQL's. On two cores a city's night is
then as long as the slower one, not as both together.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import itemgetter
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread
from typing import NamedTuple, Protocol, cast

from eduport.sync.errors import ReaderKilledError
from eduport.sync.formats import open_roster
from eduport.sync.services.unchanged import Unchanged
from eduport.sync.types import (
    AffiliationRow,
    MembershipRow,
    Problem,
    Roster,
    Row,
    SessionRow,
    Table,
)

LARGE = 20_000_000
"""Bytes of files from which a process of its own is worth its start."""

AHEAD = 80
"""Blocks that may wait for the database: at most about 150 MB."""


KEY = itemgetter(3)
_NULL = "\\N"


class Block(NamedTuple):
    """Some rows of one table, as text for COPY where no value needs escaping.

    `length` counts the rows that were read; those known to be unchanged are left out.
    """

    table: Table
    length: int
    text: bytes
    rows: Sequence[Row]


class Gone(NamedTuple):
    """Known memberships that were not in the files, as text for COPY.

    Comes once, after the last membership, if known ones were left out.
    """

    text: bytes


@dataclass(frozen=True, slots=True)
class ReadState:
    """What is known of the roster besides its rows; grows while it is read."""

    format_name: str = ""
    problems: list[Problem] = field(default_factory=list)
    delta_tables: frozenset[Table] = frozenset()
    memberships_come_last: bool = False


Item = Block | Gone | ReadState


class Blocks(Protocol):
    """The blocks of a roster. Iterating raises RosterError if it cannot be read."""

    def leave_out(self, known: bytes) -> None:
        """Say once, before the first membership is asked for, which ones are known."""

    def __iter__(self) -> Iterator[Item]: ...


@contextmanager
def open_blocks(path: Path, *, large: int = LARGE) -> Iterator[Blocks]:
    """Read a roster; the process that reads it ends with the context."""
    if _size_of(path) < large:
        yield InlineReader(path)
        return
    reader = ReaderProcess(path)
    try:
        yield reader
    finally:
        reader.close()


def read_blocks(path: Path, known: Callable[[], bytes]) -> Iterator[Item]:
    """The blocks of a roster, with its state before them, between and after.

    The second state comes before the first membership: what it says of the other
    tables is final if the memberships come last. Only then, and if what is absent is
    gone, memberships that are `known` are left out.
    """
    roster = open_roster(path)
    yield _state_of(roster)
    groups: set[str] = set()
    persons: set[str] = set()
    unchanged: Unchanged | None = None
    has_memberships = False
    for table, rows in roster.batches():
        if table == Table.GROUPS:
            groups.update(map(KEY, rows))
        elif table == Table.PERSONS:
            persons.update(map(KEY, rows))
        elif table == Table.MEMBERSHIPS and not has_memberships:
            has_memberships = True
            yield _state_of(roster)
            lines = known() if _says_who_is_gone(roster) else b""
            unchanged = Unchanged(lines, groups, persons) if lines else None
        new: Sequence[Row] = rows
        if unchanged and table == Table.MEMBERSHIPS:
            new = unchanged.only_new(cast("list[MembershipRow]", rows))
        yield _block(table, len(rows), new)
    if unchanged:
        yield Gone(unchanged.left())
    yield _state_of(roster)


def _says_who_is_gone(roster: Roster) -> bool:
    return roster.memberships_come_last and not roster.is_delta(Table.MEMBERSHIPS)


def _block(table: Table, length: int, rows: Sequence[Row]) -> Block:
    text = as_copy_text(rows) if rows else None
    return Block(table, length, text or b"", () if text else rows)


def as_copy_text(rows: Sequence[Row]) -> bytes | None:
    """The rows in the text format of COPY, or None if a value needs escaping.

    Joining plain text is three times as fast as the driver's row by row.
    """
    first = rows[0]
    if isinstance(first, AffiliationRow):
        text = "".join(map(_affiliation, rows))  # type: ignore[arg-type]  # all of a type
    elif isinstance(first, SessionRow):
        text = "\n".join(["\t".join(map(_field, row)) for row in rows]) + "\n"
    else:
        line = "\t".join(["%s"] * len(first)) + "\n"
        text = "".join([line % row for row in rows])
    # The only backslashes that may stand there are those of NULL.
    nulls = sum(row.count(None) for row in rows) if "\\" in text else 0
    is_plain = (
        text.count("\\") == nulls
        and "\r" not in text
        and text.count("\n") == len(rows)
        and text.count("\t") == len(rows) * (len(rows[0]) - 1)
    )
    return text.encode() if is_plain else None


class InlineReader:
    """`read_blocks` in this process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = b""

    def leave_out(self, known: bytes) -> None:
        self._known = known

    def __iter__(self) -> Iterator[Item]:
        return read_blocks(self._path, lambda: self._known)


class ReaderProcess:
    """`read_blocks` in another process, and a thread that keeps its blocks waiting."""

    def __init__(self, path: Path) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(path, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._waiting: Queue[Item | BaseException | None] = Queue(AHEAD)
        self._is_closed = Event()
        self._thread = Thread(target=self._receive, name="sync-reader", daemon=True)
        self._thread.start()

    def leave_out(self, known: bytes) -> None:
        """Does not wait: the reader asks for it when it has read the people."""
        Thread(target=self._send, args=[known], name="sync-known", daemon=True).start()

    def __iter__(self) -> Iterator[Item]:
        while (item := self._waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """End the process and the thread, wherever they are."""
        self._is_closed.set()
        self._process.terminate()
        self._process.join()
        self._thread.join()
        self._connection.close()

    def _send(self, known: bytes) -> None:
        # It may have ended, or want nothing of it; then nobody waits for this thread.
        with suppress(OSError):
            self._connection.send_bytes(known)

    def _receive(self) -> None:
        item: Item | BaseException | None = RuntimeError("not started")
        while item is not None and not self._is_closed.is_set():
            try:
                item = self._connection.recv()
            except (EOFError, OSError):
                # Between two blocks, or in the middle of one.
                self._keep(ReaderKilledError())
                return
            self._keep(item)

    def _keep(self, item: Item | BaseException | None) -> None:
        while not self._is_closed.is_set():
            try:
                self._waiting.put(item, timeout=0.2)
            except Full:
                continue
            return


def _serve(path: Path, connection: Connection) -> None:
    # Rows form no cycles; looking for some costs a fifth of the time. The process ends.
    gc.disable()
    try:
        for item in read_blocks(path, connection.recv_bytes):
            connection.send(item)
    except Exception as error:  # noqa: BLE001 -- raised again by who iterates
        connection.send(error)
    connection.send(None)


def _state_of(roster: Roster) -> ReadState:
    return ReadState(
        format_name=roster.format_name,
        problems=list(roster.problems),
        delta_tables=frozenset(table for table in Table if roster.is_delta(table)),
        memberships_come_last=roster.memberships_come_last,
    )


def _size_of(path: Path) -> int:
    files: Iterable[Path] = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _affiliation(row: AffiliationRow) -> str:
    file, number, is_deleted, person, school, role, is_home, start, end = row
    return (
        f"{file}\t{number}\t{is_deleted}\t{person}\t{school}\t{role}\t{is_home}\t"
        f"{_NULL if start is None else start}\t{_NULL if end is None else end}\n"
    )


def _field(value: object) -> str:
    if isinstance(value, str):
        return value
    return _NULL if value is None else str(value)
