"""Which format a folder or zip file is in, by its file names and headings."""

from pathlib import Path

from eduport.sync.errors import UnknownFormatError
from eduport.sync.formats.manifests import Manifest
from eduport.sync.formats.mappings import MAPPING_FILE, PlainMapping, read_mapping
from eduport.sync.formats.oneroster import (
    ONEROSTER_1_1,
    ONEROSTER_1_2,
    SDS_2_1,
    Dialect,
    OneRoster,
)
from eduport.sync.formats.plain import Plain
from eduport.sync.formats.problems import ProblemLog
from eduport.sync.formats.rosters import BaseRoster
from eduport.sync.formats.sds1 import SchoolDataSync1
from eduport.sync.formats.sources import MAX_UNPACKED_SIZE, Source, open_source
from eduport.sync.formats.tables import read_headings

ONEROSTER_FILES = (
    "manifest.csv", "orgs.csv", "academicsessions.csv", "users.csv", "roles.csv",
    "classes.csv", "enrollments.csv", "relationships.csv",
)  # fmt: skip
SDS_1_FILES = (
    "school.csv", "section.csv", "student.csv", "teacher.csv",
    "studentenrollment.csv", "teacherroster.csv",
)  # fmt: skip
PLAIN_FILES = ("personen.csv", "gruppen.csv", MAPPING_FILE)
EXPECTED_FILES = frozenset((*ONEROSTER_FILES, *SDS_1_FILES, *PLAIN_FILES))

# So many of a format's files tell it even if the others are missing.
ENOUGH = 2


def detect_roster(
    path: Path,
    *,
    mapping: PlainMapping | None = None,
    max_size: int = MAX_UNPACKED_SIZE,
) -> BaseRoster:
    """Open the roster at `path` in the format that its files show."""
    source = open_source(path, EXPECTED_FILES, max_size=max_size)
    names = set(source.names())
    if names & set(PLAIN_FILES):
        return Plain(source, mapping or read_mapping(source))
    if len(names & set(SDS_1_FILES)) >= ENOUGH:
        return SchoolDataSync1(source)
    if "manifest.csv" in names or len(names & set(ONEROSTER_FILES)) >= ENOUGH:
        return OneRoster(source, _dialect(source))
    found = ", ".join(sorted(names)[:10]) or "–"
    raise UnknownFormatError(path=path.name, found=found)


def _dialect(source: Source) -> Dialect:
    version = ""
    if "manifest.csv" in source.names():
        version = Manifest.read(source, ProblemLog()).version
    if version:
        return ONEROSTER_1_1 if version == "1.1" else ONEROSTER_1_2
    return _dialect_by_headings(source)


def _dialect_by_headings(source: Source) -> Dialect:
    """Without a manifest the headings tell; a lost file must not hide the format."""
    if "orgsourcedids" in _headings(source, "users.csv"):
        return ONEROSTER_1_1
    is_one_roster = (
        "roletype" in _headings(source, "roles.csv")
        or "termsourcedids" in _headings(source, "classes.csv")
        or "manifest.csv" in source.names()
    )
    return ONEROSTER_1_2 if is_one_roster else SDS_2_1


def _headings(source: Source, name: str) -> list[str]:
    return read_headings(source, name) if name in source.names() else []
