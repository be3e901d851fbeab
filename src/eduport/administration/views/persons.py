"""The list of people and the page of a person."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.db.models.functions import Greatest
from django.forms import Form
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.administration.forms.persons import PersonFilterForm
from eduport.administration.panels import bulk_actions, person_actions
from eduport.administration.permissions import (
    can_manage_people,
    can_manage_person,
    sees_everybody,
)
from eduport.administration.queries.person import PersonRecord, record_of
from eduport.administration.queries.persons import (
    must_choose_school,
    persons_found,
    rows_of,
    schools_looked_at,
)
from eduport.administration.queries.sorting import (
    with_class_order,
    with_state_order,
)
from eduport.core.actor import Actor
from eduport.people.models import Person
from eduport.people.queries import persons_visible_to
from eduport.people.queries.rights import RightAt, rights_of
from eduport.people.queries.years import chosen_year, other_year_name, year_choices
from eduport.web.access import is_htmx
from eduport.web.keyset import KeysetListView
from eduport.web.lists import Column
from eduport.web.views import ObjectPageView

WORKED_OUT = "worked_out_"
ORDERS = {"class_order": with_class_order, "state_order": with_state_order}


class PeopleView(KeysetListView[Person]):
    """The people whom the actor looks after."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/people.html"
    results_template_name = "administration/_people.html"
    page_title = _("People")
    default_sort = "name"

    @property
    def year(self) -> int | None:
        return chosen_year(self.request.session)

    @cached_property
    def form(self) -> PersonFilterForm:
        return PersonFilterForm(self.request.GET, actor=self.actor, year=self.year)

    def filter_form(self) -> PersonFilterForm:
        return self.form

    def rows(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor)

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Class and state order the people of a school, not those of a city."""
        of_school = ("class_order",), ("state_order",)
        by_class, by_state = of_school if self.is_narrow else ((), ())
        return (
            Column("name", _("Name"), ("sort_name",)),
            Column("login", pgettext_lazy("field", "Login"), ("address_base",)),
            Column("role", _("Role"), css="ep-col-role"),
            Column("class", _("Class"), by_class),
            Column("state", pgettext_lazy("account", "State"), by_state),
            Column("created", _("Since"), ("created_at",), "ep-col-late"),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether only the people of a school or a few are listed."""
        return bool(self.form.only_school) or not sees_everybody(self.actor)

    @property
    def is_search(self) -> bool:
        return bool(self.form.as_filter().words)

    @property
    def order_fields(self) -> tuple[str, ...]:
        fields = super().order_fields
        return tuple(WORKED_OUT + name for name in fields) if self.is_search else fields

    @property
    def counts_with_page(self) -> bool:  # type: ignore[override]
        return self.is_search

    def sortable(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        fields = super().order_fields
        for field, with_order in ORDERS.items():
            rows = with_order(rows, self.year) if field in fields else rows
        # Walking along an index in the order of the list, until enough are found, is
        # slow when those who are found stand together far down.
        worked_out = fields if self.is_search else ()
        return rows.annotate(**{WORKED_OUT + f: Greatest(f, f) for f in worked_out})

    def matching(self, form: Form | None) -> QuerySet[Person]:
        return persons_found(self.actor, self.form.as_filter())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_part = is_htmx(self.request)
        at_home = schools_looked_at(self.actor, self.form.as_filter())
        return context | {
            "rows": rows_of(context["page"].rows, self.year, at_home),
            "crumbs": [(self.page_title, "")],
            "school": self.form.only_school,
            "filter_query": self.filter_query(),
            "must_choose": must_choose_school(self.actor, self.form.as_filter()),
            "bulk_actions": bulk_actions(self.actor),
            # The classes are those of the school that was just chosen.
            "is_part": is_part,
            "years": [] if is_part else year_choices(self.request.session),
        }

    def filter_query(self) -> str:
        """The filter without page and order, as bulk actions get it.

        It names the year, so that what a page showed is what the next one means.
        """
        values = {
            name: self.request.GET[name]
            for name in self.form.fields
            if self.request.GET.get(name)
        }
        year = {"year": self.year} if self.year is not None else {}
        return urlencode(values | year)


def can_see(actor: Actor, _person: Model) -> bool:
    """Whoever is visible may be looked at."""
    return can_manage_people(actor)


class PersonView(ObjectPageView[Person]):
    """Everything about one person that those who look after them need."""

    permission = staticmethod(can_see)
    lookup = "uid"
    template_name = "administration/person.html"

    def visible_objects(self) -> QuerySet[Person]:
        related = ("home_school", "source", "merged_into")
        return persons_visible_to(self.actor).select_related(*related)

    def get_page_title(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.request.session
        record = record_of(self.object, chosen_year(session))
        return super().get_context_data(
            record=record,
            actions=person_actions(self.actor, record),
            is_guest=not can_manage_person(self.actor, self.object),
            year_shown=other_year_name(session),
            rights=self.allowed(record),
            crumbs=[(PeopleView.page_title, "../"), (str(self.object), "")],
            **kwargs,
        )

    def allowed(self, record: PersonRecord) -> list[RightAt]:
        """What the everyday account and the Admin-Account may do, and why."""
        rights = rights_of(self.object.pk, is_admin=False)
        if record.admin_account:
            rights += rights_of(self.object.pk, is_admin=True)
        return [one for one in rights if one.decision.is_allowed]
