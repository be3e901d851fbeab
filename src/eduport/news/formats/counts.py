"""Counts of confirmations in words; small ones stay unsaid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from eduport.news.rules.counting import FEWEST, Cell, Counted, Saying


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """A row for each role or group, and the sum if it gives nothing away."""

    rows: Sequence[tuple[str, str]]
    total: int | None


def shown_counts_of(found: Counted, names: Mapping[str, str]) -> ShownCounts:
    """The table as publishers see it."""
    others = _("others, such as Admin-Accounts")
    rows = [(names.get(cell.key, others), _words(cell)) for cell in found.cells]
    return ShownCounts(rows, found.total)


def _words(cell: Cell) -> str:
    if cell.saying == Saying.FEW:
        return _("fewer than %(number)d") % {"number": FEWEST}
    if cell.saying == Saying.ALL_BUT_FEW:
        return _("all but fewer than %(number)d") % {"number": FEWEST}
    words = {"number": cell.number, "size": cell.size}
    return _("%(number)d of %(size)d") % words
