"""The figures of the sync: first import, the next day, memory, growth, no hashing."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from eduport.ops.demo_city import Variant
from tools.bench.cities import City
from tools.bench.copying import Copied, copy_rows
from tools.bench.figures import Figure
from tools.bench.stage import EMPTY, FailedError, Stage

HASHED = "SELECT count(*) FROM accounts_account WHERE password NOT LIKE '!%'"
MEGABYTE_LIMIT = 1000
IMPORTED = "day1"
"""The database with the whole city."""
Run = dict[str, Any]


class SyncBench:
    """Runs the imports, each in a process and a database of its own."""

    def __init__(self, stage: Stage, city: City, repeat: int, *, profile: bool) -> None:
        self.stage = stage
        self.city = city
        self.repeat = repeat
        self.options = ["--profile"] if profile else []

    def figures(self) -> Iterator[Figure]:
        """All figures of the sync; leaves the imported city in the database `day1`."""
        first, copies = self._first_imports()
        with self.stage.connect(IMPORTED) as connection:
            hashed = connection.execute(HASHED).fetchone()
            # What autovacuum does before the next night.
            connection.execute("VACUUM ANALYZE")
        yield from _against_copy(first, copies)
        following = self._next_days()
        yield from self._against_parsing(following)
        yield from _memory([*first, *following])
        yield self._growth(first)
        yield Figure("passwords hashed by an import", hashed[0] if hashed else 1, 0)

    def _first_imports(self) -> tuple[list[Run], list[Copied]]:
        """Import and COPY in turns, so that a busier minute hits both."""
        runs, copies = [], []
        for _ in range(self.repeat):
            runs.append(self._import(EMPTY, IMPORTED, self.city))
            copies.append(copy_rows(self.stage, IMPORTED))
        return runs, copies

    def _next_days(self) -> list[Run]:
        runs = [
            self._import(IMPORTED, "day2", self.city, "next-day")
            for _ in range(self.repeat)
        ]
        self.stage.drop_database("day2")
        return runs

    def _against_parsing(self, runs: list[Run]) -> Iterator[Figure]:
        parsed = self.stage.measure(
            IMPORTED, "parsing", str(self.city.roster("next-day"))
        )
        seconds = median(run["seconds"] for run in runs)
        note = (
            f"{seconds:.1f} s : {parsed['ours']:.1f} s; csv.DictReader needs "
            f"{parsed['dict_reader']:.1f} s"
        )
        yield Figure("next day : reading alone", seconds / parsed["ours"], 2, note=note)

    def _growth(self, whole: list[Run]) -> Figure:
        half = [self._import(EMPTY, "half", self.city.half) for _ in range(self.repeat)]
        self.stage.drop_database("half")
        small, large = (median(r["seconds"] for r in runs) for runs in (half, whole))
        note = f"{large:.1f} s : {small:.1f} s"
        return Figure("twice the people : half of them", large / small, 2.2, note=note)

    def _import(
        self, template: str, name: str, city: City, variant: Variant = "today"
    ) -> Run:
        self.stage.copy_database(template, name)
        run = import_roster(self.stage, name, city.roster(variant), *self.options)
        print(f"{variant}, {city.people} people: {summary(run)}", flush=True)
        return run


def import_city(stage: Stage, city: City) -> None:
    """Bring a city into the database IMPORTED, for those who measure something else."""
    stage.copy_database(EMPTY, IMPORTED)
    import_roster(stage, IMPORTED, city.roster())
    with stage.connect(IMPORTED) as connection:
        connection.execute("VACUUM ANALYZE")


def import_roster(stage: Stage, database: str, roster: Path, *options: str) -> Run:
    """One run of the sync. Raises FailedError if it did not apply everything."""
    run = stage.measure(database, "importing", str(roster), *options)
    if run["state"] != "applied":
        raise FailedError(f"the sync ended as {run['state']}, not applied")
    return run


def summary(run: Run) -> str:
    """One run in a line; the CPU seconds say more than the time on a busy machine."""
    line = (
        f"{run['seconds']:.1f} s; CPU: PostgreSQL {run['postgres_cpu']:.1f} s, "
        f"reader {run['reader_cpu']:.1f} s, engine {run['python_cpu']:.1f} s"
    )
    return f"{line}\n{run['statements']}" if "statements" in run else line


def _against_copy(runs: list[Run], copies: list[Copied]) -> Iterator[Figure]:
    pairs = list(zip(runs, copies, strict=True))
    ratio = median(run["seconds"] / copy.rows for run, copy in pairs)
    with_journal = median(
        run["seconds"] / (copy.rows + copy.journal) for run, copy in pairs
    )
    cpu = median(
        (run["postgres_cpu"] + run["python_cpu"]) / copy.rows_cpu for run, copy in pairs
    )
    note = (
        f"{median(run['seconds'] for run in runs):.1f} s : "
        f"{median(copy.rows for copy in copies):.1f} s; with the journal "
        f"{with_journal:.2f}; CPU seconds without the reader {cpu:.2f}"
    )
    yield Figure("first import : COPY of its rows", ratio, 3, note=note)


def _memory(runs: list[Run]) -> Iterator[Figure]:
    for name, key in [("engine", "memory_mb"), ("reader", "reader_memory_mb")]:
        most = max(run[key] for run in runs)
        yield Figure(f"memory of the {name}", most, MEGABYTE_LIMIT, "MB")
