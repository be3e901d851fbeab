"""The figures of letters: a school of 2,500 people, with codes and with passwords."""

from collections.abc import Iterator
from statistics import median

from tools.bench.figures import Figure
from tools.bench.stage import Stage

LETTERS_LIMIT, PASSWORDS_LIMIT, FETCH_LIMIT, MEMORY_LIMIT = 60, 180, 10, 500


class LettersBench:
    """Each time in a process of its own, with people of the imported city."""

    def __init__(self, stage: Stage, database: str, repeat: int) -> None:
        self.stage = stage
        self.database = database
        self.repeat = repeat

    def figures(self) -> Iterator[Figure]:
        """Letters with codes, then with passwords, which are hashed one by one."""
        codes, passwords = self._median("code"), self._median("password")
        note = f"{codes['megabytes']:.1f} MB"
        yield Figure("2,500 letters", codes["made"], LETTERS_LIMIT, "s", note=note)
        slowest = max(codes["fetched"], passwords["fetched"])
        yield Figure("fetching them", slowest, FETCH_LIMIT, "s")
        name = "2,500 letters with generated passwords"
        yield Figure(name, passwords["made"], PASSWORDS_LIMIT, "s")
        memory = max(codes["memory"], passwords["memory"])
        yield Figure("memory for letters", memory, MEMORY_LIMIT, "MB")

    def _median(self, kind: str) -> dict[str, float]:
        runs = [
            self.stage.measure(self.database, "handing_out", kind)
            for _ in range(self.repeat)
        ]
        return {name: median(run[name] for run in runs) for name in runs[0]}
