"""Writing CSV that a spreadsheet shows as text, whatever a name begins with."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

# OWASP, "CSV Injection": a cell that begins so may be run as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_rows(
    stream: TextIO,
    heading: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    separator: str = ";",
) -> int:
    """Write heading and rows, every cell harmless and quoted; the number of rows.

    Open the file with newline="" and encoding="utf-8-sig", which Excel recognises.
    The semicolon is what a German Excel expects.
    """
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_cell(cell) for cell in heading])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        count += 1
    return count


def safe_cell(value: object) -> str:
    """The value as text; an apostrophe keeps a dangerous beginning from being run."""
    text = "" if value is None else str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(DANGEROUS) and not is_number else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(
    heading: Sequence[object], rows: Iterable[Sequence[object]]
) -> Iterator[str]:
    """The lines of a CSV file for a German Excel, every cell harmless and quoted.

    One by one, so that memory does not grow with the table.
    """
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in heading])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
