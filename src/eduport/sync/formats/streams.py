"""Sending a long table as CSV, row by row, so that memory does not grow with it."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from eduport.core.safe_csv import safe_cell


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(
    heading: Sequence[object], rows: Iterable[Sequence[object]]
) -> Iterator[str]:
    """The lines of a CSV file for a German Excel, every cell harmless and quoted."""
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in heading])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
