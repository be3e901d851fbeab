"""Reading a roster ahead of the database: in a process of its own when it is large.

Reading is Python's work and comparing is PostgreSQL's. On two cores a city's night is
then as long as the slower one, not as both together.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import itemgetter
from pathlib import Path
from queue import Full, Queue, SimpleQueue
from threading import Event, Thread
from typing import NamedTuple, Protocol, cast

from eduport.sync.errors import ReaderKilledError
from eduport.sync.formats import open_roster
from eduport.sync.formats.rosters import split
from eduport.sync.services.settled import Settled
from eduport.sync.services.unchanged import Unchanged
from eduport.sync.types import (
    AffiliationRow,
    MembershipRow,
    Problem,
    Roster,
    Row,
    SessionRow,
    Severity,
    Table,
)

LARGE = 20_000_000
"""Bytes of files from which a process of its own is worth its start."""

AHEAD = 80
"""Blocks that may wait for the database: at most about 150 MB."""


PEOPLE = (Table.PERSONS, Table.AFFILIATIONS)
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


class Unsettled(NamedTuple):
    """The keys of people whose rows were sent, or should have been there.

    Comes once, after the last of the people, if settled ones were left out.
    """

    keys: list[str]


@dataclass(frozen=True, slots=True)
class ReadState:
    """What is known of the roster besides its rows; grows while it is read."""

    format_name: str = ""
    problems: list[Problem] = field(default_factory=list)
    delta_tables: frozenset[Table] = frozenset()
    memberships_come_last: bool = False

    @property
    def incomplete_tables(self) -> frozenset[Table]:
        """The deltas; all tables, if more rows were refused than are listed."""
        is_known = all("refused" not in problem.params for problem in self.problems)
        return self.delta_tables if is_known else frozenset(Table)

    @property
    def refused_keys(self) -> list[str]:
        """The keys in rows that the reader refused."""
        return [
            problem.params["key"]
            for problem in self.problems
            if problem.severity == Severity.REFUSED and "key" in problem.params
        ]


Item = Block | Gone | Unsettled | ReadState


class Blocks(Protocol):
    """The blocks of a roster. Iterating raises RosterError if it cannot be read."""

    def leave_out(self, known: bytes) -> None:
        """Say in turn which people and which memberships are known."""

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
    tables is final if the memberships come last. `known` is asked in turn for what may
    be left out: people first, then memberships.
    """
    roster = open_roster(path)
    yield _state_of(roster)
    yield from _Sieve(roster, known).items()
    yield _state_of(roster)


class _Sieve:
    """Passes on what the database must see of a roster."""

    def __init__(self, roster: Roster, known: Callable[[], bytes]) -> None:
        self._roster = roster
        self._known = known
        self._groups: set[str] = set()
        self._persons: set[str] = set()
        self._settled: Settled | None = None
        self._unchanged: Unchanged | None = None

    def items(self) -> Iterator[Item]:
        """The blocks of all tables, and who was left out where that is known."""
        if (lines := self._known()) and self._is_complete():
            self._settled = Settled(lines)
        has_memberships = False
        for table, rows in self._roster.batches():
            if table == Table.MEMBERSHIPS and not has_memberships:
                has_memberships = True
                yield from self._before_memberships()
            yield _block(table, len(rows), self._only_new(table, rows))
        yield from self._end_people()
        if self._unchanged:
            yield Gone(self._unchanged.left())

    def _before_memberships(self) -> Iterator[Item]:
        roster = self._roster
        if roster.memberships_come_last:
            yield from self._end_people()
        yield _state_of(roster)
        # Only if what is absent is gone, and if it is known who stands in the files.
        is_whole = not roster.is_delta(Table.MEMBERSHIPS)
        if roster.memberships_come_last and is_whole and (lines := self._known()):
            self._unchanged = Unchanged(lines, self._groups, self._persons)

    def _only_new(self, table: Table, rows: list[Row]) -> Sequence[Row]:
        if table == Table.MEMBERSHIPS:
            memberships = cast("list[MembershipRow]", rows)
            return self._unchanged.only_new(memberships) if self._unchanged else rows
        if table == Table.GROUPS:
            self._groups.update(map(KEY, rows))
        elif table == Table.PERSONS:
            self._persons.update(map(KEY, rows))
        return self._settled.only_new(table, rows) if self._settled else rows

    def _end_people(self) -> Iterator[Item]:
        """Give back what was held back of people who must be compared."""
        settled, self._settled = self._settled, None
        if not settled:
            return
        unsettled = settled.unsettled(_state_of(self._roster).refused_keys)
        is_complete = self._is_complete()
        for table in PEOPLE:
            rows = settled.held(table)
            if is_complete:
                rows = [row for row in rows if KEY(row) in unsettled]
            for _, batch in split(table, rows):
                yield _block(table, 0, batch)
        if is_complete:
            yield Unsettled(sorted(unsettled))

    def _is_complete(self) -> bool:
        """Whether who is absent is gone, as far as the files have been read."""
        incomplete = _state_of(self._roster).incomplete_tables
        return incomplete.isdisjoint((Table.SCHOOLS, *PEOPLE))


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
        self._known: deque[bytes] = deque()

    def leave_out(self, known: bytes) -> None:
        self._known.append(known)

    def __iter__(self) -> Iterator[Item]:
        return read_blocks(self._path, self._known.popleft)


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
        self._known: SimpleQueue[bytes | None] = SimpleQueue()
        Thread(target=self._send, name="sync-known", daemon=True).start()
        self._thread = Thread(target=self._receive, name="sync-reader", daemon=True)
        self._thread.start()

    def leave_out(self, known: bytes) -> None:
        """Does not wait: the reader asks for it when it comes to it."""
        self._known.put(known)

    def __iter__(self) -> Iterator[Item]:
        while (item := self._waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """End the process and the thread, wherever they are."""
        self._is_closed.set()
        self._known.put(None)
        self._process.terminate()
        self._process.join()
        self._thread.join()
        self._connection.close()

    def _send(self) -> None:
        # It may have ended, or want nothing of it; then nobody waits for this thread.
        with suppress(OSError):
            while (known := self._known.get()) is not None:
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
