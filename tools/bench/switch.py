"""The figures of the change of the school year."""

from collections.abc import Iterator

from tools.bench.figures import Figure
from tools.bench.stage import Stage

COPY = "switched"


def switch_figures(stage: Stage, database: str) -> Iterator[Figure]:
    """Measured in a copy of the imported city, which is changed by it."""
    stage.copy_database(database, COPY)
    found = stage.measure(COPY, "switching")
    stage.drop_database(COPY)
    ratio = found["switch"] / found["bare"]
    note = f"{found['switch'] * 1000:.1f} ms : {found['bare'] * 1000:.1f} ms"
    yield Figure("switch of the year : bare UPDATE", ratio, 10, note=note)
    yield Figure("page before the switch, its numbers", found["numbers"], 2, "s")
    name = "100 classes into the new year and back"
    yield Figure(name, found["classes"], 1, "s")
