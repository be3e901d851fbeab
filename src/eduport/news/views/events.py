"""Writing events: the form, single days, publishing."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy

from eduport.news.formats.markdown import html_of
from eduport.news.forms import RULES, DayForm, EventForm
from eduport.news.models import Event
from eduport.news.queries.upcoming import next_occurrences
from eduport.news.services.events import (
    EventDraft,
    change_event,
    restore_day,
    skip_day,
    write_event,
)
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
        is_listed = event.rule in dict(RULES)
        times = {
            "starts_at": event.starts_at and timezone.localtime(event.starts_at),
            "ends_at": event.ends_at and timezone.localtime(event.ends_at),
        }
        return self.common() | {
            "kind": event.kind,
            "location": event.place,
            "is_all_day": event.is_all_day,
            "starts_on": event.starts_on,
            "last_day_on": event.last_day_on,
            "repeated": event.rule if is_listed else "",
            "own_rule": "" if is_listed else event.rule,
            "repeated_until": event.repeated_until,
            **times,
        }

    def perform(self, form: EventForm, /) -> None:
        change_event(self.object.pk, draft_of(form), by=self.actor, at=timezone.now())


class ManageEventView(OneEvent, ManageView[Event]):
    """An event with its next times."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            html=html_of(self.object.text),
            occurrences=next_occurrences(self.object, timezone.now()),
            skipped=list(self.object.exceptions.all()),
            **kwargs,
        )


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
    success_message = gettext_lazy("It does not take place on that day.")

    def perform(self, form: DayForm, /) -> None:
        day = form.cleaned_data["day"]
        skip_day(self.object, day, by=self.actor, at=timezone.now())


class RestoreDayView(OneEvent, DeskButton[Event]):
    """It takes place on that day after all."""

    success_message = gettext_lazy("It takes place on that day again.")

    def perform(self, event: Event, /) -> None:
        try:
            day = date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error
        restore_day(event, day, by=self.actor, at=timezone.now())
