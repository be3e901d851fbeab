"""Reading one CSV file of a roster in chunks of columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter

from eduport.sync.formats.encodings import NotTextError, detect_encoding
from eduport.sync.formats.problems import ProblemLog, quoted
from eduport.sync.formats.sources import Source
from eduport.sync.formats.texts import clean, heading_key
from eduport.sync.types import Problem, Severity

# Large enough to make Python's cost per row vanish, small enough to stay in the cache.
CHUNK = 1_000
LONGEST_HEADING_ROW = 1 << 16
SEPARATORS = ",;\t"

RawRows = list[list[str]]
Opener = Callable[[], Iterator["Chunk"]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a format wants of a file: our name -> the headings it may have.

    `key` and `school` name the columns that tell a reader of the problem list which
    record and which school is meant.
    """

    required: Mapping[str, Sequence[str]]
    optional: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: str = ""
    school: str = ""


class Chunk:
    """Some thousand rows of a file, column by column, and which of them are refused."""

    def __init__(
        self,
        file: "OpenFile",
        numbers: Sequence[int],
        columns: dict[str, list[str]],
    ) -> None:
        self.file = file
        self.numbers = numbers
        self.columns = columns
        self.refused: set[int] = set()

    def refuse(self, position: int, name: str, code: str, **params: str) -> None:
        """Leave out a row; a row of empty cells is no mistake, but padding."""
        self.refused.add(position)
        if any(column[position] for column in self.columns.values()):
            self._report(Severity.REFUSED, position, name, code, params)

    def note(self, position: int, name: str, code: str, **params: str) -> None:
        """Say something about a row that is read."""
        self._report(Severity.NOTE, position, name, code, params)

    def drop(self, position: int) -> None:
        """Leave out a row without a word."""
        self.refused.add(position)

    def _report(
        self,
        severity: Severity,
        position: int,
        name: str,
        code: str,
        params: dict[str, str],
    ) -> None:
        wanted = self.file.wanted
        if wanted.key:
            params["key"] = quoted(self.columns[wanted.key][position])
        self.file.log.add(
            Problem(
                severity,
                code,
                self.file.name,
                self.numbers[position],
                self.file.headings.get(name, name),
                params,
                self.columns[wanted.school][position] if wanted.school else "",
            )
        )


class OpenFile:
    """A CSV file while it is read: what its headings are and what was wrong so far."""

    def __init__(self, name: str, wanted: Columns, log: ProblemLog) -> None:
        self.name = name
        self.wanted = wanted
        self.log = log
        self.headings: dict[str, str] = {}
        self.without_account: Counter[str] = Counter()
        self.disabled = 0
        self._indexes: dict[str, int] = {}
        self._width = 0
        self._last_is_short = False

    def chunks(self, lines: Iterator[str], separator: str) -> Iterator[Chunk]:
        """Read heading and rows; what follows an unclosed quotation mark is lost."""
        # Strict: otherwise a mark that is never closed would swallow rows in silence.
        reader = csv.reader(lines, delimiter=separator, strict=True)
        heading, is_over = self._fill(reader, 0, 1)
        if not heading or not self._understand(heading[0]):
            return
        first = 2
        while not is_over:
            rows, is_over = self._fill(reader, first)
            count = len(rows)
            if count:
                yield self._chunk(rows, first)
            first += count
        self._say_goodbye()

    def _fill(
        self, reader: Iterator[list[str]], first: int, count: int = CHUNK
    ) -> tuple[RawRows, bool]:
        """The next rows, and whether they were the last. [] stands for a bad one."""
        rows: RawRows = []
        while len(rows) < count:
            try:
                rows.extend(islice(reader, count - len(rows)))
            except csv.Error as error:
                # What was read before the bad row stays in the list.
                rows.append([])
                if self._is_end(str(error), first + len(rows) - 1):
                    return rows, True
            else:
                return rows, len(rows) < count
        return rows, False

    def _is_end(self, error: str, row: int) -> bool:
        if "end of data" in error:
            self._report(Severity.HOLD, "truncated_file", row)
            return True
        if "field larger" in error:
            self._report(Severity.HOLD, "quote_not_closed", row)
            return True
        self._report(Severity.REFUSED, "bad_quoting", row)
        return False

    def _understand(self, heading: list[str]) -> bool:
        keys = [heading_key(cell) for cell in heading]
        twice = [key for key, count in Counter(keys).items() if key and count > 1]
        if twice:
            shown = ", ".join(clean(heading[keys.index(key)]) for key in twice[:5])
            self._fatal("duplicate_headings", headings=quoted(shown))
            return False
        self._width = len(heading)
        for name, known in {**self.wanted.required, **self.wanted.optional}.items():
            self._find(name, known, keys, heading)
        missing = self.wanted.required.keys() - self._indexes.keys()
        if missing:
            names = (self.wanted.required[name][0] for name in sorted(missing))
            found = ", ".join(map(quoted, filter(None, map(clean, heading[:50]))))
            self._fatal("missing_headings", missing=", ".join(names), found=found)
        return not missing

    def _find(
        self, name: str, known: Sequence[str], keys: list[str], heading: list[str]
    ) -> None:
        for candidate in map(heading_key, known):
            if candidate in keys:
                self._indexes[name] = keys.index(candidate)
                self.headings[name] = clean(heading[keys.index(candidate)])
                return
        self.headings[name] = known[0]

    def _chunk(self, rows: RawRows, first: int) -> Chunk:
        """Pick the wanted columns; all others, passwords too, end here."""
        numbers: Sequence[int] = range(first, first + len(rows))
        if set(map(len, rows)) == {self._width}:
            self._last_is_short = False
        else:
            rows, numbers = self._only_well_formed(rows, numbers)
        empty = [""] * len(rows)
        columns = dict.fromkeys(self.headings, empty)
        for name, index in self._indexes.items():
            columns[name] = list(map(itemgetter(index), rows))
        return Chunk(self, numbers, columns)

    def _only_well_formed(
        self, rows: RawRows, numbers: Sequence[int]
    ) -> tuple[RawRows, list[int]]:
        kept: RawRows = []
        kept_numbers: list[int] = []
        for row, number in zip(rows, numbers, strict=True):
            if len(row) == self._width:
                kept.append(row)
                kept_numbers.append(number)
            elif row:
                self._refuse_width(number, len(row))
            self._last_is_short = len(row) < self._width if row else self._last_is_short
        return kept, kept_numbers

    def _refuse_width(self, row: int, found: int) -> None:
        params = {"found": str(found), "expected": str(self._width)}
        self._report(Severity.REFUSED, "wrong_field_count", row, params)

    def _say_goodbye(self) -> None:
        if self._last_is_short:
            self._report(Severity.HOLD, "truncated_file", 0)
        for role, count in sorted(self.without_account.items()):
            params = {"value": quoted(role), "count": str(count)}
            self._report(Severity.NOTE, "role_without_account", 0, params)
        if self.disabled:
            params = {"count": str(self.disabled)}
            self._report(Severity.NOTE, "disabled_users", 0, params)

    def _fatal(self, code: str, **params: str) -> None:
        self._report(Severity.FATAL, code, 0, params)

    def _report(
        self,
        severity: Severity,
        code: str,
        row: int,
        params: dict[str, str] | None = None,
    ) -> None:
        self.log.add(Problem(severity, code, self.name, row, params=params or {}))


def read_chunks(
    source: Source, name: str, wanted: Columns, log: ProblemLog
) -> Iterator[Chunk]:
    """The rows of a file in chunks; what is wrong with the file goes to the log.

    Reads the bytes twice: once to learn the encoding (and so to find a damaged zip
    member before its first row is used), once for the rows.
    """
    shown = source.shown(name)
    try:
        with source.open(name) as stream:
            encoding = detect_encoding(stream)
    except NotTextError as error:
        log.add_to_file(Severity.FATAL, error.code, shown)
        return
    if encoding.name == "cp1252":
        log.add_to_file(Severity.NOTE, "windows_encoding", shown)
    errors = "replace" if encoding.is_cut_off else "strict"
    with (
        source.open(name) as stream,
        io.TextIOWrapper(stream, encoding.name, errors, newline="") as text,
    ):
        first = text.readline(LONGEST_HEADING_ROW)
        if not first or encoding.is_cut_off:
            log.add_to_file(Severity.HOLD, "truncated_file", shown)
        if first:
            lines = chain([first], text)
            yield from OpenFile(shown, wanted, log).chunks(lines, separator_of(first))


def read_headings(source: Source, name: str) -> list[str]:
    """The headings of a file in comparable form; [] if it cannot be read."""
    try:
        with source.open(name) as stream:
            encoding = detect_encoding(stream)
    except NotTextError:
        return []
    with (
        source.open(name) as stream,
        io.TextIOWrapper(stream, encoding.name, "replace", newline="") as text,
    ):
        first = text.readline(LONGEST_HEADING_ROW)
    return [heading_key(cell.strip('"')) for cell in first.split(separator_of(first))]


def separator_of(heading_row: str) -> str:
    """The separator that occurs most often outside quotation marks; else a comma."""
    bare = re.sub(r'"[^"]*"', "", heading_row)
    return max(SEPARATORS, key=bare.count)
