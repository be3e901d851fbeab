"""Changes of school: what is asked for, and which are listed."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from eduport.administration.types import MoveFilter
from eduport.people.models import School
from eduport.web.forms import DateWidget, EduPortForm


class SchoolChangeForm(EduPortForm):
    """To which school people are to go, and when."""

    to_school = forms.ModelChoiceField(School.objects.none(), label=_("New school"))
    effective_on = forms.DateField(
        label=_("First day at the new school"),
        required=False,
        widget=DateWidget,
        help_text=_("Left empty, it is made as soon as both schools have agreed."),
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField[School], self.fields["to_school"])
        field.queryset = schools

    def clean_effective_on(self) -> date | None:
        day: date | None = self.cleaned_data["effective_on"]
        if day and day < localdate():
            raise ValidationError(_("This day is over. Please choose today or later."))
        return day


class MoveFilterForm(EduPortForm):
    """Which changes of school are listed."""

    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), *MoveFilter.choices],
    )
