"""What a figure is, and the table at the end."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value and its limit. `at_least` turns the limit round."""

    name: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False
    note: str = ""

    @property
    def is_ok(self) -> bool:
        if self.at_least:
            return self.measured >= self.limit
        return self.measured <= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ok": self.is_ok}

    def cells(self) -> list[str]:
        sign = "≥" if self.at_least else "≤"
        return [
            self.name,
            f"{sign} {_number(self.limit)} {self.unit}".rstrip(),
            f"{_number(self.measured)} {self.unit}".rstrip(),
            "ok" if self.is_ok else "MISSED",
            self.note,
        ]


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns."""
    heading = ["figure", "limit", "measured", "", "how"]
    rows = [heading, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*map(str.ljust, row[:4], widths), row[4]]).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"  # noqa: PLR2004 -- digits enough
