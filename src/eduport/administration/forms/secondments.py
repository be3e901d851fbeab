"""Secondments: where somebody is to go, and which are listed."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from eduport.administration.types import SecondmentFilter
from eduport.people.models import Role, School
from eduport.people.services.secondments import SecondmentDraft
from eduport.web.forms import DateWidget, EduPortForm


class SecondmentForm(EduPortForm):
    """To which school somebody goes, as what and how long."""

    guest_school = forms.ModelChoiceField(
        School.objects.none(), label=_("Guest school")
    )
    role = forms.ChoiceField(label=_("Role there"))
    starts_on = forms.DateField(label=_("First day"), widget=DateWidget)
    last_day_on = forms.DateField(
        label=_("Last day"),
        widget=DateWidget,
        help_text=_("The secondment ends by itself in the night after this day."),
    )

    def __init__(
        self,
        *args: Any,
        schools: QuerySet[School],
        roles: Sequence[Role],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        school = cast(forms.ModelChoiceField[School], self.fields["guest_school"])
        school.queryset = schools
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = [(one.value, one.label) for one in roles]

    def draft(self) -> SecondmentDraft:
        values = self.cleaned_data
        return SecondmentDraft(
            guest_school=values["guest_school"],
            role=Role(values["role"]),
            starts_on=values["starts_on"],
            last_day_on=values["last_day_on"],
        )


class SecondmentFilterForm(EduPortForm):
    """Which secondments are listed."""

    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), *SecondmentFilter.choices],
    )
