"""What every step of the planning knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The run that is planned, for whom and when."""

    run_id: int
    source_id: int
    authority_id: int
    at: datetime
    # The day whose affiliations count; today in Hamburg unless somebody says otherwise.
    day: date
    brake_percent: int
    switches_on_new_schools: bool

    @property
    def params(self) -> dict[str, Any]:
        """The named parameters of all planning statements."""
        return {
            "run": self.run_id,
            "source": self.source_id,
            "authority": self.authority_id,
            "at": self.at,
            "today": self.day,
            "switch_on": self.switches_on_new_schools,
        }

    def execute(self, script: str) -> None:
        """Run the statements of a script, one after the other."""
        with connection.cursor() as cursor:
            for statement in script.split(";\n"):
                if statement.strip():
                    cursor.execute(statement, self.params)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a query, all at once: for what is never many."""
        with connection.cursor() as cursor:
            cursor.execute(statement, self.params)
            return list(cursor.fetchall())

    def stream(self, statement: str, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a query in chunks, read from the server as they are needed."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, self.params)
            while chunk := cursor.fetchmany(size):
                yield chunk
