"""Exporting the status page, so that another host serves it when the portal is gone."""

import hashlib
import json
import logging
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


@dataclass
class Exporter:
    """Keeps an exported page up to date, with the database or without it.

    `memory` is a file in which the last board is kept, so that an exporter that is
    started while the database is gone still has something to say.
    """

    store: Store
    page_url: str
    memory: Path
    board: Board | None = None
    read_at: datetime | None = None
    written_at: datetime | None = None
    is_reachable: bool = True
    _sums: dict[str, str] = field(default_factory=dict)

    def tick(self, *, at: datetime) -> bool:
        """Export if something changed, or a minute passed. Says whether it did."""
        was_reachable, before = self.is_reachable, self.board
        self._read(at)
        is_due = self.written_at is None or at - self.written_at >= EVERY
        if not is_due and self.board == before and self.is_reachable == was_reachable:
            return False
        return self.export(at=at)

    def export(self, *, at: datetime) -> bool:
        """Write all that changed. What could not be written is tried again."""
        if self.board is None:
            return False
        unreachable_since = None if self.is_reachable else self.read_at
        edition = Edition(self.board, at, self.page_url, unreachable_since)
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
        try:
            content = json.loads(self.memory.read_text())
        except (OSError, ValueError):
            return
        self.board = read_board(content["board"])
        self.read_at = datetime.fromisoformat(content["read_at"])
