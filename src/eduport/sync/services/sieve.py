"""What the database must see of a roster: its rows as blocks, without what it knows.

The memberships are half of the work and refer to people and groups by their keys only:
where they have a file of their own, somebody else can read them meanwhile.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, cast

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

PEOPLE = (Table.PERSONS, Table.AFFILIATIONS)
NOT_MEMBERSHIPS = frozenset(Table) - {Table.MEMBERSHIPS}
KEY, PERSON_KEY = itemgetter(3), itemgetter(4)
"""The key of a row, of a membership that of its group; the person of a membership."""
AHEAD = 1_500
"""Batches of memberships that may wait for the keys of the people: about 300 MB."""
_NULL = "\\N"

Known = Callable[[], bytes]


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


class Keys(NamedTuple):
    """The keys of the groups and persons that stand in the files."""

    groups: set[str]
    persons: set[str]


@dataclass(frozen=True, slots=True)
class ReadState:
    """What is known of the roster besides its rows; grows while it is read."""

    format_name: str = ""
    problems: list[Problem] = field(default_factory=list)
    delta_tables: frozenset[Table] = frozenset()
    memberships_come_last: bool = False

    def followed_by(self, later: "ReadState") -> "ReadState":
        """What is known when somebody else has read the rest."""
        problems = [*self.problems, *later.problems]
        deltas = self.delta_tables | later.delta_tables
        return replace(self, problems=problems, delta_tables=deltas)

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


def read_blocks(path: Path, known: Known) -> Iterator[Item]:
    """The blocks of a roster, with its state before them, between and after.

    The second state comes before the first membership: what it says of the other
    tables is final if the memberships come last. `known` is asked in turn for what may
    be left out: people first, then memberships.
    """
    yield from _read_all(open_roster(path), known)


def read_people(
    path: Path, known: Known, hand_over: Callable[[Keys], None]
) -> Iterator[Item]:
    """The same without the memberships, where `read_memberships` can read them.

    Hands over the keys that they may refer to. Where a format mixes memberships with
    other rows, this reads everything.
    """
    roster = open_roster(path)
    if not roster.memberships_stand_alone:
        yield from _read_all(roster, known)
        return
    yield _state_of(roster)
    people = _People(roster, known)
    for table, rows in roster.batches(NOT_MEMBERSHIPS):
        yield people.block(table, rows)
    hand_over(people.keys)
    yield from people.end()
    yield _state_of(roster)


def read_memberships(
    path: Path, known: Known, keys: Callable[[bool], Keys | None]
) -> Iterator[Item]:
    """What `read_people` left, and at the end the state that these rows add.

    `keys` gives what was handed over; None if it has not come yet and `keys` was not
    told to wait. Until it comes, rows are read ahead.
    """
    roster = open_roster(path)
    if not roster.memberships_stand_alone:
        return
    noted = len(roster.problems)
    memberships = _Memberships(roster)
    waiting: deque[list[Row]] = deque()
    for _, rows in roster.batches({Table.MEMBERSHIPS}):
        waiting.append(rows)
        if not memberships.has_begun and (found := keys(len(waiting) > AHEAD)):
            memberships.begin(known, found)
        while memberships.has_begun and waiting:
            yield memberships.block(waiting.popleft())
    if waiting:
        yield from memberships.blocks(waiting, known, keys)
    yield from memberships.end()
    yield replace(_state_of(roster), problems=roster.problems[noted:])


def _read_all(roster: Roster, known: Known) -> Iterator[Item]:
    yield _state_of(roster)
    people, memberships = _People(roster, known), _Memberships(roster)
    for table, rows in roster.batches():
        if table != Table.MEMBERSHIPS:
            yield people.block(table, rows)
            continue
        if not memberships.has_begun:
            if roster.memberships_come_last:
                yield from people.end()
            yield _state_of(roster)
            memberships.begin(known, people.keys)
        yield memberships.block(rows)
    yield from people.end()
    yield from memberships.end()
    yield _state_of(roster)


class _People:
    """Passes on what the database must see of everything but the memberships."""

    def __init__(self, roster: Roster, known: Known) -> None:
        self.keys = Keys(set(), set())
        self._roster = roster
        self._settled: Settled | None = None
        if (lines := known()) and self._is_complete():
            self._settled = Settled(lines)

    def block(self, table: Table, rows: list[Row]) -> Block:
        if table == Table.GROUPS:
            self.keys.groups.update(map(KEY, rows))
        elif table == Table.PERSONS:
            self.keys.persons.update(map(KEY, rows))
        new = self._settled.only_new(table, rows) if self._settled else rows
        return _block(table, len(rows), new)

    def end(self) -> Iterator[Item]:
        """Give back, once, what was held back of people who must be compared."""
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


class _Memberships:
    """Passes on what the database must see of the memberships."""

    def __init__(self, roster: Roster) -> None:
        self.has_begun = False
        self._roster = roster
        self._known: bytes | None = None
        self._unchanged: Unchanged | None = None

    def begin(self, known: Known, keys: Keys) -> None:
        """Learn what is known, and who stands in the files."""
        self.has_begun = True
        if self._known is None:
            # Only if what is absent is gone, and if it is known who is in the files.
            is_whole = not self._roster.is_delta(Table.MEMBERSHIPS)
            may_leave_out = self._roster.memberships_come_last and is_whole
            self._known = known() if may_leave_out else b""
        self._unchanged = Unchanged(self._known, *keys) if self._known else None

    def blocks(
        self,
        waiting: Collection[list[Row]],
        known: Known,
        keys: Callable[[bool], Keys | None],
    ) -> Iterator[Block]:
        """The blocks of rows that were all there before the keys came.

        They are compared meanwhile, as if all were keys that they refer to. Where one
        is not, they are compared once more.
        """
        rows = list(chain.from_iterable(waiting))
        supposed = Keys(set(map(KEY, rows)), set(map(PERSON_KEY, rows)))
        self.begin(known, supposed)
        blocks = [self.block(batch) for batch in waiting]
        found = keys(True)  # noqa: FBT003 -- to wait, as it says above
        if found and not all(map(set.issuperset, found, supposed)):
            self.begin(known, found)
            blocks = [self.block(batch) for batch in waiting]
        yield from blocks

    def block(self, rows: list[Row]) -> Block:
        memberships = cast("list[MembershipRow]", rows)
        new = self._unchanged.only_new(memberships) if self._unchanged else rows
        return _block(Table.MEMBERSHIPS, len(rows), new)

    def end(self) -> Iterator[Item]:
        if self._unchanged:
            yield Gone(self._unchanged.left())


def _state_of(roster: Roster) -> ReadState:
    return ReadState(
        format_name=roster.format_name,
        problems=list(roster.problems),
        delta_tables=frozenset(table for table in Table if roster.is_delta(table)),
        memberships_come_last=roster.memberships_come_last,
    )


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
