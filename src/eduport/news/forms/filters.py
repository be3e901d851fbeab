"""What of a list or a calendar is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.news.formats.words import STATES
from eduport.news.models import EventKind
from eduport.news.rules.states import State
from eduport.web.forms import DateWidget, EduPortForm, SearchWidget


class NewsFilter(EduPortForm):
    """What of the list of news is shown."""

    q = forms.CharField(
        label=gettext_lazy("Find news"), required=False, widget=SearchWidget
    )
    shown = forms.ChoiceField(
        label=pgettext_lazy("news", "Shown"),
        choices=[
            ("", gettext_lazy("current news")),
            ("archive", gettext_lazy("archive")),
        ],
        required=False,
    )


SHAPES = [
    ("month", pgettext_lazy("calendar", "Month")),
    ("week", pgettext_lazy("calendar", "Week")),
    ("list", pgettext_lazy("calendar", "List")),
]


class CalendarFilter(EduPortForm):
    """Which part of the calendar is shown, and how."""

    view = forms.ChoiceField(
        choices=[("", ""), *SHAPES], required=False, widget=forms.HiddenInput
    )
    on = forms.DateField(label=gettext_lazy("Go to"), required=False, widget=DateWidget)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("all kinds")), *EventKind.choices],
        required=False,
    )


class StateFilter(EduPortForm):
    """Which of what somebody publishes is listed."""

    q = forms.CharField(label=gettext_lazy("Find"), required=False, widget=SearchWidget)
    state = forms.ChoiceField(
        label=pgettext_lazy("news", "State"),
        choices=[
            ("", gettext_lazy("all but the trash")),
            *((state.value, word) for state, (word, _colour) in STATES.items()),
        ],
        required=False,
    )


class EventStateFilter(StateFilter):
    """An event is never planned: what is published is in the calendar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [one for one in field.choices if one[0] != State.PLANNED.value]
