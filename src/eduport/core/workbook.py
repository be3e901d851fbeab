"""Writing Excel workbooks row by row, every cell as text."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO

from xlsxwriter import Workbook

# Nothing becomes a formula, a link or a number, whatever a name looks like.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook_of(
    title: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    widths: Sequence[int],
) -> IO[bytes]:
    """A workbook with one sheet in a file that is gone when it is closed."""
    file = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    with Workbook(file, _OPTIONS) as workbook:
        sheet = workbook.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        bold = workbook.add_format({"bold": True})
        for column, cell in enumerate(heading):
            sheet.write_string(0, column, cell, bold)
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write_string(place, column, str(value))
    file.seek(0)
    return file
