"""The list of people as a table to take along: one batch after the other."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eduport.administration.queries.persons import PersonRow, rows_of
from eduport.people.models import Person

BATCH = 1000
WIDTHS = (24, 24, 16, 44, 32, 28, 16, 24, 20, 14)


def export_heading() -> list[str]:
    """The column heads of the table."""
    return [
        _("Last name"),
        _("First names"),
        _("Call name"),
        pgettext("field", "Login"),
        _("Home school"),
        _("Role"),
        _("Class"),
        pgettext("account", "State"),
        _("Source"),
        _("Here since"),
    ]


def export_rows(
    persons: QuerySet[Person], year: int | None = None
) -> Iterator[list[str]]:
    """The cells of all persons by name; memory holds one batch, however many.

    Classes are those of a school year, None the active one.
    """
    ids = list(persons.order_by("sort_name", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found = Person.objects.select_related("home_school", "source").in_bulk(batch)
        persons_in_order = [found[key] for key in batch if key in found]
        yield from map(_cells, rows_of(persons_in_order, year))


def _cells(row: PersonRow) -> list[str]:
    person = row.person
    return [
        person.family_name,
        person.given_name,
        person.call_name,
        row.account.username if row.account else "",
        person.home_school.name,
        ", ".join(row.roles),
        ", ".join(row.classes),
        str(row.state.label),
        person.source.name,
        date_format(localtime(person.created_at), "SHORT_DATE_FORMAT"),
    ]
