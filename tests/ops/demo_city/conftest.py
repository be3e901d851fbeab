"""Cities that several tests look at; writing one takes a tenth of a second."""

import csv
from pathlib import Path

import pytest

from eduport.ops.demo_city import CityPlan, CitySummary, Variant, write_city


class City:
    """A written city and its tables as dictionaries."""

    def __init__(self, plan: CityPlan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self._tables: dict[str, list[dict[str, str]]] = {}
        self.summary: CitySummary = write_city(plan, folder)

    def table(self, name: str) -> list[dict[str, str]]:
        if name not in self._tables:
            path = self.folder / f"{name}.csv"
            with path.open(encoding="utf-8", newline="") as stream:
                self._tables[name] = list(csv.DictReader(stream, strict=True))
        return self._tables[name]

    def by_key(self, name: str) -> dict[str, dict[str, str]]:
        return {row["sourcedId"]: row for row in self.table(name)}

    def class_of(self) -> dict[str, str]:
        """The school class of every student."""
        kinds = {
            key: row["metadata.groupKind"]
            for key, row in self.by_key("classes").items()
        }
        return {
            row["userSourcedId"]: row["classSourcedId"]
            for row in self.table("enrollments")
            if row["role"] == "student" and kinds[row["classSourcedId"]] == "class"
        }


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    """Cities by variant: 30 schools, so that every kind of school is there."""
    written: dict[Variant, City] = {}

    def get(variant: Variant = "today") -> City:
        if variant not in written:
            plan = CityPlan(30, 9000, seed=7, variant=variant)
            written[variant] = City(plan, tmp_path_factory.mktemp(variant))
        return written[variant]

    return get
