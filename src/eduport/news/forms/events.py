"""What publishers type about events: when they are, how often, and single days."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.news.errors import EndBeforeStartError, LastDayBeforeFirstError
from eduport.news.forms.publications import PublicationForm
from eduport.news.models import EventKind
from eduport.news.rules.repeating import same_weekday
from eduport.web.forms import DateWidget, EduPortForm, TimeWidget

RULES = {
    "": gettext_lazy("once"),
    "FREQ=DAILY": gettext_lazy("every day"),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": gettext_lazy("from Monday to Friday"),
    "FREQ=WEEKLY": gettext_lazy("every week"),
    "FREQ=WEEKLY;INTERVAL=2": gettext_lazy("every two weeks"),
    "FREQ=MONTHLY": gettext_lazy("every month on the same day"),
    "weekday": gettext_lazy(
        "every month on the same weekday, such as the second Tuesday"
    ),
    "FREQ=YEARLY": gettext_lazy("every year"),
}
SAME_WEEKDAY = "weekday"
DAYS, TIMES = ("first_day", "last_day"), ("start_time", "end_time")


class WhenForm(EduPortForm):
    """When something is: with times, or without them for whole days."""

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DateWidget)
    start_time = forms.TimeField(
        label=gettext_lazy("Start"),
        widget=TimeWidget,
        required=False,
        help_text=gettext_lazy("The time. Empty: whole days."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DateWidget,
        required=False,
        help_text=gettext_lazy("Empty: the first day."),
    )
    end_time = forms.TimeField(
        label=gettext_lazy("End"),
        widget=TimeWidget,
        required=False,
        help_text=gettext_lazy("The time. Empty: whole days."),
    )

    @staticmethod
    def initial_times(
        starts_at: datetime | None,
        ends_at: datetime | None,
        starts_on: date | None,
        last_day_on: date | None,
    ) -> dict[str, Any]:
        """The fields of something that has times, or days."""
        if starts_at is None or ends_at is None:
            return {"first_day": starts_on, "last_day": last_day_on}
        start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
        return {
            "first_day": start.date(),
            "start_time": start.time(),
            "last_day": end.date(),
            "end_time": end.time(),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors.keys() & {*DAYS, *TIMES}:
            return values
        first, start = values["first_day"], values.get("start_time")
        last, end = values.get("last_day") or first, values.get("end_time")
        if last < first:
            self.add_error("last_day", str(LastDayBeforeFirstError()))
        elif (start is None) != (end is None):
            missing = "end_time" if end is None else "start_time"
            message = _("Please say both times, or none for whole days.")
            self.add_error(missing, message)
        elif start is None or end is None:
            values["when"] = {"starts_on": first, "last_day_on": last}
        else:
            self._clean_times((first, start), (last, end))
        return values

    def _clean_times(self, start: tuple[date, time], end: tuple[date, time]) -> None:
        found: dict[str, datetime] = {}
        for name, field, moment in (
            ("starts_at", "start_time", start),
            ("ends_at", "end_time", end),
        ):
            try:
                found[name] = from_current_timezone(datetime.combine(*moment))
            except ValidationError as error:
                # In the two nights in which the clock changes.
                self.add_error(field, error)
                return
        if found["ends_at"] <= found["starts_at"]:
            self.add_error("end_time", str(EndBeforeStartError()))
        self.cleaned_data["when"] = found

    def times(self) -> dict[str, Any]:
        """The times, or the days; never both."""
        when: dict[str, Any] = self.cleaned_data["when"]
        return when


class EventForm(PublicationForm, WhenForm):
    """An event, with times or with days."""

    field_order = (
        *("place", "title", "kind", "location", "first_day", "start_time"),
        *("last_day", "end_time", "repeated", "repeated_until", "own_rule"),
        *("text", "signed_as", "roles", "schools", "groups", "is_public"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=EventKind.choices)
    location = forms.CharField(
        label=gettext_lazy("Place"), max_length=200, required=False
    )
    repeated = forms.ChoiceField(
        label=gettext_lazy("Repetition"), choices=list(RULES.items()), required=False
    )
    repeated_until = forms.DateField(
        label=gettext_lazy("Repeated until"),
        required=False,
        widget=DateWidget,
        help_text=gettext_lazy("The last day. Empty: without an end."),
    )
    own_rule = forms.CharField(
        label=gettext_lazy("Own rule"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Only for what the list of repetitions does not have, as in iCalendar: "
            "FREQ=MONTHLY;BYDAY=1SU is the first Sunday of each month."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    @staticmethod
    def initial_rule(rule: str, first_day: date) -> dict[str, str]:
        """The field in which a rule stands."""
        if rule in RULES:
            return {"repeated": rule, "own_rule": ""}
        if rule == same_weekday(first_day):
            return {"repeated": SAME_WEEKDAY, "own_rule": ""}
        return {"repeated": "", "own_rule": rule}

    @property
    def rule(self) -> str:
        values = self.cleaned_data
        if own := values["own_rule"].strip().upper():
            return str(own)
        if values["repeated"] == SAME_WEEKDAY:
            return same_weekday(values["first_day"])
        return str(values["repeated"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_repeated = values.get("repeated") or values.get("own_rule")
        if values.get("repeated_until") and not is_repeated:
            self.add_error("repeated", _("Choose how it is repeated until then."))
        return values


class DayForm(EduPortForm):
    """A day on which a repeated event does not take place."""

    day = forms.DateField(
        label=gettext_lazy("Does not take place on"), widget=DateWidget
    )


class ChangeDayForm(WhenForm):
    """When and where one occurrence is; with times or with days, as the event has."""

    location = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: where it always is."),
    )

    def __init__(self, *args: Any, is_all_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TIMES:
            if is_all_day:
                del self.fields[name]
            else:
                self.fields[name].required = True
                self.fields[name].help_text = ""
