"""Which school a person calls the primary one, in sixteen bytes a person."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable


class HomeSchools:
    """Remembers pairs of person and school by their hashes.

    A country has eleven million persons: a dictionary of them would take gigabytes.
    Two of so many pairs share a 64-bit hash once in three hundred thousand rosters.
    """

    def __init__(self) -> None:
        self._persons = array("q")
        self._pairs = array("q")
        self._is_sorted = True

    def __bool__(self) -> bool:
        return bool(self._persons)

    def learn(self, persons: Iterable[str], schools: Iterable[str]) -> None:
        """Take up the persons that name a school."""
        pairs = [pair for pair in zip(persons, schools, strict=True) if pair[1].strip()]
        self._persons.extend(hash(person) for person, _ in pairs)
        self._pairs.extend(hash((person, school.strip())) for person, school in pairs)
        self._is_sorted = False

    def decide(self, person: str, school: str, *, otherwise: bool) -> bool:
        """Whether this is the home school; `otherwise` for persons who name none."""
        if not self._is_sorted:
            self._persons = array("q", sorted(self._persons))
            self._pairs = array("q", sorted(self._pairs))
            self._is_sorted = True
        if not _holds(self._persons, hash(person)):
            return otherwise
        return _holds(self._pairs, hash((person, school)))


def _holds(numbers: "array[int]", wanted: int) -> bool:
    place = bisect_left(numbers, wanted)
    return place < len(numbers) and numbers[place] == wanted
