"""School Data Sync CSV 1: School, Section, Student, Teacher and who is in a section."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from eduport.sync.formats import words
from eduport.sync.formats.columns import (
    LONGEST_KEY,
    Reader,
    inclusive,
    key,
    optional_date,
    optional_key,
    rows,
    texts,
    us_date,
    word,
)
from eduport.sync.formats.oneroster import persons
from eduport.sync.formats.rosters import (
    BaseRoster,
    Readers,
    TableReader,
    without_repeats,
)
from eduport.sync.formats.sources import Source
from eduport.sync.formats.tables import Chunk, Columns
from eduport.sync.formats.texts import dns_label
from eduport.sync.types import (
    AffiliationRow,
    Batch,
    GroupRow,
    MembershipRow,
    Row,
    SchoolRow,
    SessionRow,
    Table,
)

_STATUS = {"status": ("Status",)}

SCHOOL = Columns(
    {"key": ("SIS ID",), "name": ("Name",)},
    {**_STATUS, "number": ("School Number",)},
    key="key",
    school="key",
)
SECTION = Columns(
    {"key": ("SIS ID",), "school": ("School SIS ID",), "name": ("Section Name",)},
    {
        **_STATUS,
        "term": ("Term SIS ID",),
        "title": ("Term Name",),
        "start": ("Term StartDate", "Term Start Date"),
        "end": ("Term EndDate", "Term End Date"),
    },
    key="key",
    school="school",
)
PERSON = Columns(
    {
        "key": ("SIS ID",),
        "school": ("School SIS ID",),
        "given_name": ("First Name",),
        "family_name": ("Last Name",),
    },
    {**_STATUS, "call_name": ("Preferred First Name",)},
    key="key",
    school="school",
)
ENROLLMENT = Columns(
    {"group": ("Section SIS ID",), "key": ("SIS ID",)}, _STATUS, key="key"
)

NINE_MONTHS = 270  # days

_FILES: dict[str, tuple[Table, ...]] = {
    "School.csv": (Table.SCHOOLS,),
    "Section.csv": (Table.SESSIONS, Table.GROUPS),
    "Student.csv": (Table.PERSONS, Table.AFFILIATIONS),
    "Teacher.csv": (Table.PERSONS, Table.AFFILIATIONS),
    "StudentEnrollment.csv": (Table.MEMBERSHIPS,),
    "TeacherRoster.csv": (Table.MEMBERSHIPS,),
}


class SchoolDataSync1(BaseRoster):
    """Reads the six files of the format; other files are not opened.

    A term belongs to the school that names it, because two schools may give one
    number to different terms. A person at two schools stands in the file twice.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source, "sds-1")
        self._is_deleted = Reader(word(words.DELETED, "unknown_status"))
        self._keys = Reader(key)
        self._seen_terms: set[str] = set()
        there = set(source.names())
        for name, tables in _FILES.items():
            if name.lower() not in there:
                self.miss(name, *tables)
        self._there = {name for name in _FILES if name.lower() in there}

    def readers(self) -> Readers:
        people, members = self._people, self._members
        methods: dict[str, TableReader] = {
            "School.csv": self._schools,
            "Section.csv": self._sections,
            "Student.csv": partial(people, "student.csv", words.STUDENT),
            "Teacher.csv": partial(people, "teacher.csv", words.TEACHER),
            "StudentEnrollment.csv": partial(
                members, "studentenrollment.csv", words.MEMBER
            ),
            "TeacherRoster.csv": partial(members, "teacherroster.csv", words.LEADER),
        }
        return [
            (read, _FILES[name])
            for name, read in methods.items()
            if name in self._there
        ]

    def _schools(self) -> Iterator[Batch]:
        for chunk in self.chunks("school.csv", SCHOOL):
            deleted = self._is_deleted.read(chunk, "status")
            keys = texts(chunk, "key", limit=LONGEST_KEY)
            names = texts(chunk, "name", limit=LONGEST_KEY, may_be_empty=deleted)
            numbers = texts(chunk, "number", limit=LONGEST_KEY, is_required=False)
            codes = school_codes(chunk, "key", numbers, keys)
            none = [""] * len(keys)
            columns = (deleted, keys, names, codes, numbers, none)
            are_schools = [True] * len(keys)
            found = rows(chunk, SchoolRow, *columns, are_schools, none)
            yield Table.SCHOOLS, found

    def _sections(self) -> Iterator[Batch]:
        terms = Reader(optional_key)
        for chunk in self.chunks("section.csv", SECTION):
            schools = self._keys.read(chunk, "school")
            sessions = [
                f"{school}:{term}" if term else ""
                for school, term in zip(schools, terms.read(chunk, "term"), strict=True)
            ]
            deleted = self._is_deleted.read(chunk, "status")
            keys = texts(chunk, "key", limit=LONGEST_KEY)
            names = texts(chunk, "name", limit=LONGEST_KEY, may_be_empty=deleted)
            yield Table.SESSIONS, self._new_terms(chunk, sessions)
            courses = [words.COURSE] * len(keys)
            columns = (deleted, keys, schools, courses, names, sessions)
            yield Table.GROUPS, rows(chunk, GroupRow, *columns)

    def _new_terms(self, chunk: Chunk, sessions: list[str]) -> list[Row]:
        first_day = Reader(optional_date(us_date))
        last_day = Reader(optional_date(inclusive(us_date)))
        starts = first_day.read(chunk, "start")
        ends = last_day.read(chunk, "end")
        titles = texts(chunk, "title", limit=LONGEST_KEY, is_required=False)
        found: list[Row] = []
        for place, session in enumerate(sessions):
            if not session or session in self._seen_terms or place in chunk.refused:
                continue
            start, end = starts[place], ends[place]
            if start is None or end is None:
                chunk.refuse(place, "start" if end else "end", "required_field_empty")
            elif end <= start:
                chunk.refuse(place, "end", "dates_reversed")
            else:
                self._seen_terms.add(session)
                title = titles[place] or chunk.columns["term"][place].strip()
                found.append(_session(chunk, place, session, title, (start, end)))
        return found

    def _people(self, name: str, role: str) -> Iterator[Batch]:
        for chunk in self.chunks(name, PERSON):
            deleted = self._is_deleted.read(chunk, "status")
            schools = self._keys.read(chunk, "school")
            # Inactive is the row of one school; the person may be active at another.
            active = [row for row in persons(chunk, deleted) if not row.is_deleted]
            yield Table.PERSONS, without_repeats(active)
            keys = texts(chunk, "key", limit=LONGEST_KEY, is_required=False)
            count = len(keys)
            roles, homes, none = [role] * count, [False] * count, [None] * count
            columns = (deleted, keys, schools, roles, homes, none, none)
            yield Table.AFFILIATIONS, rows(chunk, AffiliationRow, *columns)

    def _members(self, name: str, role: str) -> Iterator[Batch]:
        for chunk in self.chunks(name, ENROLLMENT):
            deleted = self._is_deleted.read(chunk, "status")
            groups = self._keys.read(chunk, "group")
            keys = texts(chunk, "key", limit=LONGEST_KEY)
            roles = [role] * len(keys)
            columns = (deleted, groups, keys, roles)
            yield Table.MEMBERSHIPS, rows(chunk, MembershipRow, *columns)


def school_codes(chunk: Chunk, field: str, *sources: list[str]) -> list[str]:
    """School codes: the first text of each row that is given, made a DNS label."""
    codes = []
    for place, candidates in enumerate(zip(*sources, strict=True)):
        given = next(filter(None, candidates), "")
        code = dns_label(given)
        if not code and place not in chunk.refused:
            chunk.refuse(place, field, "bad_school_code", value=given)
        codes.append(code)
    return codes


def _session(
    chunk: Chunk, place: int, session: str, title: str, period: tuple[date, date]
) -> SessionRow:
    start, end = period
    row = chunk.numbers[place]
    # The format knows no school years; a term of more than nine months is one.
    kind = words.SCHOOL_YEAR if (end - start).days > NINE_MONTHS else words.TERM
    values = (chunk.file.name, row, False, session, title, kind, start, end, "")
    return SessionRow._make(values)
