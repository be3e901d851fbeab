"""What is typed about groups and school years."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from eduport.people.models import (
    BUILT_IN,
    OF_A_YEAR,
    Group,
    GroupFate,
    GroupKind,
    Role,
    School,
)
from eduport.people.rules.rollover import Proposal
from eduport.people.rules.years import year_name
from eduport.people.services.rollovers import Decision
from eduport.web.forms import EduPortForm, SearchWidget

KINDS = [(kind.value, kind.label) for kind in GroupKind if kind not in BUILT_IN]
STATES = [("", _("in use")), ("ended", _("ended")), ("released", _("to be deleted"))]


def offer_schools(form: forms.Form, schools: Sequence[School]) -> None:
    """Let one of these schools be chosen; of a single one there is no choice."""
    field = cast(forms.ChoiceField, form.fields["school"])
    field.choices = [(str(school.pk), school.name) for school in schools]
    if len(schools) == 1:
        del form.fields["school"]


class GroupFilter(EduPortForm):
    """Which groups are listed."""

    q = forms.CharField(label=_("Name or address"), required=False, widget=SearchWidget)
    school = forms.ChoiceField(label=_("School"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *GroupKind.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, data: QueryDict, *, schools: Sequence[School]) -> None:
        super().__init__(data)
        offer_schools(self, schools)
        if field := self.fields.get("school"):
            choices = cast(forms.ChoiceField, field)
            choices.choices = [("", _("Choose a school")), *choices.choices]  # type: ignore[misc]  # groups are no choices here


class SearchForm(EduPortForm):
    """One field: whom or what to look for."""

    q = forms.CharField(label=_("Name"), required=False, widget=SearchWidget)


class PersonSearchForm(EduPortForm):
    """Whom to look for among the people of a school."""

    q = forms.CharField(
        label=_("Name, login or class"), required=False, widget=SearchWidget
    )


class GroupForm(EduPortForm):
    """A new group."""

    school = forms.ChoiceField(label=_("School"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    name = forms.CharField(label=_("Name"), max_length=200)
    year = forms.ChoiceField(
        label=_("School year"),
        required=False,
        help_text=_("Only for classes and courses; the others are permanent."),
    )
    address = forms.CharField(
        label=_("Name of the address"),
        max_length=60,
        required=False,
        help_text=_(
            "What stands before the @. Left empty, it follows from the name of the "
            "group. It is reserved for good."
        ),
    )

    def __init__(
        self, *args: Any, schools: Sequence[School], years: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_schools(self, schools)
        choices = [(str(year), year_name(year)) for year in years]
        cast(forms.ChoiceField, self.fields["year"]).choices = [
            ("", _("permanent")),
            *choices,
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_of_a_year = self.cleaned_data.get("kind") in OF_A_YEAR
        if is_of_a_year and not self.cleaned_data.get("year"):
            message = _("Choose the school year of the class or course.")
            self.add_error("year", message)
        return cleaned


class RenameForm(EduPortForm):
    """Another name for a group."""

    name = forms.CharField(label=_("Name"), max_length=200)


class RuleForm(EduPortForm):
    """Who belongs to a group without being named."""

    school = forms.ChoiceField(label=_("School"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    grade = forms.IntegerField(
        label=_("Grade"),
        required=False,
        min_value=1,
        max_value=14,
        help_text=_("Only for pupils: those in the classes of this grade."),
    )

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_schools(self, schools)


class YearNameForm(EduPortForm):
    """The name of the year, typed, so that nobody switches a city by accident."""

    name = forms.CharField(label=_("Name of the school year"), max_length=20)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["name"].help_text = _("Type %(name)s to confirm.") % {
            "name": expected
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name != self.expected:
            message = _("That is not the name of the year. Type %(name)s.")
            raise forms.ValidationError(message % {"name": self.expected})
        return name


class ChooseSchoolForm(EduPortForm):
    """Which school's classes are looked at."""

    school = forms.ChoiceField(label=_("School"), required=False)

    def __init__(self, data: QueryDict, *, schools: Sequence[School]) -> None:
        super().__init__(data)
        choices = [(str(school.pk), school.name) for school in schools]
        cast(forms.ChoiceField, self.fields["school"]).choices = [
            ("", _("Choose a school")),
            *choices,
        ]


NEW = "new"
"""Goes on as a class that is made for it."""


class RolloverForm(EduPortForm):
    """What becomes of each group: two fields for each, `fate_…` and `name_…`."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        groups: Sequence[Group],
        successors: Sequence[Group],
        proposals: Mapping[int, Proposal],
    ) -> None:
        super().__init__(data)
        self.groups = groups
        for group in groups:
            proposal = proposals[group.pk]
            alike = [one for one in successors if one.kind == group.kind]
            self.fields[f"fate_{group.pk}"] = forms.ChoiceField(
                label=_("What becomes of %(group)s") % {"group": group.name},
                choices=fates(group, alike),
                initial=initial_fate(proposal),
                required=False,
            )
            if not group.is_synced:
                self.fields[f"name_{group.pk}"] = forms.CharField(
                    label=_("New name of %(group)s") % {"group": group.name},
                    initial=proposal.name,
                    max_length=200,
                    required=False,
                )

    @property
    def has_names(self) -> bool:
        """Whether any group can go on under a name that is typed."""
        return any(not group.is_synced for group in self.groups)

    def rows(self) -> list[dict[str, Any]]:
        """Each group with its fields, in order."""
        return [
            {
                "group": group,
                "fate": self[f"fate_{group.pk}"],
                "name": self[f"name_{group.pk}"] if not group.is_synced else None,
            }
            for group in self.groups
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for group in self.groups:
            fate = cleaned.get(f"fate_{group.pk}", "")
            if fate == NEW and not cleaned.get(f"name_{group.pk}"):
                self.add_error(f"name_{group.pk}", _("Type the name in the new year."))
            if fate.isdigit() and fate in taken:
                message = _("Another class goes on as this one already.")
                self.add_error(f"fate_{group.pk}", message)
            taken.add(fate)
        return cleaned

    def decisions(self) -> list[Decision]:
        """What was chosen; groups that are left open are left out."""
        return [
            self._decision(group, fate)
            for group in self.groups
            if (fate := self.cleaned_data[f"fate_{group.pk}"])
        ]

    def _decision(self, group: Group, fate: str) -> Decision:
        if fate == NEW:
            name = self.cleaned_data[f"name_{group.pk}"]
            return Decision(group.pk, GroupFate.CONTINUE, name=name)
        if fate.isdigit():
            return Decision(group.pk, GroupFate.CONTINUE, successor_id=int(fate))
        return Decision(group.pk, GroupFate(fate))


def initial_fate(proposal: Proposal) -> str:
    """The choice that is proposed."""
    if proposal.successor_id:
        return str(proposal.successor_id)
    return NEW if proposal.fate == "continue" else proposal.fate


def fates(group: Group, successors: Sequence[Group]) -> list[tuple[str, Any]]:
    """What can become of a group; only one made by hand goes on as a new one."""
    known = [
        (str(one.pk), _("goes on as %(name)s") % {"name": one.name})
        for one in successors
    ]
    new = [] if group.is_synced else [(NEW, _("goes on as a new class"))]
    ends = [
        (GroupFate.END.value, GroupFate.END.label),
        (GroupFate.DELETE.value, GroupFate.DELETE.label),
    ]
    return [("", _("not decided yet")), *known, *new, *ends]
