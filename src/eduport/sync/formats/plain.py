"""Our plain format: personen.csv and gruppen.csv with German headings.

Described in docs/formats/plain.md.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from eduport.sync.errors import BadMappingError
from eduport.sync.formats import words
from eduport.sync.formats.columns import (
    LONGEST_KEY,
    NO_ACCOUNT,
    Reader,
    UnreadableError,
    german_date,
    inclusive,
    optional_date,
    role_column,
    rows,
    texts,
    word,
)
from eduport.sync.formats.mappings import (
    GROUP_FIELDS,
    PERSON_FIELDS,
    PlainMapping,
    apply_mapping,
)
from eduport.sync.formats.oneroster import persons
from eduport.sync.formats.problems import quoted
from eduport.sync.formats.rosters import (
    BaseRoster,
    Readers,
    TableReader,
    without_repeats,
)
from eduport.sync.formats.sds1 import school_codes
from eduport.sync.formats.sources import Source
from eduport.sync.formats.tables import Chunk, Columns, read_headings
from eduport.sync.formats.texts import clean, clean_all, heading_key
from eduport.sync.types import (
    AffiliationRow,
    Batch,
    GroupRow,
    MembershipRow,
    Row,
    SchoolRow,
    SessionRow,
    Severity,
    Table,
)

_SCHOOL_YEAR = re.compile(r"(?:20)?(\d\d) ?[/-] ?(?:20)?(\d\d)").fullmatch


def _spell(role: str, *spellings: str) -> dict[str, str]:
    return dict.fromkeys(map(heading_key, spellings), role)


ROLES = {
    **_spell(
        words.TEACHER,
        "Lehrkraft", "Lehr", "Lehrer", "Lehrerin", "Lehrer*in", "Lehrperson", "teacher",
    ),
    **_spell(
        words.STUDENT,
        "Schüler", "Schülerin", "Schüler*in", "Schueler", "Schuelerin", "Lern",
        "student",
    ),
    **_spell(
        words.SPECIALIST,
        "PTF", "NLehr", "Pädagogisch-therapeutisches Fachpersonal", "specialist",
        "Sozialpädagoge", "Sozialpädagogin", "Erzieher", "Erzieherin",
    ),
    **_spell(
        words.PRINCIPAL,
        "Schulleitung", "Leit", "Schulleiter", "Schulleiterin", "principal",
    ),
    **_spell(
        words.OFFICE, "Schulbüro", "SchB", "Sekretariat", "Verwaltung", "office",
    ),
    **_spell(words.EXTERNAL, "Extern", "Gastlehrkraft", "external"),
    **_spell(NO_ACCOUNT, "Sorg", "Sorgeberechtigt", "Erziehungsberechtigt", "guardian"),
}  # fmt: skip
GROUP_KINDS = {
    **_spell(words.CLASS, "Klasse", "class"),
    **_spell(words.COURSE, "Kurs", "course"),
    **_spell(words.DEPARTMENT, "Fachbereich", "Fachschaft", "department"),
    **_spell(words.TEAM, "Team", "Gruppe", "AG", "Arbeitsgruppe", "Gremium"),
}
YES_NO = {
    **dict.fromkeys(("ja", "j", "x", "1", "wahr", "yes", "y", "true"), True),
    **dict.fromkeys(("", "nein", "n", "0", "falsch", "no", "false"), False),
}


class Plain(BaseRoster):
    """Reads personen.csv, one row a person and school, and gruppen.csv.

    A school's key is its number where the file has numbers, otherwise its code.
    Schools, school years and groups are told once, at the first row that names them;
    how many of these there are is all that is remembered.
    """

    # A person's row names the class as well.
    memberships_come_last = False

    def __init__(self, source: Source, mapping: PlainMapping) -> None:
        super().__init__(source, "plain")
        self._roles = Reader(word(ROLES, "unknown_role"))
        self._yes_no = Reader(word(YES_NO, "unknown_yes_no"))
        self._years = Reader(_optional_school_year)
        self._default_year = _mapped_year(mapping.school_year)
        self._seen: set[tuple[Table, str]] = set()
        self._person_columns = self._columns_of_persons(mapping)
        self._group_columns = self._columns_of_groups(mapping)
        if "personen.csv" not in source.names():
            self.miss("personen.csv", Table.SCHOOLS, Table.PERSONS, Table.AFFILIATIONS)
        self._has_classes = bool({"class", "leads"} & self._present)
        if not self._has_classes and "gruppen.csv" not in source.names():
            self.delta_tables.update((Table.SESSIONS, Table.GROUPS, Table.MEMBERSHIPS))
            self.log.add_to_file(Severity.NOTE, "groups_not_delivered", "")

    def readers(self) -> Readers:
        groups = (Table.SESSIONS, Table.GROUPS, Table.MEMBERSHIPS)
        files: dict[str, tuple[TableReader, tuple[Table, ...]]] = {
            "personen.csv": (self._persons, tuple(Table)),
            "gruppen.csv": (self._groups, groups),
        }
        return [read for name, read in files.items() if name in self.source.names()]

    def _columns_of_persons(self, mapping: PlainMapping) -> Columns:
        fields, mapped = apply_mapping(PERSON_FIELDS, mapping.persons)
        self._present = self._fields_in("personen.csv", fields)
        required = {"key", "given_name", "family_name", "role", *mapped}
        required.add(self._school_field(self._present))
        if {"class", "leads"} & self._present and not self._default_year:
            required.add("school_year")
        return _columns(fields, required, school=self._school_field(self._present))

    def _columns_of_groups(self, mapping: PlainMapping) -> Columns:
        fields, mapped = apply_mapping(GROUP_FIELDS, mapping.groups)
        school = self._school_field(self._present)
        return _columns(fields, {"name", "kind", "key", school, *mapped}, school=school)

    def _fields_in(self, file: str, fields: Mapping[str, Sequence[str]]) -> set[str]:
        if file not in self.source.names():
            return set()
        there = set(read_headings(self.source, file))
        return {
            name for name, known in fields.items()
            if not there.isdisjoint(map(heading_key, known))
        }  # fmt: skip

    @staticmethod
    def _school_field(present: set[str]) -> str:
        return "school_number" if "school_number" in present else "school_code"

    def _persons(self) -> Iterator[Batch]:
        first_day = Reader(optional_date(german_date))
        last_day = Reader(optional_date(inclusive(german_date)))
        for chunk in self.chunks("personen.csv", self._person_columns):
            roles = role_column(chunk, "role", self._roles)
            schools = texts(chunk, self._person_columns.school, limit=LONGEST_KEY)
            starts, ends = first_day.read(chunk, "start"), last_day.read(chunk, "end")
            homes = self._yes_no.read(chunk, "is_home")
            years = self._year_column(chunk)
            kept = [False] * len(roles)
            new_schools = self._new_schools(chunk, schools)
            people = persons(chunk, kept)
            yield (
                Table.SCHOOLS,
                [row for at, row in new_schools if at not in chunk.refused],
            )
            yield Table.PERSONS, without_repeats(people)
            keys = clean_all(chunk.columns["key"])
            columns = (kept, keys, schools, roles, homes, starts, ends)
            yield Table.AFFILIATIONS, rows(chunk, AffiliationRow, *columns)
            if self._has_classes:
                yield from self._classes(chunk, schools, years)

    def _year_column(self, chunk: Chunk) -> list[str]:
        years = self._years.read(chunk, "school_year")
        return [year or self._default_year for year in years]

    def _new_schools(
        self, chunk: Chunk, schools: list[str]
    ) -> list[tuple[int, SchoolRow]]:
        given_codes = clean_all(chunk.columns["school_code"])
        numbers = clean_all(chunk.columns["school_number"])
        names = texts(chunk, "school_name", limit=LONGEST_KEY, is_required=False)
        field = self._person_columns.school
        codes = school_codes(chunk, field, given_codes, schools)
        found = []
        for at, school in enumerate(schools):
            if at in chunk.refused or not self._is_new(Table.SCHOOLS, school):
                continue
            row = SchoolRow(
                chunk.file.name, chunk.numbers[at], False, school,  # noqa: FBT003
                names[at] or given_codes[at] or school, codes[at], numbers[at],
                "", True, "",  # noqa: FBT003
            )  # fmt: skip
            found.append((at, row))
        return found

    def _is_new(self, table: Table, key: str) -> bool:
        is_new = (table, key) not in self._seen
        self._seen.add((table, key))
        return is_new

    def _classes(
        self, chunk: Chunk, schools: list[str], years: list[str]
    ) -> Iterator[Batch]:
        classes = texts(chunk, "class", limit=LONGEST_KEY, is_required=False)
        led = texts(chunk, "leads", limit=LONGEST_KEY, is_required=False)
        keys = clean_all(chunk.columns["key"])
        found = _Found(chunk)
        for at, (school, year, person) in enumerate(
            zip(schools, years, keys, strict=True)
        ):
            if at in chunk.refused or not (classes[at] or led[at]):
                continue
            if not year:
                chunk.note(at, "school_year", "required_field_empty")
                continue
            names = [(name.strip(), words.LEADER) for name in led[at].split(",")]
            for name, role in [(classes[at], words.MEMBER), *names]:
                if name:
                    group = _GroupName("", school, words.CLASS, name, year)
                    found.member(at, self._group(found, at, group), person, role)
        yield from found.batches()

    def _group(self, found: "_Found", at: int, group: "_GroupName") -> str:
        """Tell of a group and its school year if they are new; the group's key."""
        if group.year and self._is_new(Table.SESSIONS, group.year):
            found.session(at, group.year)
        if self._is_new(Table.GROUPS, group.key):
            found.group(at, group)
        return group.key

    def _groups(self) -> Iterator[Batch]:
        kinds = Reader(word(GROUP_KINDS, "unknown_group_kind"))
        for chunk in self.chunks("gruppen.csv", self._group_columns):
            columns = (
                texts(chunk, "group", limit=LONGEST_KEY, is_required=False),
                texts(chunk, self._group_columns.school, limit=LONGEST_KEY),
                kinds.read(chunk, "kind"),
                texts(chunk, "name", limit=LONGEST_KEY),
                self._year_column(chunk),
            )
            members = texts(chunk, "key", limit=LONGEST_KEY, is_required=False)
            leads = self._yes_no.read(chunk, "leads")
            found = _Found(chunk)
            for at, values in enumerate(zip(*columns, strict=True)):
                if at not in chunk.refused:
                    role = words.LEADER if leads[at] else words.MEMBER
                    self._group_row(found, at, _GroupName(*values), (members[at], role))
            yield from found.batches()

    def _group_row(
        self, found: "_Found", at: int, group: "_GroupName", member: tuple[str, str]
    ) -> None:
        if not group.is_permanent and not group.year:
            found.chunk.refuse(at, "school_year", "required_field_empty")
            return
        key = self._group(found, at, group)
        if member[0]:
            found.member(at, key, *member)


class _GroupName:
    """What names a group; its key is the given number or made of all the rest."""

    def __init__(
        self, number: str, school: str, kind: str, name: str, year: str
    ) -> None:
        self.school, self.kind, self.name = school, kind, name
        self.is_permanent = kind in words.PERMANENT_KINDS
        self.year = "" if self.is_permanent else year
        parts = (school, self.year, kind, name)
        self.key = number or "/".join(filter(None, parts))


class _Found:
    """What a chunk tells of sessions, groups and memberships."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self._rows: dict[Table, list[Row]] = {
            Table.SESSIONS: [], Table.GROUPS: [], Table.MEMBERSHIPS: [],
        }  # fmt: skip

    def session(self, at: int, year: str) -> None:
        first = int(year[:4])
        starts, ends = date(first, 8, 1), date(first + 1, 8, 1)
        values = (False, year, year, words.SCHOOL_YEAR, starts, ends, "")
        self._rows[Table.SESSIONS].append(SessionRow._make((*self._place(at), *values)))

    def group(self, at: int, group: _GroupName) -> None:
        values = (False, group.key, group.school, group.kind, group.name, group.year)
        self._rows[Table.GROUPS].append(GroupRow._make((*self._place(at), *values)))

    def member(self, at: int, group: str, person: str, role: str) -> None:
        values = (False, group, person, role)
        self._rows[Table.MEMBERSHIPS].append(
            MembershipRow._make((*self._place(at), *values))
        )

    def batches(self) -> Iterator[Batch]:
        yield from self._rows.items()

    def _place(self, at: int) -> tuple[str, int]:
        return self.chunk.file.name, self.chunk.numbers[at]


def _columns(
    fields: Mapping[str, Sequence[str]], required: set[str], *, school: str
) -> Columns:
    return Columns(
        {name: known for name, known in fields.items() if name in required},
        {name: known for name, known in fields.items() if name not in required},
        key="key",
        school=school,
    )


def school_year(text: str) -> str:
    """A school year written as 2026/27, whichever way it was written."""
    match = _SCHOOL_YEAR(clean(text).removeprefix("SJ").strip())
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise UnreadableError("bad_school_year", value=quoted(clean(text)))
    return f"20{match[1]}/{match[2]}"


def _optional_school_year(text: str) -> str:
    return school_year(text) if text.strip() else ""


def _mapped_year(text: str) -> str:
    try:
        return _optional_school_year(text)
    except UnreadableError:
        raise BadMappingError(reason=f"schuljahr = {text}") from None
