"""Small rosters for the tests: written into a folder or zip file, then read."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from eduport.sync.formats import open_roster
from eduport.sync.types import Problem, Row, Table

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rosters"

PERSONS = "Personennummer;Vorname;Nachname;Rolle;Schulkürzel\n"


def write_folder(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def zip_folder(folder: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{prefix}{file.name}")
    return target


def fixture(name: str, changes: Mapping[str, str | bytes | None]) -> dict[str, bytes]:
    """The files of a fixture with some replaced, or removed where None."""
    files = {file.name: file.read_bytes() for file in (FIXTURES / name).iterdir()}
    for file, content in changes.items():
        if content is None:
            del files[file]
        else:
            files[file] = content.encode() if isinstance(content, str) else content
    return files


def read(path: Path) -> tuple[dict[Table, list[Row]], list[Problem]]:
    roster = open_roster(path)
    rows: dict[Table, list[Row]] = {table: [] for table in Table}
    for table, batch in roster.batches():
        rows[table] += batch
    return rows, roster.problems


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def values(rows: list[Row]) -> list[tuple[object, ...]]:
    """Rows without their place, for tests of what was understood."""
    return [tuple(row)[2:] for row in rows]
