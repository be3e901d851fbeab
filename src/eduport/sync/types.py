"""What every roster format is read into, and what can be wrong with a row.

A *roster* is what a school administration system (SIS) exports. Every format in
`sync/formats` turns its files into batches of rows of the six tables below. Rows are
plain tuples in the order given here, because a city has two million of them.
"""

import dataclasses
from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol


class Table(StrEnum):
    """The six kinds of rows a roster consists of."""

    SCHOOLS = "schools"
    SESSIONS = "sessions"
    PERSONS = "persons"
    AFFILIATIONS = "affiliations"
    GROUPS = "groups"
    MEMBERSHIPS = "memberships"


class SchoolRow(NamedTuple):
    """A school, or a node above one (authority, department) when not `is_school`."""

    file: str
    row: int
    is_deleted: bool
    key: str
    name: str
    code: str  # a DNS label: 1 to 63 of a-z, 0-9 and inner hyphens; "" if not given
    number: str  # the official number, "" if not given
    kind: str  # the school's form as the source words it, "" if not given
    is_school: bool
    parent_key: str  # "" at the top


class SessionRow(NamedTuple):
    """A school year or a term."""

    file: str
    row: int
    is_deleted: bool
    key: str
    title: str
    kind: str  # "school_year" or "term"
    starts_on: date
    ends_on: date  # exclusive
    parent_key: str  # the school year of a term, "" if none


class PersonRow(NamedTuple):
    """A human being. Names are NFC, trimmed, inner white space single."""

    file: str
    row: int
    is_deleted: bool
    key: str
    given_name: str
    family_name: str
    call_name: str  # "" if not given


class AffiliationRow(NamedTuple):
    """A person's role at a school."""

    file: str
    row: int
    is_deleted: bool
    person_key: str
    school_key: str
    role: str  # a value of Role
    is_home: bool  # the source says that this is the home school
    starts_on: date | None
    ends_on: date | None  # exclusive


class GroupRow(NamedTuple):
    """A class, course, department or team."""

    file: str
    row: int
    is_deleted: bool
    key: str
    school_key: str
    kind: str  # a value of GroupKind: "class", "course", "department", "team"
    name: str
    session_key: str  # "" means permanent


class MembershipRow(NamedTuple):
    """A person in a group."""

    file: str
    row: int
    is_deleted: bool
    group_key: str
    person_key: str
    role: str  # "member" or "leader"


Row = SchoolRow | SessionRow | PersonRow | AffiliationRow | GroupRow | MembershipRow
Batch = tuple[Table, list[Row]]


class Severity(StrEnum):
    """How bad a problem is."""

    NOTE = "note"  # read, with something worth knowing
    REFUSED = "refused"  # this row is left out, all others are read
    HOLD = "hold"  # a file is missing or cut off: nothing is applied unasked
    FATAL = "fatal"  # cannot be read at all


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input, as a sentence with its place.

    `code` names the sentence in `PROBLEM_MESSAGES` (sync/formats/problems.py),
    `params` fills it. `row` counts as a person counts in a spreadsheet: the heading
    is row 1; 0 means the file as a whole. `school_key` is set where it is known.
    """

    severity: Severity
    code: str
    file: str
    row: int = 0
    field: str = ""
    params: dict[str, str] = dataclasses.field(default_factory=dict)
    school_key: str = ""


class Roster(Protocol):
    """One export, opened. Reading is streaming: memory does not grow with the size."""

    format_name: str  # "oneroster-1.2", "oneroster-1.1", "sds-2.1", "sds-1", "plain"
    problems: list[Problem]  # grows while reading; at most MAX_PROBLEMS, then a note
    # Whether all rows of the other tables come before the first membership.
    memberships_come_last: bool
    # Whether they can be read without the other files, by somebody else.
    memberships_stand_alone: bool

    def is_delta(self, table: Table) -> bool:
        """Whether absent rows of this table mean "unchanged" rather than "gone"."""

    def batches(self, wanted: Collection[Table] = ...) -> Iterator[Batch]:
        """All rows, in batches of at most 20,000 of one table, in file order.

        Files that fill none of the `wanted` tables are left alone.

        May be called once. A row that is refused is not among them; it is in
        `problems`. Raises RosterError (sync/errors.py) when nothing can be read.
        """
