"""The demo cities that are measured, written once and kept."""

from dataclasses import dataclass
from pathlib import Path

from eduport.ops.demo_city import CityPlan, Variant, write_city
from tools.bench.stage import BENCH


@dataclass(frozen=True)
class City:
    """A size."""

    schools: int
    people: int

    @property
    def half(self) -> "City":
        return City(self.schools // 2, self.people // 2)

    def roster(self, variant: Variant = "today") -> Path:
        """The folder with the files, which are written if they are not there yet."""
        folder = BENCH / "cities" / f"{self.schools}-{self.people}-{variant}"
        if not folder.exists():
            draft = folder.with_suffix(".part")
            write_city(CityPlan(self.schools, self.people, 1, variant), draft)
            draft.rename(folder)
        return folder


LARGE = City(350, 250_000)
SMALL = City(20, 10_000)
