"""The record of processing activities as Markdown and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from eduport.privacy.types import Processing

Facts = Sequence[tuple[StrOrPromise, StrOrPromise]]
EXCEL = "\ufeff"
"""A byte order mark: without it Excel reads umlauts wrongly."""


def headings() -> list[str]:
    """The columns of the table, in the reader's language."""
    return [
        _("Activity"),
        _("Categories of data"),
        _("Purpose"),
        _("Persons concerned"),
        _("Legal basis"),
        _("Recipients"),
        _("Erased"),
    ]


def rows_of(record: Sequence[Processing]) -> Iterator[list[str]]:
    """A row for each kind of data."""
    for processing in record:
        activity = processing.activity
        for line in processing.lines:
            row = [activity.title, line.declared.what, line.declared.purpose]
            row += [activity.subjects, activity.legal_basis, activity.recipients]
            yield [str(cell) for cell in [*row, line.period]]


def as_csv(record: Sequence[Processing]) -> str:
    """With semicolons, which the spreadsheets of a German office expect."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(headings())
    writer.writerows(rows_of(record))
    return EXCEL + file.getvalue()


def as_markdown(record: Sequence[Processing], general: Facts) -> str:
    """A chapter for each activity, after the facts that hold for all."""
    title = _("Record of processing activities (Art. 30 GDPR)")
    chapters = (part for processing in record for part in _chapter(processing))
    return "\n".join([f"# {title}", "", *_listed(general), "", *chapters])


def _listed(facts: Facts) -> Iterator[str]:
    return (f"- **{name}:** {fact}" for name, fact in facts)


def _chapter(processing: Processing) -> Iterator[str]:
    activity = processing.activity
    facts = [
        (_("Purpose"), activity.purpose),
        (_("Persons concerned"), activity.subjects),
        (_("Legal basis"), activity.legal_basis),
        (_("Recipients"), activity.recipients),
    ]
    yield from (f"## {activity.title}", "", *_listed(facts))
    yield ""
    columns = [_("Categories of data"), _("Purpose"), _("Erased")]
    yield from (_table_row(columns), "|---|---|---|")
    for line in processing.lines:
        cells = [line.declared.what, line.declared.purpose, line.period]
        yield _table_row([str(cell) for cell in cells])
    yield ""


def _table_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
