"""What the central team chooses before it reads."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from eduport.stats.rules.periods import DAY, school_year_of, whole_months
from eduport.stats.types import CountedRole, Period
from eduport.web.forms import DateWidget, EduPortForm

EARLIEST = date(2000, 1, 1)


class ReportForm(EduPortForm):
    """Which days, of whom, and since when somebody must have signed in."""

    starts_on = forms.DateField(label=_("From"), widget=DateWidget, required=False)
    last_day_on = forms.DateField(
        label=_("Up to and including"), widget=DateWidget, required=False
    )
    school_kind = forms.ChoiceField(label=_("Kind of school"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    since = forms.ChoiceField(label=_("Signed in since"), required=False)

    def __init__(
        self, *args: Any, today: date, kinds: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        every = [("", _("all"))]
        self.fields["school_kind"].choices = [*every, *((one, one) for one in kinds)]  # type: ignore[attr-defined]  # a choice field
        self.fields["role"].choices = [*every, *CountedRole.choices]  # type: ignore[attr-defined]  # a choice field
        self.fields["since"].choices = self._months()  # type: ignore[attr-defined]  # a choice field

    def _months(self) -> list[tuple[str, str]]:
        """The months since when can be asked; the beginning of the school year first.

        What lies further back is deleted, and would be missing in the number.
        """
        oldest = self.today - timedelta(days=settings.EDUPORT.statistics_days)
        months = whole_months(oldest, self.today)
        begin = school_year_of(self.today)
        first = ("", _("school year: %(month)s") % {"month": _named(begin)})
        rest = [(f"{one:%Y-%m}", _named(one)) for one in reversed(months)]
        return [first, *rest]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, last = values.get("starts_on"), values.get("last_day_on")
        if begin and last and begin > last:
            self.add_error("last_day_on", _("The last day is before the first."))
        for name in ("starts_on", "last_day_on"):
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
    def signed_in_since(self) -> date:
        """The chosen month; without a choice the beginning of the school year."""
        chosen = self.chosen("since")
        if not chosen:
            return school_year_of(self.today)
        return date.fromisoformat(f"{chosen}-01")

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name, "")) if self.is_valid() else ""


def _named(month: date) -> str:
    return date_format(month, "F Y")
