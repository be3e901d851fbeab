"""The figures of the visit statistics."""

from collections.abc import Iterator
from statistics import median

from tools.bench.figures import Figure
from tools.bench.stage import Stage

BURST = 2_000


def visits_figures(stage: Stage, database: str, repeat: int) -> Iterator[Figure]:
    """Cost of a request, alone and beside that of a page, and a burst."""
    stage.python(database, "-m", "eduport", "manage", "collectstatic", "--no-input")
    runs = [stage.measure(database, "counting") for _ in range(repeat)]
    cost = median(run["with"] for run in runs)
    yield Figure("counting a page view", cost, 1, "ms")
    ratio = median(run["with"] / run["page"] for run in runs)
    page = median(run["page"] for run in runs)
    note = f"{cost:.4f} ms : {page:.1f} ms"
    yield Figure("counting a page view : making a page", ratio, 0.05, note=note)
    rate = median(run["per_second"] for run in runs)
    note = "eight threads of one process; another one stores every 50 ms"
    yield Figure("visits counted", rate, BURST, "/s", at_least=True, note=note)
