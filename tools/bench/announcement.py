"""The figures of announcing an incident to a whole city by mail."""

from collections.abc import Iterator

from tools.bench.figures import Figure
from tools.bench.stage import FailedError, Stage

COPY = "announced"
LIMIT = 600
HOW = {
    "everybody": "announcement to everybody, queued",
    "by_school": "announcement by school and role, queued",
}


def announcement_figures(stage: Stage, database: str) -> Iterator[Figure]:
    """Measured in a copy of the imported city, in which everybody wants mail."""
    stage.copy_database(database, COPY)
    measured = stage.measure(COPY, "announcing")
    stage.drop_database(COPY)
    for kind, found in measured.items():
        if found["copies"] != found["readers"]:
            raise FailedError("somebody would get it twice")
        slowest = f"longest batch {found['slowest'] * 1000:.0f} ms"
        note = f"{found['copies']:,} recipients, {slowest}"
        yield Figure(HOW[kind], found["seconds"], LIMIT, "s", note=note)
