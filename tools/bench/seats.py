"""The figure of 300 people who want the last 20 seats of a training."""

from collections.abc import Iterator

from tools.bench.figures import Figure
from tools.bench.stage import Stage

COPY = "seated"


def seats_figures(stage: Stage, database: str) -> Iterator[Figure]:
    """Measured in a copy of the imported city, which is changed by it."""
    stage.copy_database(database, COPY)
    found = stage.measure(COPY, "seating")
    stage.drop_database(COPY)
    note = f"{found['seats']:.0f} seats given, {found['waiting']:.0f} wait"
    name = "300 people book 20 seats in the same second"
    yield Figure(name, found["seconds"], 10, "s", note=note)
    yield Figure("seats given beyond 20", abs(found["seats"] - 20), 0)
