"""Turning the text columns of a chunk into clean values, a whole column at a time."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import repeat
from typing import Generic, TypeVar, cast

from eduport.sync.formats.problems import quoted
from eduport.sync.formats.tables import Chunk
from eduport.sync.formats.texts import (
    clean,
    clean_all,
    heading_key,
    is_clean,
)
from eduport.sync.types import Row

T = TypeVar("T")

LONGEST_NAME = 100
LONGEST_KEY = 255
REMEMBERED_VALUES = 100_000
YEARS = range(1900, 2200)

NO_ACCOUNT = ""
"""A role that is known, but gets no account: guardians."""


class UnreadableError(ValueError):
    """A value that is refused; `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


class Reader(Generic[T]):
    """Reads a column whose values repeat: each different value is looked at once.

    Holds a bounded number of values, so that a column of unique values costs no memory.
    """

    def __init__(self, convert: Callable[[str], T]) -> None:
        self._values = _Remembered(convert)

    def read(self, chunk: Chunk, name: str) -> list[T]:
        """The values of a column; rows with an unreadable one are refused.

        The place of a refused value holds a None that nobody sees: the row goes.
        """
        column = chunk.columns[name]
        if len(self._values) > REMEMBERED_VALUES:
            self._values.clear()
        try:
            # Most columns that repeat say the same all the way, or nothing.
            if column and column.count(column[0]) == len(column):
                return [self._values[column[0]]] * len(column)
            return list(map(self._values.__getitem__, column))
        except UnreadableError:
            values = [self._read_one(chunk, name, at) for at in range(len(column))]
            return cast(list[T], values)

    def _read_one(self, chunk: Chunk, name: str, position: int) -> T | None:
        try:
            return self._values[chunk.columns[name][position]]
        except UnreadableError as error:
            if position not in chunk.refused:
                chunk.refuse(position, name, error.code, **error.params)
            return None


class _Remembered(dict[str, T]):
    def __init__(self, convert: Callable[[str], T]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, text: str) -> T:
        value = self[text] = self._convert(text)
        return value


def texts(
    chunk: Chunk,
    name: str,
    *,
    limit: int,
    is_required: bool = True,
    may_be_empty: Sequence[bool] = (),
) -> list[str]:
    """A column of unlike texts. Empty ones are refused where they are required.

    `may_be_empty` marks rows that need nothing but a key because they are deletions.
    """
    values = clean_all(chunk.columns[name])
    if max(map(len, values), default=0) > limit:
        for position, value in enumerate(values):
            if len(value) > limit:
                chunk.refuse(position, name, "field_too_long", limit=str(limit))
    if is_required and not all(values):
        _refuse_empty(chunk, name, values, may_be_empty)
    return values


def _refuse_empty(
    chunk: Chunk, name: str, values: list[str], may_be_empty: Sequence[bool]
) -> None:
    excused = may_be_empty or [False] * len(values)
    for position, value in enumerate(values):
        if not value and not excused[position] and position not in chunk.refused:
            chunk.refuse(position, name, "required_field_empty")


def rows(chunk: Chunk, kind: type[Row], *columns: Sequence[object]) -> list[Row]:
    """The rows of the chunk that nobody refused."""
    values = zip(repeat(chunk.file.name), chunk.numbers, *columns, strict=False)
    # tuple.__new__ is what NamedTuple._make calls, without a Python frame per row.
    made = cast("map[Row]", map(tuple.__new__, repeat(kind), values))
    if not chunk.refused:
        return list(made)
    return [row for place, row in enumerate(made) if place not in chunk.refused]


def key(text: str) -> str:
    """A required key."""
    value = optional_key(text)
    if not value:
        raise UnreadableError("required_field_empty")
    return value


def optional_key(text: str) -> str:
    """A key or nothing."""
    value = text.strip()
    if not is_clean(value):
        value = clean(value)
    if len(value) > LONGEST_KEY:
        raise UnreadableError("field_too_long", limit=str(LONGEST_KEY))
    return value


def word(words: dict[str, T], code: str) -> Callable[[str], T]:
    """A converter for a closed list of words; only letters and digits are compared."""

    def convert(text: str) -> T:
        value = heading_key(text)
        if value not in words:
            shown = quoted(clean(text))
            raise UnreadableError(
                code if shown else "required_field_empty", value=shown
            )
        return words[value]

    return convert


def role_column(chunk: Chunk, name: str, reader: Reader[str]) -> list[str]:
    """The roles of a chunk; rows whose role gets no account are dropped and counted."""
    roles = reader.read(chunk, name)
    if NO_ACCOUNT in roles:
        for position, role in enumerate(roles):
            if role == NO_ACCOUNT and position not in chunk.refused:
                chunk.drop(position)
                chunk.file.without_account[chunk.columns[name][position]] += 1
    return roles


def iso_date(text: str) -> date:
    """2026-08-01, also with a time after it (ISO 8601)."""
    try:
        value = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise UnreadableError(
            "bad_date", value=quoted(text), example="2026-08-01"
        ) from None
    return _plausible(value, text)


def us_date(text: str) -> date:
    """8/1/2026; ISO dates are understood too."""
    return _split_date(text, "/", (2, 0, 1), "8/1/2026")


def german_date(text: str) -> date:
    """1.8.2026; ISO dates are understood too."""
    return _split_date(text, ".", (2, 1, 0), "1.8.2026")


def _split_date(
    text: str, separator: str, order: tuple[int, int, int], example: str
) -> date:
    parts = text.strip().split(separator)
    if len(parts) == 1:
        return iso_date(text)
    try:
        year, month, day = (int(parts[place]) for place in order)
        value = date(year, month, day)
    except (ValueError, IndexError):
        raise UnreadableError("bad_date", value=quoted(text), example=example) from None
    return _plausible(value, text)


def _plausible(value: date, text: str) -> date:
    if value.year not in YEARS:
        raise UnreadableError("bad_date", value=quoted(text), example="2026-08-01")
    return value


def optional_date(convert: Callable[[str], date]) -> Callable[[str], date | None]:
    """A converter for a date that may be missing."""
    return lambda text: convert(text) if text.strip() else None


def inclusive(convert: Callable[[str], date]) -> Callable[[str], date]:
    """A converter for a last day, which becomes the day after it."""
    return lambda text: convert(text) + timedelta(days=1)
