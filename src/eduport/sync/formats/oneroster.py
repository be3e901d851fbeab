"""OneRoster CSV 1.1 and 1.2, and School Data Sync 2.1, which is a dialect of 1.2.

Sources: 1EdTech OneRoster CSV Binding 1.1 and 1.2.1; Microsoft's description of the
SDS 2.1 CSV format. Both OneRoster's end dates are exclusive, those of SDS inclusive.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from eduport.sync.formats import words
from eduport.sync.formats.columns import (
    LONGEST_KEY,
    LONGEST_NAME,
    Reader,
    UnreadableError,
    inclusive,
    iso_date,
    key,
    optional_date,
    optional_key,
    role_column,
    rows,
    texts,
    word,
)
from eduport.sync.formats.homes import HomeSchools
from eduport.sync.formats.manifests import Manifest
from eduport.sync.formats.oneroster_columns import (
    CLASSES,
    ENROLLMENTS,
    ORGS,
    ROLES,
    SESSIONS,
    USERS,
    USERS_WITH_ROLES,
)
from eduport.sync.formats.rosters import BaseRoster, Readers, TableReader
from eduport.sync.formats.sources import Source
from eduport.sync.formats.tables import Chunk
from eduport.sync.formats.texts import clean_all, dns_label
from eduport.sync.types import (
    AffiliationRow,
    Batch,
    GroupRow,
    MembershipRow,
    PersonRow,
    Row,
    SchoolRow,
    SessionRow,
    Severity,
    Table,
)

_IS_HOME = {**words.TRUE_FALSE, "primary": True, "secondary": False}


@dataclass(frozen=True, slots=True)
class Dialect:
    """In what the versions differ."""

    name: str
    roles: dict[str, str]
    last_day: Callable[[str], date]
    has_roles_file: bool = True
    needs_session: bool = True


ONEROSTER_1_1 = Dialect("oneroster-1.1", words.ONEROSTER_ROLES, iso_date, False)  # noqa: FBT003
ONEROSTER_1_2 = Dialect("oneroster-1.2", words.ONEROSTER_ROLES, iso_date)
SDS_2_1 = Dialect("sds-2.1", words.SDS_ROLES, inclusive(iso_date), needs_session=False)

# The file, the tables that stand in it, whether a roster makes no sense without it.
_FILES: tuple[tuple[str, tuple[Table, ...]], ...] = (
    ("orgs", (Table.SCHOOLS,)),
    ("academicSessions", (Table.SESSIONS,)),
    ("users", (Table.PERSONS,)),
    ("roles", (Table.AFFILIATIONS,)),
    ("classes", (Table.GROUPS,)),
    ("enrollments", (Table.MEMBERSHIPS,)),
)
_GROUP_FILES = ("academicSessions", "classes", "enrollments")


class OneRoster(BaseRoster):
    """Reads orgs, academicSessions, users, roles, classes and enrollments.

    Other files of the format (courses, demographics, results …) are not opened: the
    portal needs nothing of them. In version 1.1 nothing in the files says which school
    is a person's home, so none is marked.
    """

    memberships_stand_alone = True

    def __init__(self, source: Source, dialect: Dialect) -> None:
        super().__init__(source, dialect.name)
        self.dialect = dialect
        self._is_deleted = Reader(word(words.DELETED, "unknown_status"))
        self._keys = Reader(key)
        self._optional_keys = Reader(optional_key)
        # A few per school at most: needed to put a class of two terms into their year.
        self._parents: dict[str, str] = {}
        self._years: set[str] = set()
        self._homes = HomeSchools()
        manifest = self._read_manifest()
        if "relationships.csv" in source.names():
            self._note("relationships_not_read", "relationships.csv")
        self._readers = list(self._choose(manifest))

    def readers(self) -> Readers:
        return self._readers

    def _read_manifest(self) -> Manifest:
        if "manifest.csv" in self.source.names():
            return Manifest.read(self.source, self.log)
        if self.dialect is not SDS_2_1:
            self._note("no_manifest", "manifest.csv")
        return Manifest()

    def _choose(
        self, manifest: Manifest
    ) -> Iterator[tuple[TableReader, tuple[Table, ...]]]:
        methods: dict[str, TableReader] = {
            "orgs": self._orgs,
            "academicSessions": self._sessions,
            "users": self._users if self.dialect.has_roles_file else self._users_1_1,
            "roles": self._roles,
            "classes": self._classes,
            "enrollments": self._enrollments,
        }
        without_groups = self._is_without_groups(manifest)
        for name, tables in self._files():
            if without_groups and name in _GROUP_FILES:
                self.delta_tables.update(tables)
            elif self._is_there(name, tables, manifest):
                yield methods[name], tables

    def _note(self, code: str, file: str) -> None:
        self.log.add_to_file(Severity.NOTE, code, file)

    def _files(self) -> Iterator[tuple[str, tuple[Table, ...]]]:
        for name, tables in _FILES:
            if name == "users" and not self.dialect.has_roles_file:
                yield name, (Table.PERSONS, Table.AFFILIATIONS)
            elif name != "roles" or self.dialect.has_roles_file:
                yield name, tables

    def _is_without_groups(self, manifest: Manifest) -> bool:
        """SDS allows an export of persons only (Microsoft: "only managing users")."""
        if self.dialect is not SDS_2_1:
            return False
        files = {f"{name.lower()}.csv" for name in ("classes", "enrollments")}
        if files & set(self.source.names()):
            return False
        self._note("groups_not_delivered", "")
        return True

    def _is_there(
        self, name: str, tables: tuple[Table, ...], manifest: Manifest
    ) -> bool:
        file = f"{name}.csv"
        mode = manifest.mode(name)
        exists = file.lower() in self.source.names()
        if mode == "absent":
            self.delta_tables.update(tables)
            if exists:
                self._note("file_not_in_manifest", file)
            return False
        if not exists:
            self._miss_if_needed(file, tables)
            return False
        if mode == "delta":
            self.delta_tables.update(tables)
        return True

    def _miss_if_needed(self, file: str, tables: tuple[Table, ...]) -> None:
        # SDS needs no sessions: its classes may go without.
        if file == "academicSessions.csv" and self.dialect is SDS_2_1:
            self.delta_tables.update(tables)
        else:
            self.miss(file, *tables)

    # One method a file, in the order of the files.

    def _orgs(self) -> Iterator[Batch]:
        is_school = Reader(word(words.IS_SCHOOL, "unknown_organisation_type"))
        for chunk in self.chunks("orgs.csv", ORGS):
            deleted = self._is_deleted.read(chunk, "status")
            keys = texts(chunk, "key", limit=LONGEST_KEY)
            names = texts(chunk, "name", limit=LONGEST_KEY, may_be_empty=deleted)
            schools = is_school.read(chunk, "type")
            yield (
                Table.SCHOOLS,
                rows(
                    chunk,
                    SchoolRow,
                    deleted,
                    keys,
                    names,
                    _codes(chunk, keys, schools),
                    texts(chunk, "identifier", limit=LONGEST_KEY, is_required=False),
                    _school_kinds(chunk, schools),
                    schools,
                    self._optional_keys.read(chunk, "parent"),
                ),
            )

    def _sessions(self) -> Iterator[Batch]:
        kind = Reader(word(words.SESSION_KINDS, "unknown_session_kind"))
        first_day, last_day = Reader(iso_date), Reader(self.dialect.last_day)
        for chunk in self.chunks("academicsessions.csv", SESSIONS):
            starts = first_day.read(chunk, "start")
            ends = last_day.read(chunk, "end")
            refuse_reversed(chunk, starts, ends)
            found = rows(
                chunk,
                SessionRow,
                self._is_deleted.read(chunk, "status"),
                texts(chunk, "key", limit=LONGEST_KEY),
                texts(chunk, "title", limit=LONGEST_KEY),
                kind.read(chunk, "type"),
                starts,
                ends,
                self._optional_keys.read(chunk, "parent"),
            )
            self._remember(found)
            yield Table.SESSIONS, found

    def _remember(self, sessions: list[Row]) -> None:
        for session in sessions:
            if not isinstance(session, SessionRow):
                continue
            self._parents[session.key] = session.parent_key
            if session.kind == words.SCHOOL_YEAR:
                self._years.add(session.key)

    def _users(self) -> Iterator[Batch]:
        for chunk in self.chunks("users.csv", USERS):
            deleted = self._is_deleted.read(chunk, "status")
            yield self._persons(chunk, deleted)

    def _persons(self, chunk: Chunk, deleted: list[bool]) -> Batch:
        values = [word.lower() for word in set(chunk.columns["enabled"])]
        if "false" in values:
            enabled = chunk.columns["enabled"]
            chunk.file.disabled += sum(word.lower() == "false" for word in enabled)
        if any(chunk.columns["home"]):
            self._homes.learn(clean_all(chunk.columns["key"]), chunk.columns["home"])
        return Table.PERSONS, persons(chunk, deleted)

    def _users_1_1(self) -> Iterator[Batch]:
        read_role = Reader(word(self.dialect.roles, "unknown_role"))
        split = Reader(_key_list)
        for chunk in self.chunks("users.csv", USERS_WITH_ROLES):
            deleted = self._is_deleted.read(chunk, "status")
            roles = role_column(chunk, "role", read_role)
            schools = split.read(chunk, "school")
            yield self._persons(chunk, deleted)
            keys = texts(chunk, "key", limit=LONGEST_KEY, is_required=False)
            people = (chunk.numbers, deleted, keys, roles, schools)
            yield Table.AFFILIATIONS, _one_a_school(chunk, *people)

    def _roles(self) -> Iterator[Batch]:
        read_role = Reader(word(self.dialect.roles, "unknown_role"))
        is_home = Reader(word(_IS_HOME, "unknown_yes_no"))
        first_day = Reader(optional_date(iso_date))
        last_day = Reader(optional_date(self.dialect.last_day))
        for chunk in self.chunks("roles.csv", ROLES):
            roles = role_column(chunk, "role", read_role)
            keys = texts(chunk, "key", limit=LONGEST_KEY)
            schools = self._keys.read(chunk, "school")
            found = rows(
                chunk,
                AffiliationRow,
                self._is_deleted.read(chunk, "status"),
                keys,
                schools,
                roles,
                self._decide_homes(keys, schools, is_home.read(chunk, "is_home")),
                first_day.read(chunk, "start"),
                last_day.read(chunk, "end"),
            )
            yield Table.AFFILIATIONS, found

    def _decide_homes(
        self, keys: list[str], schools: list[str], marked: list[bool]
    ) -> list[bool]:
        """What the person says counts; 1.2 allows a primary role at every school."""
        if not self._homes:
            return marked
        decide = self._homes.decide
        return [
            decide(person, school, otherwise=mark)
            for person, school, mark in zip(keys, schools, marked, strict=True)
        ]

    def _classes(self) -> Iterator[Batch]:
        class_type = Reader(word(words.CLASS_TYPES, "unknown_group_kind"))
        own_kind = Reader(word({"": "", **words.GROUP_KINDS}, "unknown_group_kind"))
        sessions = Reader(_optional_key_list)
        for chunk in self.chunks("classes.csv", CLASSES):
            types = class_type.read(chunk, "type")
            own = own_kind.read(chunk, "kind")
            kinds = [mine or its for mine, its in zip(own, types, strict=True)]
            lists = sessions.read(chunk, "sessions")
            deleted = self._is_deleted.read(chunk, "status")
            found = rows(
                chunk,
                GroupRow,
                deleted,
                texts(chunk, "key", limit=LONGEST_KEY),
                self._keys.read(chunk, "school"),
                kinds,
                texts(chunk, "title", limit=LONGEST_KEY, may_be_empty=deleted),
                self._sessions_of(chunk, kinds, lists, deleted),
            )
            yield Table.GROUPS, found

    def _sessions_of(
        self,
        chunk: Chunk,
        kinds: list[str],
        lists: list[list[str]],
        deleted: list[bool],
    ) -> list[str]:
        chosen = [""] * len(kinds)
        for place, (kind, its_sessions) in enumerate(zip(kinds, lists, strict=True)):
            if kind in words.PERMANENT_KINDS or place in chunk.refused:
                continue
            if not its_sessions:
                if self.dialect.needs_session and not deleted[place]:
                    chunk.refuse(place, "sessions", "required_field_empty")
                continue
            chosen[place] = self._session_of(chunk, place, its_sessions)
        return chosen

    def _session_of(self, chunk: Chunk, place: int, its_sessions: list[str]) -> str:
        """A class of several terms belongs to their year, if there is one of them."""
        if len(its_sessions) == 1:
            return its_sessions[0]
        years = [session for session in its_sessions if session in self._years]
        parents = {self._parents.get(session, "") for session in its_sessions} - {""}
        if years:
            return years[0]
        if len(parents) == 1:
            return parents.pop()
        shown = ", ".join(its_sessions)
        first = its_sessions[0]
        chunk.note(place, "sessions", "several_sessions", value=shown, chosen=first)
        return first

    def _enrollments(self) -> Iterator[Batch]:
        read_role = Reader(word(words.ENROLLMENT_ROLES, "unknown_role"))
        lead_role = Reader(word(words.PRIMARY_ENROLLMENT_ROLES, "unknown_role"))
        is_primary = Reader(word(words.TRUE_FALSE, "unknown_yes_no"))
        for chunk in self.chunks("enrollments.csv", ENROLLMENTS):
            roles = role_column(chunk, "role", read_role)
            primary = is_primary.read(chunk, "primary")
            if True in primary:
                leads = lead_role.read(chunk, "role")
                roles = [
                    lead if is_lead else role
                    for role, lead, is_lead in zip(roles, leads, primary, strict=True)
                ]
            found = rows(
                chunk,
                MembershipRow,
                self._is_deleted.read(chunk, "status"),
                self._keys.read(chunk, "group"),
                texts(chunk, "key", limit=LONGEST_KEY),
                roles,
            )
            yield Table.MEMBERSHIPS, found


def persons(chunk: Chunk, deleted: list[bool]) -> list[Row]:
    """The persons of a chunk; a deletion needs no name."""
    keys = texts(chunk, "key", limit=LONGEST_KEY)
    name = partial(texts, chunk, limit=LONGEST_NAME)
    given = name("given_name", may_be_empty=deleted)
    family = name("family_name", may_be_empty=deleted)
    call = name("call_name", is_required=False)
    return rows(chunk, PersonRow, deleted, keys, given, family, call)


def _one_a_school(
    chunk: Chunk,
    numbers: Sequence[int],
    deleted: list[bool],
    keys: list[str],
    roles: list[str],
    schools: list[list[str]],
) -> list[Row]:
    """The affiliations of persons whose schools stand in one field, as in 1.1."""
    people = zip(numbers, deleted, keys, roles, schools, strict=True)
    name = chunk.file.name
    return [
        AffiliationRow._make((name, row, gone, person, school, role, False, None, None))
        for place, (row, gone, person, role, its_schools) in enumerate(people)
        if place not in chunk.refused
        for school in its_schools
    ]


def refuse_reversed(chunk: Chunk, starts: list[date], ends: list[date]) -> None:
    """A period has at least one day."""
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if place not in chunk.refused and end <= start:
            chunk.refuse(place, "end", "dates_reversed")


def _codes(chunk: Chunk, keys: list[str], schools: list[bool]) -> list[str]:
    codes: list[str] = []
    columns = (chunk.columns["code"], chunk.columns["identifier"], keys, schools)
    for place, (own, identifier, sourced_id, is_school) in enumerate(
        zip(*columns, strict=True)
    ):
        given = own.strip() or (is_school and (identifier.strip() or sourced_id)) or ""
        code = dns_label(given)
        if given and not code and place not in chunk.refused:
            chunk.refuse(place, "code", "bad_school_code", value=given)
        codes.append(code)
    return codes


def _school_kinds(chunk: Chunk, schools: list[bool]) -> list[str]:
    """The school's form: our extension, or an SDS type that says more than "school"."""
    own = texts(chunk, "kind", limit=LONGEST_KEY, is_required=False)
    types = texts(chunk, "type", limit=LONGEST_KEY, is_required=False)
    return [
        kind or (its_type if is_school and its_type.lower() != "school" else "")
        for kind, its_type, is_school in zip(own, types, schools, strict=True)
    ]


def _optional_key_list(text: str) -> list[str]:
    return [value for part in text.split(",") if (value := optional_key(part))]


def _key_list(text: str) -> list[str]:
    keys = _optional_key_list(text)
    if not keys:
        raise UnreadableError("required_field_empty")
    return keys
