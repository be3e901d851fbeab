"""Breaking the files of a city, one way in each function."""

import csv
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from eduport.ops.demo_city.writing import school_key

Table = list[list[str]]

_KEY, _STATUS, _MODIFIED = 0, 1, 2
_GIVEN, _FAMILY, _HOME = 6, 7, 21
_ROLE_OF_ROLES = 5
_VICTIMS = 5


def missing_file(folder: Path) -> None:
    (folder / "users.csv").unlink()


def truncated_users(folder: Path) -> None:
    path = folder / "users.csv"
    content = path.read_bytes()
    line_start = content.rindex(b"\n", 0, len(content) * 6 // 10) + 1
    path.write_bytes(content[: line_start + 30])


def truncated_zip(folder: Path) -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(folder.glob("*.csv")):
            # A fixed date, so that the same seed gives the same bytes.
            target.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
            path.unlink()
    content = archive.getvalue()
    (folder / "roster.zip").write_bytes(content[: len(content) * 6 // 10])


def mixed_encodings(folder: Path) -> None:
    path = folder / "users.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    coded = (
        line.encode("cp1252", "replace")
        if number % 10 == 0 and number
        else line.encode()
        for number, line in enumerate(lines)
    )
    path.write_bytes(b"".join(coded))


def cp1252_semicolons(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        text = _written(_read(path), delimiter=";")
        path.write_bytes(text.encode("cp1252", "replace"))


def utf16(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_bytes().decode()
        path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))


def byte_order_mark(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def duplicate_keys(folder: Path) -> None:
    def change(table: Table) -> None:
        for number in (10, 20, 30):
            table[number][_KEY] = table[number - 1][_KEY]

    _change(folder, "users", change)


def unknown_roles(folder: Path) -> None:
    def change(table: Table) -> None:
        words = ("hausmeister", "Lehrerin", "42", "", "super-admin")
        for row, word in zip(_victims(table), words, strict=True):
            row[_ROLE_OF_ROLES] = row[-1] = word

    _change(folder, "roles", change)


def empty_names(folder: Path) -> None:
    pairs = (("", "Meyer"), ("Anna", ""), ("", ""), (" ", "Meyer"), ("Anna", "\u00a0"))
    _rename(folder, pairs)


def generic_names(folder: Path) -> None:
    pairs = (
        ("lehrer1", "lehrer1"),
        ("ipad", "3"),
        ("Vertretung", "Vertretung"),
        ("Test", "Test"),
        ("N.", "N."),
    )
    _rename(folder, pairs)


def dangling_references(folder: Path) -> None:
    def change_enrollments(table: Table) -> None:
        for position, row in enumerate(_victims(table)):
            row[3 + position % 3] = "NOBODY-KNOWS"

    def change_roles(table: Table) -> None:
        for row in _victims(table):
            row[8] = "NO-SCHOOL"

    _change(folder, "enrollments", change_enrollments)
    _change(folder, "roles", change_roles)


def people_missing(folder: Path) -> None:
    _drop_people(folder, lambda number, _row: number % 5 in {1, 3})


def half_a_school(folder: Path) -> None:
    second = school_key(1)
    _drop_people(folder, lambda number, row: row[_HOME] == second and number % 2 == 0)


def formula_cells(folder: Path) -> None:
    pairs = (
        ("=cmd|' /C calc'!A0", "Meyer"),
        ('=HYPERLINK("https://example.org";"Anna")', "Meyer"),
        ("+Anna", "Meyer"),
        ("-Anna", "Meyer"),
        ("@SUM(A1:A9)", "Meyer"),
    )
    _rename(folder, pairs)


def nul_bytes(folder: Path) -> None:
    pairs = (("An\x00na", "Meyer"), ("Anna", "\x00"), ("\x00Anna", "Mey\x00er"))
    _rename(folder, pairs)
    path = folder / "users.csv"
    content = path.read_bytes()
    end = content.rindex(b"\r\n", 0, len(content) // 2)
    path.write_bytes(content[: end + 2] + b"\x00\x00\r\n" + content[end + 2 :])


def header_twice(folder: Path) -> None:
    _change(folder, "users", lambda table: table.insert(len(table) // 2, table[0]))


def header_missing(folder: Path) -> None:
    _change(folder, "users", lambda table: table.pop(0))


def thousand_columns(folder: Path) -> None:
    def change(table: Table) -> None:
        table[0] += [f"metadata.extra{number}" for number in range(1000)]
        for row in table[1:]:
            row.extend(["x"] * 1000)

    _change(folder, "users", change)


def unbalanced_quotes(folder: Path) -> None:
    path = folder / "users.csv"
    lines = path.read_bytes().split(b"\r\n")
    middle = len(lines) // 2
    before, after = lines[middle].split(b",true,", 1)
    lines[middle] = before + b',true,"' + after
    path.write_bytes(b"\r\n".join(lines))


def delta_with_deletes(folder: Path) -> None:
    def change_manifest(table: Table) -> None:
        for row in table:
            if row[0] in {"file.users", "file.enrollments"}:
                row[1] = "delta"

    def keep_ten(table: Table) -> None:
        del table[11:]
        for number, row in enumerate(table[1:]):
            row[_STATUS] = "tobedeleted" if number in {3, 7} else "active"
            row[_MODIFIED] = "2026-11-23T20:15:00.000Z"

    _change(folder, "manifest", change_manifest)
    _change(folder, "users", keep_ten)
    _change(folder, "enrollments", keep_ten)


def decomposed_names(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        text = unicodedata.normalize("NFD", path.read_bytes().decode())
        path.write_bytes(text.encode())


def invisible_characters(folder: Path) -> None:
    pairs = (
        ("An\u200bna", "Mey\u200der"),
        ("\u202eannA", "Meyer"),
        ("\u2067Anna\u2069", "Meyer\u200f"),
        ("Anna\u00a0Lena", "von\u202fAdel"),
        ("\ufeffAnna", "Me\u00adyer"),
    )
    _rename(folder, pairs)


def very_long_names(folder: Path) -> None:
    pairs = (
        ("A" * 300, "Meyer"),
        ("Anna", "M" * 300),
        ("Anna-" * 200 + "Lena", "Meyer"),
        ("Anna " * 200, "von " * 200 + "Adel"),
        ("Ä" * 5000, "ß" * 5000),
    )
    _rename(folder, pairs)


def same_person_twice(folder: Path) -> None:
    doubles = {row[_KEY]: f"{row[_KEY]}X" for row in _victims(_read_table(folder))}

    def double_users(table: Table) -> None:
        table += [
            [doubles[row[_KEY]], *row[1:]] for row in table if row[_KEY] in doubles
        ]

    def double_roles(table: Table) -> None:
        twins = [row for row in table if row[3] in doubles]
        table += [[f"{row[0]}X", *row[1:3], doubles[row[3]], *row[4:]] for row in twins]

    _change(folder, "users", double_users)
    _change(folder, "roles", double_roles)


def _victims(table: Table) -> Table:
    """Some rows from all over the table, never its headings."""
    step = (len(table) - 1) // _VICTIMS
    return [table[1 + step * n + step // 2] for n in range(_VICTIMS)]


def _rename(folder: Path, pairs: Sequence[tuple[str, str]]) -> None:
    def change(table: Table) -> None:
        for row, (given, family) in zip(_victims(table), pairs, strict=False):
            row[_GIVEN], row[_FAMILY] = given, family

    _change(folder, "users", change)


def _drop_people(folder: Path, is_missing: Callable[[int, list[str]], bool]) -> None:
    """Take people away, with their roles and enrollments."""
    users = _read_table(folder)
    missing = {
        row[_KEY]
        for number, row in enumerate(users)
        if number and is_missing(number, row)
    }
    for name, column in (("users", _KEY), ("roles", 3), ("enrollments", 5)):
        path = folder / f"{name}.csv"
        kept = [row for row in _read(path) if row[column] not in missing]
        path.write_text(_written(kept), encoding="utf-8", newline="")


def _change(folder: Path, name: str, change: Callable[[Table], object]) -> None:
    path = folder / f"{name}.csv"
    table = _read(path)
    change(table)
    path.write_text(_written(table), encoding="utf-8", newline="")


def _read_table(folder: Path) -> Table:
    return _read(folder / "users.csv")


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def _written(table: Table, *, delimiter: str = ",") -> str:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return text.getvalue()
