"""Writing events: the form, single days, publishing."""

from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.news.formats.markdown import html_of
from eduport.news.formats.words import day_in_words, days_in_words
from eduport.news.forms import ChangeDayForm, DayForm, EventForm
from eduport.news.models import Event
from eduport.news.queries.series import Listed
from eduport.news.queries.upcoming import left_out_days, next_occurrences, one_day
from eduport.news.rules.occurrences import Occurrence
from eduport.news.services.days import DayDraft, change_day, restore_day, skip_day
from eduport.news.services.events import EventDraft, change_event, write_event
from eduport.news.views.managing import (
    ChangeView,
    DeskButton,
    DeskForm,
    ManageView,
    OneEvent,
    PublishView,
    RestoreView,
    TrashView,
    WithdrawView,
    WriteView,
)

LISTED = 10
PLAIN = ("title", "text", "kind", "repeated_until", "is_public", "signed_as")


def draft_of(form: EventForm) -> EventDraft:
    """What was typed."""
    values = {name: form.cleaned_data[name] for name in PLAIN}
    return EventDraft(
        audience=form.audience,
        place=form.cleaned_data["location"],
        rule=form.rule,
        **values,
        **form.times(),
    )


class WriteEventView(WriteView):
    """A new event."""

    kind = "event"
    form_class = EventForm
    page_title = gettext_lazy("Enter an event")

    def perform(self, form: EventForm, /) -> None:
        self.written = write_event(
            form.school, draft_of(form), by=self.actor, at=timezone.now()
        )


class ChangeEventView(OneEvent, ChangeView[Event]):
    """Changing an event with all its occurrences."""

    form_class = EventForm
    page_title = gettext_lazy("Change the event")

    def get_initial(self) -> dict[str, Any]:
        event = self.object
        times = EventForm.initial_times(
            event.starts_at, event.ends_at, event.starts_on, event.last_day_on
        )
        rule = EventForm.initial_rule(event.rule, times["first_day"])
        return self.common() | {
            "kind": event.kind,
            "location": event.place,
            "repeated_until": event.repeated_until,
            **times,
            **rule,
        }

    def perform(self, form: EventForm, /) -> None:
        change_event(self.object.pk, draft_of(form), by=self.actor, at=timezone.now())


class ManageEventView(OneEvent, ManageView[Event]):
    """An event with its next times, each of which can be changed or left out."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = next_occurrences(self.object, self.begin, LISTED + 1)
        return super().get_context_data(
            html=html_of(self.object.text),
            occurrences=found[:LISTED],
            skipped=days_in_words(left_out_days(self.object)),
            later=self.later(found),
            is_later=self.begin > timezone.now(),
            **kwargs,
        )

    @cached_property
    def begin(self) -> datetime:
        """From when on they are listed: now, or a day that the address names."""
        try:
            day = date.fromisoformat(self.request.GET.get("from", ""))
            return timezone.make_aware(datetime.combine(day, datetime.min.time()))
        except (ValueError, OverflowError):
            return timezone.now()

    def later(self, found: list[Listed]) -> str:
        """The query of the page with the times after these, if there are any."""
        if len(found) <= LISTED:
            return ""
        return urlencode({"from": found[LISTED].occurrence.occurs_on.isoformat()})


class PublishEventView(OneEvent, PublishView[Event]):
    pass


class WithdrawEventView(OneEvent, WithdrawView[Event]):
    pass


class TrashEventView(OneEvent, TrashView[Event]):
    pass


class RestoreEventView(OneEvent, RestoreView[Event]):
    pass


class SkipDayView(OneEvent, DeskForm[Event]):
    """One day without it; the others stay."""

    form_class = DayForm
    page_title = gettext_lazy("Leave out a day")
    submit_label = gettext_lazy("Leave out")
    success_message = gettext_lazy(
        "It does not take place on that day. You can take that back here."
    )

    def perform(self, form: DayForm, /) -> None:
        day = form.cleaned_data["day"]
        skip_day(self.object, day, by=self.actor, at=timezone.now())


class OneDay(OneEvent):
    """A day of a repeated event, named in the address as the rule has it."""

    @cached_property
    def day(self) -> date:
        try:
            return date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error


class ChangeDayView(OneDay, DeskForm[Event]):
    """Other times, or another place, on one day; the others stay."""

    form_class = ChangeDayForm
    submit_label = gettext_lazy("Save for this day only")
    success_message = gettext_lazy("Changed for this day. The other days stay.")

    def get_page_title(self) -> StrOrPromise:
        return _("Change only %(day)s") % {"day": day_in_words(self.day)}

    @cached_property
    def occurrence(self) -> Occurrence:
        """How the day is now; 404 if the rule does not name it."""
        found = one_day(self.object, self.day)
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_all_day": self.object.is_all_day}

    def get_initial(self) -> dict[str, Any]:
        one = self.occurrence
        times = ChangeDayForm.initial_times(
            one.starts_at, one.ends_at, one.occurs_on, one.last_day_on
        )
        return times | {"location": one.place or self.object.place}

    def perform(self, form: ChangeDayForm, /) -> None:
        draft = DayDraft(place=form.cleaned_data["location"], **form.times())
        change_day(self.object, self.day, draft, by=self.actor, at=timezone.now())


class RestoreDayView(OneDay, DeskButton[Event]):
    """On that day it is as planned after all."""

    success_message = gettext_lazy("On that day it is as planned again.")

    def perform(self, event: Event, /) -> None:
        restore_day(event, self.day, by=self.actor, at=timezone.now())
