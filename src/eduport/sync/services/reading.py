"""Reading a roster ahead of the database: in processes of its own when it is large.

Reading is Python's work and comparing is PostgreSQL's. On two cores a city's night is
then as long as the slower one, not as both together. The memberships are read by a
second process while the first is busy with the people.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Full, Queue, SimpleQueue
from threading import Event, Thread
from typing import Protocol

from eduport.sync.errors import ReaderKilledError
from eduport.sync.services.sieve import (
    Item,
    Keys,
    ReadState,
    read_blocks,
    read_memberships,
    read_people,
)

LARGE = 20_000_000
"""Bytes of files from which processes of their own are worth their start."""

AHEAD = 80
"""Blocks that may wait for the database: at most about 150 MB a process."""

Reading = Callable[[Path, Connection, Connection], Iterator[Item]]
"""Reads a roster; told what is known on the first line, the keys go over the second."""


class Blocks(Protocol):
    """The blocks of a roster. Iterating raises RosterError if it cannot be read."""

    def leave_out(self, known: bytes) -> None:
        """Say in turn which people and which memberships are known."""

    def __iter__(self) -> Iterator[Item]: ...


@contextmanager
def open_blocks(path: Path, *, large: int = LARGE) -> Iterator[Blocks]:
    """Read a roster; the processes that read it end with the context."""
    if _size_of(path) < large:
        yield InlineReader(path)
        return
    reader = ReaderPair(path)
    try:
        yield reader
    finally:
        reader.close()


class InlineReader:
    """`read_blocks` in this process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: deque[bytes] = deque()

    def leave_out(self, known: bytes) -> None:
        self._known.append(known)

    def __iter__(self) -> Iterator[Item]:
        return read_blocks(self._path, self._known.popleft)


class ReaderPair:
    """Two processes: one reads the people, the other meanwhile the memberships."""

    def __init__(self, path: Path) -> None:
        theirs, ours = get_context("spawn").Pipe(duplex=False)
        self._people = ReaderProcess(_people, path, ours)
        self._memberships = ReaderProcess(_memberships, path, theirs)
        # Only the two hold the ends now: when one is gone, the other learns of it.
        ours.close()
        theirs.close()
        self._are_people_told = False

    def leave_out(self, known: bytes) -> None:
        """Does not wait: the readers ask for it when they come to it."""
        self._people.leave_out(known)
        if self._are_people_told:
            self._memberships.leave_out(known)
        self._are_people_told = True

    def __iter__(self) -> Iterator[Item]:
        state = ReadState()
        for item in self._people:
            if isinstance(item, ReadState):
                state = item
            yield item
        for item in self._memberships:
            yield state.followed_by(item) if isinstance(item, ReadState) else item

    def close(self) -> None:
        """End the processes and their threads, wherever they are."""
        self._people.close()
        self._memberships.close()


class ReaderProcess:
    """A reading in another process, and a thread that keeps its blocks waiting."""

    def __init__(self, reading: Reading, path: Path, keys: Connection) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        arguments = (reading, path, theirs, keys)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
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


def _serve(
    reading: Reading, path: Path, connection: Connection, keys: Connection
) -> None:
    # Rows form no cycles; looking for some costs a fifth of the time. The process ends.
    gc.disable()
    try:
        for item in reading(path, connection, keys):
            connection.send(item)
    except Exception as error:  # noqa: BLE001 -- raised again by who iterates
        connection.send(error)
    connection.send(None)


def _people(path: Path, connection: Connection, keys: Connection) -> Iterator[Item]:
    def hand_over(found: Keys) -> None:
        # If the other process was killed, whoever iterates learns it from that one.
        with suppress(OSError):
            keys.send(found)

    return read_people(path, connection.recv_bytes, hand_over)


def _memberships(
    path: Path, connection: Connection, keys: Connection
) -> Iterator[Item]:
    def handed_over(wait: bool) -> Keys | None:  # noqa: FBT001 -- the one question
        is_there = wait or keys.poll()
        found: Keys | None = keys.recv() if is_there else None
        return found

    return read_memberships(path, connection.recv_bytes, handed_over)


def _size_of(path: Path) -> int:
    files: Iterable[Path] = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
