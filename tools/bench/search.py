"""The figures of the search: how long an answer takes among many texts."""

from collections.abc import Iterator
from statistics import median, quantiles

from tools.bench.figures import Figure
from tools.bench.stage import Stage

COPY = "searched"
LIMIT = 100
HOW = {
    "known": "search: words that occur",
    "mistyped": "search: mistyped words",
    "compound": "search: words that are a part of others",
    "nonsense": "search: words that nobody wrote",
}


def search_figures(stage: Stage, database: str) -> Iterator[Figure]:
    """Measured in a copy of the imported city, with made-up texts."""
    stage.copy_database(database, COPY)
    measured = stage.measure(COPY, "searching")
    stage.drop_database(COPY)
    for kind, times in measured["times"].items():
        note = f"{measured['texts']:,} texts, median {median(times):.0f} ms"
        slowest = quantiles(times, n=20)[-1]
        yield Figure(f"{HOW[kind]}, 95th percentile", slowest, LIMIT, "ms", note=note)
