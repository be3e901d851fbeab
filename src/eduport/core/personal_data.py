"""What every model says about the people in it, and how it is handed out and erased.

A model declares `personal_data` beside its fields. Models of libraries are declared in
`services/personal_data.py` of the domain that uses them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how long, and the nightly task that sees to it, by the task's name.

    Rows go `days` after the time in the column `since`; `setting` names a setting that
    holds the days. `text` may speak of `%(days)s`. Without a task nothing ends.
    """

    task: str = ""
    since: str = ""
    days: int = 0
    setting: str = ""
    text: "StrOrPromise" = ""


UNTIL_ERASURE = Retention(task="erase_due_task", setting="deletion_days")
"""Until the person is erased for good; see the domain `privacy`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """What a model knows about people, what for, and for how long.

    `withheld` says why the rows are not in what a person gets about herself.
    """

    what: "StrOrPromise"
    purpose: "StrOrPromise"
    retention: Retention = UNTIL_ERASURE
    withheld: "StrOrPromise" = ""


@dataclass(frozen=True, slots=True)
class NoPersonalData:
    """A model in which nobody stands; the reason is for whoever reviews it."""

    reason: str


Declaration = PersonalData | NoPersonalData
Declarations = Mapping[type[Model], Declaration]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What a domain does with personal data (Art. 30 GDPR: a processing activity)."""

    title: "StrOrPromise"
    purpose: "StrOrPromise"
    legal_basis: "StrOrPromise"
    subjects: "StrOrPromise"
    recipients: "StrOrPromise"


MANY_ROWS, FEW_COLUMNS = 4, 5


@dataclass(frozen=True, slots=True)
class Part:
    """Rows about one person. `columns` maps each key to its heading.

    `files` are read only for the archive: the content of each, by its name there.
    """

    key: str
    title: "StrOrPromise"
    columns: "Mapping[str, StrOrPromise]"
    rows: Sequence[Sequence[object]]
    files: Callable[[], Mapping[str, bytes]] = dict

    @property
    def headings(self) -> "list[StrOrPromise]":
        return list(self.columns.values())

    @property
    def labelled(self) -> "list[list[tuple[StrOrPromise, object]]]":
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]

    @property
    def is_table(self) -> bool:
        """Whether it is read best as a table: many short rows."""
        return len(self.rows) >= MANY_ROWS and len(self.columns) <= FEW_COLUMNS


def part_of(
    rows: QuerySet[Any],
    columns: "Mapping[str, StrOrPromise]",
    declared: PersonalData | None = None,
) -> Part:
    """The columns of these rows, in words where the field has choices: one query."""
    declared = declared or rows.model.personal_data
    words = [_choices(rows.model, name) for name in columns]
    found = [
        [_in_words(value, choices) for value, choices in zip(row, words, strict=True)]
        for row in rows.values_list(*columns)
    ]
    return Part(rows.model._meta.label, declared.what, columns, found)


def _in_words(value: object, choices: "Mapping[object, StrOrPromise]") -> object:
    # Fields without choices may hold lists, which are no key of a dictionary.
    return choices.get(value, value) if choices else value


def _choices(model: type[Model], path: str) -> "dict[object, StrOrPromise]":
    """The words for the values of a field that has choices, at the end of a path."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    name, _sign, rest = path.partition("__")
    field = fields.get(name)
    if rest and field and field.related_model:
        return _choices(field.related_model, rest)
    return dict(getattr(field, "flatchoices", ()))


def listed(keys: Iterable[int]) -> RawSQL:
    """Keys to compare a column with by `__in`, as one parameter.

    Django and psycopg handle each parameter by itself: of thousands, in each of dozens
    of statements, that takes them longer than the statements take PostgreSQL.
    """
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def listed_texts(texts: Iterable[str]) -> RawSQL:
    """The same with texts."""
    return RawSQL("SELECT unnest(%s::text[])", [list(texts)])


Counts = dict[str, int]


def delete_rows(*rows: QuerySet[Any]) -> Counts:
    """Delete in one statement each, and say how many rows of which model went.

    Django's own deletion first reads what points at the rows; who erases knows that.
    """
    return {found.model._meta.label: _delete(found) for found in rows}


def _delete(rows: QuerySet[Any]) -> int:
    return int(rows._raw_delete(rows.db) or 0)  # noqa: SLF001 -- no public way
