"""Counts that name nobody: what is smaller than five is not said, nor what is left.

A cell is the number of people who confirmed, of those in a role or a group. Both parts
must be large: that four have not confirmed would be as good as their names, in a small
school. A sum is said only if no cell is hidden; it would give the hidden one away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 5


class Saying(StrEnum):
    """What may be said about a cell."""

    EXACT = "exact"
    FEW = "few"
    ALL_BUT_FEW = "all_but_few"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown of one role or group. `number` is 0 unless it may be said."""

    key: str
    saying: Saying
    number: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """All cells, and the sum if it gives nothing away."""

    cells: Sequence[Cell]
    total: int | None


def counted(confirmed: Mapping[str, int], sizes: Mapping[str, int]) -> Counted:
    """What may be shown, in the order of `sizes`; who confirmed counts in one cell."""
    cells = [_cell(key, confirmed.get(key, 0), size) for key, size in sizes.items()]
    is_open = all(cell.saying == Saying.EXACT for cell in cells)
    return Counted(cells, sum(cell.number for cell in cells) if is_open else None)


def _cell(key: str, number: int, size: int) -> Cell:
    # Nobody is said to be in a group that is itself too small to be counted.
    shown_size = size if size >= FEWEST else 0
    # People may have left since they confirmed.
    if number < FEWEST:
        return Cell(key, Saying.FEW, size=shown_size)
    if size - number < FEWEST:
        return Cell(key, Saying.ALL_BUT_FEW, size=shown_size)
    return Cell(key, Saying.EXACT, number, shown_size)
