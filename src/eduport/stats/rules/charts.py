"""Where the bars of a chart stand. The drawing is SVG in a template."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, BELOW, ABOVE = 64, 28, 28, 12
LINES = 4
GAP = 0.25
ROW, BAR, LABEL = 34, 18, 220
MOST_MARKS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, its number, and where its words stand."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    is_marked: bool = True

    @property
    def middle(self) -> float:
        return _short(self.x + self.width / 2)

    @property
    def end(self) -> float:
        return _short(self.x + self.width)


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the chart and the number that it stands for."""

    count: int
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template draws."""

    bars: Sequence[Bar]
    lines: Sequence[Line] = ()
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def ground(self) -> float:
        return self.height - BELOW

    @property
    def left(self) -> float:
        return LEFT


def top_of(counts: Sequence[int]) -> int:
    """A round number at or above the largest count: 1, 2 or 5 and noughts."""
    most, step = max([*counts, 1]), 1
    while True:
        for factor in (1, 2, 5):
            if factor * step * LINES >= most:
                return factor * step * LINES
        step *= 10


def columns(rows: Sequence[tuple[str, int]]) -> Chart:
    """Columns side by side, as over time."""
    top = top_of([count for _, count in rows])
    ground, room = HEIGHT - BELOW, HEIGHT - BELOW - ABOVE
    each = (WIDTH - LEFT - RIGHT) / max(len(rows), 1)
    every = -(-len(rows) // MOST_MARKS) or 1
    bars = [
        Bar(
            label,
            count,
            _short(LEFT + (place + GAP / 2) * each),
            _short(ground - room * count / top),
            _short(each * (1 - GAP)),
            _short(room * count / top),
            is_marked=place % every == 0,
        )
        for place, (label, count) in enumerate(rows)
    ]
    lines = [
        Line(top * part // LINES, _short(ground - room * part / LINES))
        for part in range(LINES + 1)
    ]
    return Chart(bars, lines)


def rows(found: Sequence[tuple[str, int]]) -> Chart:
    """Bars below each other, with room for names."""
    most = max([count for _, count in found], default=0) or 1
    room = WIDTH - LABEL - LEFT
    bars = [
        Bar(
            label,
            count,
            LABEL,
            place * ROW + (ROW - BAR) / 2,
            _short(room * count / most),
            BAR,
        )
        for place, (label, count) in enumerate(found)
    ]
    return Chart(bars, height=max(len(found), 1) * ROW)


def _short(number: float) -> float:
    return round(number, 1)
