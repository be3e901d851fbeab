"""What the readers of all formats share: files in order, streaming, once only."""

from collections.abc import Callable, Collection, Iterable, Iterator

from eduport.sync.formats.problems import ProblemLog
from eduport.sync.formats.sources import Source
from eduport.sync.formats.tables import Chunk, Columns, read_chunks
from eduport.sync.types import Batch, Problem, Row, Severity, Table

LARGEST_BATCH = 20_000

TableReader = Callable[[], Iterator[Batch]]
Readers = Iterable[tuple[TableReader, tuple[Table, ...]]]


class BaseRoster:
    """One export, opened; a format adds its files, its readers and its bulk rules."""

    # As in every format that has a file of its own for them.
    memberships_come_last = True
    # A format whose reader of memberships needs nothing of the other files says so.
    memberships_stand_alone = False

    def __init__(self, source: Source, format_name: str) -> None:
        self.format_name = format_name
        self.log = ProblemLog()
        self.problems: list[Problem] = self.log.problems
        self.source = source
        # Tables whose absent rows mean "unchanged".
        self.delta_tables: set[Table] = set()
        self._is_read = False

    def is_delta(self, table: Table) -> bool:
        """Whether absent rows of this table mean "unchanged" rather than "gone".

        That is so for a table whose file is missing or, once it has been read, turned
        out to be cut off: nobody is removed because a file was forgotten.
        """
        return table in self.delta_tables

    def batches(self, wanted: Collection[Table] = tuple(Table)) -> Iterator[Batch]:
        """The rows of the files that fill a wanted table; may be called once."""
        if self._is_read:
            raise RuntimeError("A roster can be read once.")
        self._is_read = True
        for read, tables in self.readers():
            if not any(table in wanted for table in tables):
                continue
            grave = self.log.grave
            for table, rows in read():
                yield from split(table, rows)
            if self.log.grave > grave:
                self.delta_tables.update(tables)

    def readers(self) -> Readers:
        """The readers of the files that are there, with the tables that they fill."""
        raise NotImplementedError

    def chunks(self, name: str, wanted: Columns) -> Iterator[Chunk]:
        """The rows of one file in chunks."""
        return read_chunks(self.source, name, wanted, self.log)

    def miss(self, name: str, *tables: Table) -> None:
        """Report a file that should be there; its tables stay as they are."""
        self.log.add_to_file(Severity.HOLD, "missing_file", name)
        self.delta_tables.update(tables)


def without_repeats(persons: list[Row]) -> list[Row]:
    """Persons without those that repeat the row before, as a second school makes them.

    Repeats that stand apart are told twice: remembering everybody would cost memory,
    and the database finds them.
    """
    before: list[Row | None] = [None, *persons]
    pairs = zip(persons, before, strict=False)
    return [row for row, last in pairs if last is None or row[2:] != last[2:]]


def split(table: Table, rows: list[Row]) -> Iterator[Batch]:
    """Rows in batches that a caller can hold; nothing for no rows."""
    for start in range(0, len(rows), LARGEST_BATCH):
        yield table, rows[start : start + LARGEST_BATCH]
