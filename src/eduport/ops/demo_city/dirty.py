"""A catalogue of broken exports, one folder for each way to be broken."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from eduport.ops.demo_city import damage
from eduport.ops.demo_city.plan import CityPlan
from eduport.ops.demo_city.writing import write_city

Outcome = Literal["clean", "note", "refused", "hold", "fatal"]
"""What a reader must make of it, at least.

clean: read like the unbroken city, perhaps after decoding. note: everything is read,
something is remarked. refused: single rows are left out when they are read or planned,
with a reason for each row. hold: nothing of the schools affected is applied before a
human says so. fatal: nothing can be read.
"""


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to be broken: the folder's name, what is wrong, what must happen."""

    slug: str
    title: str
    outcome: Outcome
    expected: str
    make: Callable[[Path], None]


DEFECTS = (
    Defect(
        "missing-file",
        "users.csv is not there, although the manifest announces it.",
        "hold",
        "Nobody is taken for a leaver. The message names the missing file.",
        damage.missing_file,
    ),
    Defect(
        "truncated-users",
        "users.csv ends in the middle of a row.",
        "hold",
        "The cut is noticed; the people after it are not taken for leavers.",
        damage.truncated_users,
    ),
    Defect(
        "truncated-zip",
        "The upload is a zip archive that breaks off after 60 %.",
        "fatal",
        "Nothing is read; the message says that the archive is incomplete.",
        damage.truncated_zip,
    ),
    Defect(
        "mixed-encodings",
        "users.csv is UTF-8, but every tenth row is in Windows-1252.",
        "hold",
        "The people are not applied; the first wrong row is named, no letter guessed.",
        damage.mixed_encodings,
    ),
    Defect(
        "cp1252-semicolons",
        "All files are in Windows-1252 with semicolons, as Excel saves them.",
        "note",
        "Read, and remarked; letters that Windows-1252 lacks arrive as question marks.",
        damage.cp1252_semicolons,
    ),
    Defect(
        "utf16",
        "All files are in UTF-16 with byte order mark (“Unicode text”).",
        "clean",
        "Read as if it were UTF-8.",
        damage.utf16,
    ),
    Defect(
        "bom",
        "All files are UTF-8 with byte order mark.",
        "clean",
        "The mark is no part of the first heading.",
        damage.byte_order_mark,
    ),
    Defect(
        "duplicate-keys",
        "Three different people have the key of the person above them.",
        "refused",
        "The first row counts; the later ones are refused by row number.",
        damage.duplicate_keys,
    ),
    Defect(
        "unknown-roles",
        "Five roles are words that nobody defined, such as hausmeister.",
        "refused",
        "The rows are refused; nobody becomes a teacher by guessing.",
        damage.unknown_roles,
    ),
    Defect(
        "empty-names",
        "Five people have no given name or no family name, or only blanks.",
        "refused",
        "The rows are refused: no address can be built.",
        damage.empty_names,
    ),
    Defect(
        "generic-names",
        "Five “people” are called lehrer1, ipad 3, Vertretung, Test and N.N.",
        "refused",
        "No accounts for things and posts: an account belongs to one human being.",
        damage.generic_names,
    ),
    Defect(
        "dangling-references",
        "Roles and enrollments name people, schools and classes that do not exist.",
        "refused",
        "The rows are refused by number; all others are read.",
        damage.dangling_references,
    ),
    Defect(
        "people-missing",
        "40 % of all people are missing, everywhere.",
        "hold",
        "The mass-change brake holds all schools.",
        damage.people_missing,
    ),
    Defect(
        "half-a-school",
        "Half of the people of the second school are missing.",
        "hold",
        "The mass-change brake holds that school; the others are applied.",
        damage.half_a_school,
    ),
    Defect(
        "formula-cells",
        "Names begin with =, +, - or @ and would run in a spreadsheet.",
        "clean",
        "Read as text; every later export makes them harmless.",
        damage.formula_cells,
    ),
    Defect(
        "nul-bytes",
        "There are NUL bytes in names and between rows.",
        "hold",
        "No crash, although a database cannot store NUL; nobody is taken for a leaver.",
        damage.nul_bytes,
    ),
    Defect(
        "header-twice",
        "The headings come again in the middle of users.csv (files glued together).",
        "refused",
        "The second heading is not a person called givenName familyName.",
        damage.header_twice,
    ),
    Defect(
        "header-missing",
        "users.csv begins with the first person.",
        "hold",
        "No guessing of columns; the message names the headings that are needed.",
        damage.header_missing,
    ),
    Defect(
        "thousand-columns",
        "users.csv has 1,000 further columns.",
        "clean",
        "Unknown columns are passed over.",
        damage.thousand_columns,
    ),
    Defect(
        "unbalanced-quotes",
        "A quotation mark in the middle of users.csv is never closed.",
        "hold",
        "The rest of the file is not swallowed silently into one name.",
        damage.unbalanced_quotes,
    ),
    Defect(
        "delta-with-deletes",
        "users.csv and enrollments.csv are deltas: 8 changes and 2 deletions.",
        "clean",
        "Absent rows mean “unchanged”; only rows marked tobedeleted go.",
        damage.delta_with_deletes,
    ),
    Defect(
        "decomposed-names",
        "All names are in decomposed Unicode (NFD), as some systems store them.",
        "clean",
        "The same people, names and addresses as before: nothing changes.",
        damage.decomposed_names,
    ),
    Defect(
        "invisible-characters",
        "Names hold zero-width, right-to-left and non-breaking characters.",
        "clean",
        "The characters are dropped; nobody can disguise as somebody else.",
        damage.invisible_characters,
    ),
    Defect(
        "very-long-names",
        "Five people have names of 300 to 5,000 letters.",
        "refused",
        "What is longer than a name can be is refused; no address gets too long.",
        damage.very_long_names,
    ),
    Defect(
        "same-person-twice",
        "Five people stand there twice, under two keys, at the same school.",
        "note",
        "Shown as possible duplicates; merged only by a human.",
        damage.same_person_twice,
    ),
)


def write_dirty(plan: CityPlan, out: Path) -> list[str]:
    """Write every defect into a folder of its own under `out`; the folders' names.

    Beside them `clean` holds the same city unbroken, to compare with.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out) as scratch:
        base = Path(scratch) / "city"
        write_city(plan, base)
        for folder in _emptied(out, ["clean", *(defect.slug for defect in DEFECTS)]):
            shutil.copytree(base, folder)
    for defect in DEFECTS:
        defect.make(out / defect.slug)
        _write_readme(out / defect.slug, defect)
    return [defect.slug for defect in DEFECTS]


def _emptied(out: Path, names: list[str]) -> Iterator[Path]:
    for name in names:
        shutil.rmtree(out / name, ignore_errors=True)
        yield out / name


def _write_readme(folder: Path, defect: Defect) -> None:
    text = (
        f"# {defect.slug}\n\n{defect.title}\n\n"
        f"Expected ({defect.outcome}): {defect.expected}\n"
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
