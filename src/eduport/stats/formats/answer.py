"""A report as sheets: definitions first, then numbers. Written as XLSX and as CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from eduport.stats.types import MODULES, CountedRole, Modules, Report

Cell = str | int
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name of at most 31 letters, as Excel wants it."""

    title: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def sheets_of(report: Report, tiles: Mapping[str, str], made_on: date) -> list[Sheet]:
    """The whole answer; `tiles` says what the tiles are called."""
    return [
        explanation(report, made_on),
        _accounts(report),
        _accounts_over_time(report),
        _visits_over_time(report),
        _roles(report),
        _table(pgettext("sheet", "Modules"), report.modules, MODULES, report),
        _table(pgettext("sheet", "Tiles"), report.tiles, tiles, report),
    ]


def _accounts(report: Report) -> Sheet:
    numbers = _("Accounts"), _("Activated"), _("In use")
    heading = [_("Kind of school"), _("Role"), *numbers]
    rows: list[list[Cell]] = [
        [
            one.school_kind or _("without"),
            str(CountedRole(one.role).label),
            one.accounts,
            one.activated,
            one.in_use,
        ]
        for one in report.cells
    ]
    total = report.total
    everything: list[Cell] = [
        _("all"),
        _("all"),
        total.accounts,
        total.activated,
        total.in_use,
    ]
    return Sheet(_("Accounts"), heading, [*rows, everything], [30, 40])


def _accounts_over_time(report: Report) -> Sheet:
    heading = [_("Day"), _("Accounts"), _("Activated")]
    rows: list[list[Cell]] = [
        [day.isoformat(), *counts] for day, *counts in report.months
    ]
    return Sheet(pgettext("sheet", "Accounts over time"), heading, rows)


def _visits_over_time(report: Report) -> Sheet:
    first = _("Month") if report.is_by_month else _("Day")
    heading = [first, _("Page views"), _("Sign-ins")]
    sign_ins = dict(report.sign_ins)
    rows: list[list[Cell]] = [
        [day.isoformat(), n, sign_ins.get(day, 0)] for day, n in report.views
    ]
    return Sheet(pgettext("sheet", "Visits over time"), heading, rows)


def _roles(report: Report) -> Sheet:
    rows: list[list[Cell]] = [
        [str(CountedRole(role).label), count] for role, count in report.roles
    ]
    heading = [_("Role"), _("Page views")]
    return Sheet(pgettext("sheet", "Visits by role"), heading, rows, [40])


def _table(
    title: str, table: Modules, labels: Mapping[str, object], report: Report
) -> Sheet:
    kinds = report.kinds
    heading = [title, *(kind or _("without") for kind in kinds), _("all")]
    rows: list[list[Cell]] = [
        [
            str(labels.get(name, name)),
            *(counts.get(kind, 0) for kind in kinds),
            sum(counts.values()),
        ]
        for name, counts in table.items()
    ]
    return Sheet(title, heading, rows, [45])


def long_rows(sheets: Iterable[Sheet]) -> Iterator[list[Cell]]:
    """Every cell of the sheets in a row of its own, as CSV for programs wants it."""
    for sheet in sheets:
        for row in sheet.rows:
            for heading, cell in zip(sheet.heading[1:], row[1:], strict=True):
                yield [sheet.title, row[0], heading, cell]


def explanation(report: Report, made_on: date) -> Sheet:
    """What the numbers mean, from when they are, and what is left out of them."""
    period, since = report.question.period, report.question.since
    last = date.fromordinal(period.ends_on.toordinal() - 1)
    days = {"first": date_format(period.starts_on), "last": date_format(last)}
    rows = [
        (_("Made on"), date_format(made_on)),
        (_("Visits of the days"), _("%(first)s to %(last)s") % days),
        (_("Signed in since"), date_format(since)),
        *_definitions(),
        *_rules(),
    ]
    title = pgettext("sheet", "Explanation")
    return Sheet(title, [_("Word"), _("Meaning")], rows, [30, 110])


def _definitions() -> Iterator[tuple[str, str]]:
    yield (
        _("School"),
        _("A school that is open on the day on which the report was made. Exact."),
    )
    yield (
        _("Account"),
        _(
            "An everyday account of a person that is not locked and not released for "
            "deletion. It is counted once: at the home school, and in the first of the "
            "roles head of school, teacher, specialist, office, guest teacher, pupil. "
            "Admin-Accounts and function accounts are left out."
        ),
    )
    yield (
        _("Activated"),
        _("Somebody has signed in to the account at least once."),
    )
    yield (
        _("In use"),
        _(
            "Somebody has signed in at least once since the named day, the first of a "
            "month. Only the month of the last sign-in is kept, and not of whoever "
            "declined to be counted: there were rather more than fewer."
        ),
    )
    yield (
        _("Page view"),
        _(
            "A whole page was opened. Counted without cookies, address or name; not "
            "counted is whoever declined on the page about statistics, or whose "
            "browser sends Global Privacy Control or Do Not Track."
        ),
    )
    yield (_("Launch"), _("A service was opened by its tile."))
    yield (
        _("Sign-in"),
        _("Somebody signed in. Whoever signs in twice is counted twice."),
    )


def _rules() -> Iterator[tuple[str, str]]:
    yield (
        _("Threshold"),
        _("No number below 5 is published. A dash stands for none or too few to tell."),
    )
    yield (
        _("Rounding"),
        _(
            "The smallest cells (a page or tile, a kind of school, a role, a day; for "
            "accounts a kind of school and a role) are rounded to a multiple of 5, up "
            "or down by chance, so that they are right on average. A cell is always "
            "rounded in the same way. All other numbers are sums of these cells."
        ),
    )
    yield (
        _("Suppression"),
        _(
            "Sums and parts fit each other. The difference of any two numbers, of this "
            "report or of two, is again a multiple of 5: nobody can be singled out by "
            "subtracting."
        ),
    )


def workbook_of(sheets: Iterable[Sheet]) -> IO[bytes]:
    """The sheets in a workbook, in a file that is gone when it is closed."""
    file = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    with Workbook(file, OPTIONS) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        number = workbook.add_format({"num_format": "#,##0", "valign": "top"})
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.title[:31])
            page.freeze_panes(1, 1)
            for column, words in enumerate(sheet.heading):
                page.write_string(0, column, words, bold)
                page.set_column(column, column, _width(sheet, column))
            for place, row in enumerate(sheet.rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        page.write_number(place, column, cell, number)
                    else:
                        page.write_string(place, column, cell, wrapped)
    file.seek(0)
    return file


def _width(sheet: Sheet, column: int) -> int:
    given = len(sheet.widths)
    return sheet.widths[column] if column < given else 18
