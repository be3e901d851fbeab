"""The filter of the list of people, and selections that a page sent."""

import re
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.administration.queries.persons import (
    classes_shown,
    schools_managed_by,
    sources_of_people,
)
from eduport.administration.types import (
    GUEST,
    NO_GROUP,
    PersonFilter,
    PersonState,
    Selection,
)
from eduport.core.actor import Actor
from eduport.people.models import Group, Role, School, Source, folded
from eduport.web.forms import EduPortForm, SearchWidget

STATES = [*PersonState.choices, (NO_GROUP, _("in no group")), (GUEST, _("guest"))]


class PersonFilterForm(EduPortForm):
    """Who is listed. What makes no sense, such as a class that is gone, is left out."""

    q = forms.CharField(
        label=_("Name, login or class"), required=False, widget=SearchWidget
    )
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), required=False, empty_label=_("All")
    )
    school_class = forms.ModelChoiceField(
        Group.objects.none(), label=_("Class"), required=False, empty_label=_("All")
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *Role.choices]
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("account", "State"),
        required=False,
        choices=[("", _("All")), *STATES],
    )
    source = forms.ModelChoiceField(
        Source.objects.none(), label=_("Source"), required=False, empty_label=_("All")
    )

    def __init__(
        self, data: QueryDict, *, actor: Actor, year: int | None = None
    ) -> None:
        super().__init__(data)
        self.year = year
        self.schools = list(schools_managed_by(actor))
        self.only_school = self._chosen_school(data.get("school", ""))
        narrowed = School.objects.filter(
            pk__in=[one.pk for one in [self.only_school] if one]
        )
        self._offer("source", sources_of_people())
        self._offer("school_class", classes_shown(narrowed, year))
        if len(self.schools) > 1:
            ids = [school.pk for school in self.schools]
            offered = School.objects.filter(pk__in=ids).order_by(folded("name"), "pk")
            self._offer("school", offered)
        else:
            del self.fields["school"]
        self.is_valid()

    def _chosen_school(self, asked: str) -> School | None:
        if len(self.schools) == 1:
            return self.schools[0]
        return next((one for one in self.schools if str(one.pk) == asked), None)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        cast(forms.ModelChoiceField[Any], self.fields[name]).queryset = rows

    def as_filter(self) -> PersonFilter:
        """What was asked, as the queries understand it."""
        values = self.cleaned_data
        return PersonFilter(
            words=values.get("q", ""),
            school_id=_key(values.get("school")),
            role=values.get("role", ""),
            class_id=_key(values.get("school_class")),
            state=values.get("state", ""),
            source_id=_key(values.get("source")),
            year=self.year,
        )


def _key(row: Model | None) -> int | None:
    return row.pk if row else None


def filter_form_from(data: QueryDict, actor: Actor) -> PersonFilterForm:
    """The filter that a query string of the list means, in the year that it names."""
    year = data.get("year", "")
    is_year = re.fullmatch(r"[0-9]{4}", year)
    return PersonFilterForm(data, actor=actor, year=int(year) if is_year else None)


def selection_from(data: QueryDict, actor: Actor) -> Selection:
    """What a page sent: `all=1` and the `filter` of the list, or the ticked `ids`.

    The list leaves out a filter that makes no sense; here it finds nobody, because
    more people than were seen must not be changed.
    """
    if data.get("all") == "1":
        query = data.get("filter", "")
        form = filter_form_from(QueryDict(query), actor)
        if form.errors:
            return Selection()
        return Selection(filter=form.as_filter(), query=query)
    return Selection(uids=frozenset(_uids(data.getlist("ids"))))


def selection_fields(selection: Selection) -> list[tuple[str, str]]:
    """The hidden fields with which the next page learns the same selection."""
    if selection.filter is not None:
        return [("all", "1"), ("filter", selection.query)]
    return [("ids", str(uid)) for uid in sorted(selection.uids)]


def _uids(texts: Iterable[str]) -> Iterable[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
