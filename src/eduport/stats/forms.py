"""What the central team chooses before it reads."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eduport.stats.rules.periods import DAY, school_year_of
from eduport.stats.types import CountedRole, Period
from eduport.web.forms import DateWidget, EduPortForm

EARLIEST = date(2000, 1, 1)


class ReportForm(EduPortForm):
    """Which days, of whom, and since when accounts count as new."""

    starts_on = forms.DateField(label=_("From"), widget=DateWidget, required=False)
    last_day_on = forms.DateField(
        label=_("Up to and including"), widget=DateWidget, required=False
    )
    school_kind = forms.ChoiceField(label=_("Kind of school"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    since = forms.DateField(
        label=_("First sign-in since"), widget=DateWidget, required=False
    )

    def __init__(
        self, *args: Any, today: date, kinds: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        every = [("", _("all"))]
        self.fields["school_kind"].choices = [*every, *((one, one) for one in kinds)]  # type: ignore[attr-defined]  # a choice field
        self.fields["role"].choices = [*every, *CountedRole.choices]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, last = values.get("starts_on"), values.get("last_day_on")
        if begin and last and begin > last:
            self.add_error("last_day_on", _("The last day is before the first."))
        for name in ("starts_on", "last_day_on", "since"):
            if (day := values.get(name)) and not EARLIEST <= day <= self.today:
                self.add_error(name, _("Please choose a day that is over or today."))
        return values

    @property
    def period(self) -> Period:
        """The chosen days; without a choice the last four weeks that are over."""
        values = self.cleaned_data if self.is_valid() else {}
        end = (values.get("last_day_on") or self.today - DAY) + DAY
        begin = values.get("starts_on") or end - timedelta(weeks=4)
        return Period(min(begin, end - DAY), end)

    @property
    def new_since(self) -> date:
        """The chosen day; without a choice the beginning of the school year."""
        values = self.cleaned_data if self.is_valid() else {}
        return values.get("since") or school_year_of(self.today)

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name, "")) if self.is_valid() else ""
