"""Rosters told in a few lines: a city whose people come, change and go."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from django.db import connection

from eduport.core.actor import Actor
from eduport.people.models import Source, SourceKind
from eduport.people.services.sources import get_or_create_source
from eduport.people.signals import persons_changed
from eduport.sync.models import Decision, SyncRun
from eduport.sync.services.decisions import continue_run, decide
from eduport.sync.services.runs import RunOptions, plan_roster, sync_roster
from eduport.sync.services.undo import undo_run
from tests.factories.people import NOON

NIGHT = Actor.system("sync")
OFFICE = Actor("office")
COLUMNS = {
    "orgs": "sourcedId status name type identifier parentSourcedId "
    "metadata.schoolCode metadata.schoolKind",
    "academicSessions": "sourcedId status title type startDate endDate parentSourcedId",
    "users": "sourcedId status enabledUser givenName familyName preferredGivenName "
    "primaryOrgSourcedId",
    "roles": "sourcedId status userSourcedId roleType role beginDate endDate "
    "orgSourcedId",
    "classes": "sourcedId status title classType schoolSourcedId termSourcedIds "
    "metadata.groupKind",
    "enrollments": "sourcedId status classSourcedId schoolSourcedId userSourcedId role "
    "primary",
}
WORDS = {"specialist": "aide", "office": "siteAdministrator", "external": "proctor"}


@dataclass
class Pupil:
    """Anybody in a roster; `roles` are (school, role), the first one is at home."""

    given: str
    family: str
    roles: list[tuple[str, str]]
    call: str = ""
    ends: dict[str, str] = field(default_factory=dict)


@dataclass
class Club:
    """A group in a roster."""

    school: str
    name: str
    kind: str
    session: str
    members: list[str]
    leaders: list[str]


class City:
    """What an export says today; tests change it and let it be read again."""

    def __init__(self) -> None:
        self.schools: dict[str, tuple[str, str]] = {}
        self.people: dict[str, Pupil] = {}
        self.groups: dict[str, Club] = {}
        self.sessions = {"Y26": ("2026/27", "schoolYear", "2026-08-01", "2027-08-01")}
        # Lines that no builder makes, by file.
        self.raw: dict[str, list[str]] = {}
        # Keys of rows that a delta takes away, by file.
        self.deleted: dict[str, list[tuple[str, ...]]] = {}

    def school(self, key: str, code: str = "", name: str = "") -> None:
        self.schools[key] = (code or key.lower(), name or f"School {key}")

    def person(self, key: str, name: str, *roles: str, call: str = "") -> None:
        """Add somebody: `person("1", "Ada Berg", "A:teacher", "B:teacher")`."""
        given, _, family = name.partition(" ")
        pairs = [(role.split(":")[0], role.split(":")[1]) for role in roles]
        self.people[key] = Pupil(given, family, pairs, call)

    def pupils(self, school: str, count: int, *, start: int = 1) -> list[str]:
        """Add many pupils with names of their own; return their keys."""
        keys = [f"{school}{number}" for number in range(start, start + count)]
        for number, key in enumerate(keys, start):
            self.person(key, f"Kim {word(number)}", f"{school}:student")
        return keys

    def group(  # noqa: PLR0913 -- a description
        self,
        key: str,
        school: str,
        name: str = "",
        *,
        kind: str = "class",
        session: str = "Y26",
        members: Iterable[str] = (),
        leaders: Iterable[str] = (),
    ) -> None:
        session = "" if kind in {"team", "department"} else session
        club = Club(school, name or key, kind, session, list(members), list(leaders))
        self.groups[key] = club

    def rename(self, key: str, family: str) -> None:
        self.people[key].family = family

    def place(self, key: str, *roles: str) -> None:
        """Let somebody be at these schools from now on."""
        self.people[key].roles = [
            (role.split(":")[0], role.split(":")[1]) for role in roles
        ]

    def drop(self, *keys: str) -> None:
        """Let people leave, with all that the export says of them."""
        for key in keys:
            del self.people[key]
            for club in self.groups.values():
                club.members = [member for member in club.members if member != key]
                club.leaders = [leader for leader in club.leaders if leader != key]

    def write(
        self,
        folder: Path,
        *,
        modes: Mapping[str, str] | None = None,
        without: Iterable[str] = (),
    ) -> Path:
        """Write OneRoster 1.2, every file in bulk unless `modes` says otherwise."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        modes = dict.fromkeys(COLUMNS, "bulk") | dict(modes or {})
        rows = self.rows()
        for name in COLUMNS:
            if name not in without and modes[name] != "absent":
                self._write_file(folder / f"{name}.csv", name, rows[name])
        lines = ["propertyName,value", "oneroster.version,1.2"]
        lines += [f"file.{name},{mode}" for name, mode in modes.items()]
        (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
        return folder

    def _write_file(self, path: Path, name: str, rows: list[tuple[str, ...]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS[name].split())
            writer.writerows([*rows, *self.deleted.get(name, [])])
            stream.writelines(f"{line}\r\n" for line in self.raw.get(name, []))

    def rows(self) -> dict[str, list[tuple[str, ...]]]:
        return {
            "orgs": [
                (key, "", name, "school", "", "", code, "")
                for key, (code, name) in self.schools.items()
            ],
            "academicSessions": [
                (key, "", *values, "") for key, values in self.sessions.items()
            ],
            "users": [
                (key, "", "true", one.given, one.family, one.call, one.roles[0][0])
                for key, one in self.people.items()
            ],
            "roles": [
                role_row(key, school, role, one.ends.get(school, ""))
                for key, one in self.people.items()
                for school, role in one.roles
            ],
            "classes": [
                (key, "", club.name, "", club.school, club.session, club.kind)
                for key, club in self.groups.items()
            ],
            "enrollments": [
                enrollment_row(key, club.school, person, is_leader=is_leader)
                for key, club in self.groups.items()
                for is_leader, persons in ((False, club.members), (True, club.leaders))
                for person in persons
            ],
        }


def role_row(
    person: str, school: str, role: str, ends: str = "", status: str = ""
) -> tuple[str, ...]:
    key, wire = f"{person}.{school}.{role}", WORDS.get(role, role)
    return (key, status, person, "primary", wire, "", ends, school)


def enrollment_row(
    group: str, school: str, person: str, *, is_leader: bool = False, status: str = ""
) -> tuple[str, ...]:
    role, primary = ("teacher", "true") if is_leader else ("student", "false")
    return (f"{group}.{person}", status, group, school, person, role, primary)


def word(number: int) -> str:
    """A surname of its own for every number: letters only."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return f"X{letters}"


class KilledError(BaseException):
    """Stands for a process that is gone: nothing of ours may catch it."""


@contextmanager
def killed_after(steps: int) -> Iterator[None]:
    """Let the work be killed when it changes people for the next time but `steps`."""
    done = count()

    def kill(**_kwargs: object) -> None:
        if next(done) >= steps:
            raise KilledError

    persons_changed.connect(kill)
    try:
        with pytest.raises(KilledError):
            yield
    finally:
        persons_changed.disconnect(kill)
        settle()


class Feed:
    """A source whose exports are read night after night."""

    def __init__(
        self, folder: Path, slug: str = "sis", kind: SourceKind = SourceKind.FEED
    ) -> None:
        self.folder = folder / slug
        self.source: Source = get_or_create_source(
            slug,
            authority_name="School authority",
            mail_domain="hamburg.de",
            kind=kind,
        )
        self.at = NOON

    def sync(self, city: City, **options: int | bool) -> SyncRun:
        """Write the city down, read it the next night, apply what is not held."""
        return self.sync_folder(city.write(self.folder), **options)

    def sync_folder(self, folder: Path, **options: int | bool) -> SyncRun:
        self.pass_a_day()
        wanted = RunOptions(**options)
        run = sync_roster(self.source, folder, options=wanted, by=NIGHT, at=self.at)
        settle()
        return run

    def plan(self, city: City) -> SyncRun:
        self.pass_a_day()
        folder = city.write(self.folder)
        wanted = RunOptions()
        run = plan_roster(self.source, folder, options=wanted, by=NIGHT, at=self.at)
        settle()
        return run

    def decide(self, run: SyncRun, decision: Decision, unit: int | None = None) -> None:
        """Decide about a held run, and apply what was approved."""
        decide(run.pk, decision, by=OFFICE, at=self.at, unit=unit)
        continue_run(run.pk, by=OFFICE, at=self.at)
        settle()
        run.refresh_from_db()

    def undo(self, run_id: int | None = None) -> SyncRun:
        self.pass_a_day()
        run = undo_run(self.source, by=OFFICE, at=self.at, run_id=run_id)
        settle()
        return run

    def pass_a_day(self) -> None:
        self.at += dt.timedelta(days=1)


def settle() -> None:
    """Do what a commit would: check what waits for it, and drop what ends with it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("DISCARD TEMP")
