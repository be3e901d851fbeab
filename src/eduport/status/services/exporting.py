"""Exporting the status page, so that another host serves it when the portal is gone."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import Error, connection

from eduport.status.clients.stores import Store, StoreError
from eduport.status.formats.boards import read_board, write_board
from eduport.status.formats.pages import Edition, exported
from eduport.status.models import Snapshot
from eduport.status.queries import current_board
from eduport.status.services.publishing import publish_if_old
from eduport.status.types import Board

logger = logging.getLogger("eduport.status")
EVERY = timedelta(minutes=1)
ASKED_EVERY = timedelta(seconds=10)
"""How often the portal is asked whether it answers."""
SILENT_FOR = timedelta(seconds=30)
"""How long it may be silent, as while it starts anew, before the page says so."""


@dataclass
class Exporter:
    """Keeps an exported page up to date, with the database or without it.

    `memory` is a file in which the last board is kept, so that an exporter that is
    started while the database is gone still has something to say. `is_answering` asks
    the portal itself, which may be gone while the database is there.
    """

    store: Store
    page_url: str
    memory: Path
    is_answering: Callable[[], bool] | None = None
    board: Board | None = None
    read_at: datetime | None = None
    written_at: datetime | None = None
    is_reachable: bool = True
    asked_at: datetime | None = None
    silent_since: datetime | None = None
    said_since: datetime | None = None
    _sums: dict[str, str] = field(default_factory=dict)

    def tick(self, *, at: datetime) -> bool:
        """Export if something changed, or a minute passed. Says whether it did."""
        before = self.board
        self._ask(at)
        self._read(at)
        is_due = self.written_at is None or at - self.written_at >= EVERY
        is_same = self.board == before and self.unreachable_since(at) == self.said_since
        return False if is_same and not is_due else self.export(at=at)

    def unreachable_since(self, at: datetime) -> datetime | None:
        """Since when the database or the portal does not answer."""
        if not self.is_reachable:
            return self.read_at
        is_silent = self.silent_since and at - self.silent_since >= SILENT_FOR
        return self.silent_since if is_silent else None

    def export(self, *, at: datetime) -> bool:
        """Write all that changed. What could not be written is tried again."""
        if self.board is None:
            return False
        since = self.said_since = self.unreachable_since(at)
        edition = Edition(self.board, at, self.page_url, since)
        files = exported(edition)
        # Pages last: what they are drawn with is there before.
        for name in sorted(files, key=lambda name: (name.endswith(".html"), name)):
            try:
                self._put(name, files[name])
            except StoreError as error:
                logger.warning("The status page could not be exported: %s", error)
                self.written_at = None
                return False
        self.written_at = at
        return True

    def _put(self, name: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        if self._sums.get(name) != digest:
            self.store.put(name, content)
            self._sums[name] = digest

    def _ask(self, at: datetime) -> None:
        if not self.is_answering or (
            self.asked_at and at - self.asked_at < ASKED_EVERY
        ):
            return
        self.asked_at = at
        if self.is_answering():
            self.silent_since = None
        elif self.silent_since is None:
            self.silent_since = at

    def _read(self, at: datetime) -> None:
        """The board from the database, else the last one that is known."""
        try:
            publish_if_old(at=at)
            made_at = Snapshot.objects.values_list("made_at", flat=True).first()
            if self.board is None or made_at != self.board.made_at:
                self.board = current_board(at)
                self._remember(at)
            self.read_at, self.is_reachable = at, True
        except Error as error:
            # A broken connection is of no use to the next try.
            connection.close()
            if self.is_reachable:
                logger.warning("The database does not answer: %s", type(error).__name__)
            self.is_reachable = False
            if self.board is None:
                self._recall()

    def _remember(self, at: datetime) -> None:
        if self.board is None:
            return
        content = {"read_at": at.isoformat(), "board": write_board(self.board)}
        draft = self.memory.with_suffix(".draft")
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(content))
        draft.replace(self.memory)

    def _recall(self) -> None:
        if known := last_known(self.memory):
            self.board, self.read_at = known


def memory_of(data_dir: Path) -> Path:
    """The file in which an exporter keeps the last board."""
    return data_dir / "status-export.json"


def last_known(memory: Path) -> tuple[Board, datetime] | None:
    """The last board that an exporter read, and when; None if none did on this host."""
    try:
        content = json.loads(memory.read_text())
    except (OSError, ValueError):
        return None
    board = read_board(content["board"])
    return (board, datetime.fromisoformat(content["read_at"])) if board else None
