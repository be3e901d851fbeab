"""The figures of the final erasure: its time, its memory, and a plain DELETE."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from tools.bench.figures import Figure
from tools.bench.stage import FailedError, Stage
from tools.bench.sync import IMPORTED

HOUR = 3600
RATIO_LIMIT = 5
MEGABYTE_LIMIT = 300
# Somebody of every class: every ninth person of a city.
RELEASE = """
CREATE TABLE leaver AS
SELECT id FROM people_person WHERE id % 9 = 0 ORDER BY id LIMIT {n};
ALTER TABLE leaver ADD PRIMARY KEY (id);
UPDATE people_affiliation
SET ended_at = greatest(started_at, now() - interval '61 days')
WHERE person_id IN (SELECT id FROM leaver);
UPDATE people_person SET deletion_released_at = now() - interval '61 days'
WHERE id IN (SELECT id FROM leaver);
UPDATE accounts_account SET activated_at = now() - interval '70 days'
WHERE person_id IN (SELECT id FROM leaver);
"""
# Foreign keys to persons and accounts, as if the database were to follow them itself.
CASCADE = """
SELECT format(
  'ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s ON DELETE CASCADE',
  conrelid::regclass, conname, conname,
  replace(pg_get_constraintdef(oid), ' DEFERRABLE INITIALLY DEFERRED', ''))
FROM pg_constraint
WHERE contype = 'f'
  AND confrelid IN ('people_person'::regclass, 'accounts_account'::regclass,
                    'people_affiliation'::regclass)
"""
FREE = "ALTER TABLE people_address DISABLE TRIGGER USER"
DELETE = "DELETE FROM people_person WHERE id IN (SELECT id FROM leaver)"


class ErasureBench:
    """Erases a night's share of the imported city, again and again."""

    def __init__(self, stage: Stage, people: int, repeat: int) -> None:
        self.stage = stage
        self.people = people
        self.repeat = repeat

    def figures(self) -> Iterator[Figure]:
        """Ours and the plain DELETE in turns, so that a busier minute hits both."""
        self._release()
        runs, plain = [], []
        for _ in range(self.repeat):
            runs.append(self._erase())
            plain.append(self._delete())
        self.stage.drop_database("leavers")
        yield from self._compared(runs, plain)

    def _release(self) -> None:
        self.stage.copy_database(IMPORTED, "leavers")
        with self.stage.connect("leavers") as connection:
            connection.execute(RELEASE.format(n=self.people))
            connection.execute("VACUUM ANALYZE")

    def _erase(self) -> dict[str, Any]:
        self.stage.copy_database("leavers", "erased")
        run = self.stage.measure("erased", "erasing", str(self.people))
        self.stage.drop_database("erased")
        if run["people"] != self.people:
            raise FailedError(f"{run['people']} people were erased, not {self.people}")
        print(f"erased {run['people']} people in {run['seconds']:.1f} s", flush=True)
        return run

    def _delete(self) -> float:
        self.stage.copy_database("leavers", "deleted")
        with self.stage.connect("deleted") as connection:
            for (statement,) in connection.execute(CASCADE).fetchall():
                connection.execute(statement)
            connection.execute(FREE)
            connection.execute("CHECKPOINT")
            start = time.monotonic()
            connection.execute(DELETE)
            seconds = time.monotonic() - start
        self.stage.drop_database("deleted")
        return seconds

    def _compared(
        self, runs: list[dict[str, Any]], plain: list[float]
    ) -> Iterator[Figure]:
        seconds = median(run["seconds"] for run in runs)
        limit = HOUR * self.people / 25_000
        rows = runs[0]["rows"] / seconds
        note = f"{self.people / seconds:.0f} people and {rows:.0f} rows a second"
        name = f"erasure of {self.people} people"
        yield Figure(name, seconds, limit, "s", note=note)
        ratio = median(
            run["seconds"] / peer for run, peer in zip(runs, plain, strict=True)
        )
        note = f"{seconds:.1f} s : {median(plain):.1f} s"
        yield Figure("erasure : DELETE … CASCADE", ratio, RATIO_LIMIT, note=note)
        memory = max(run["memory_mb"] for run in runs)
        yield Figure("memory of the erasure", memory, MEGABYTE_LIMIT, "MB")
