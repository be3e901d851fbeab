"""The figures of the list of people: how long one waits for it in a whole city."""

from collections.abc import Iterator
from statistics import median, quantiles

from tools.bench.figures import Figure
from tools.bench.stage import Stage

LIMIT = 200


def people_figures(stage: Stage, database: str) -> Iterator[Figure]:
    """One figure for each kind of request, over all requests of it."""
    # Pages name their files by what is in them.
    stage.python(database, "-m", "eduport", "manage", "collectstatic", "--no-input")
    measured = stage.measure(database, "listing")
    for kind, found in measured.items():
        times = found["times"]
        note = f"median {median(times):.0f} ms; {found['cpu']:.0f} ms of CPU each"
        slowest = quantiles(times, n=20)[-1]
        yield Figure(
            f"people: {kind}, 95th percentile", slowest, LIMIT, "ms", note=note
        )
