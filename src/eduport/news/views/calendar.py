"""The school calendar: by month, by week, or as a list; it needs no script."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from eduport.core.recurrence import DAY
from eduport.news.forms import SHAPES, CalendarFilter
from eduport.news.permissions import can_publish, can_subscribe
from eduport.news.queries.public import in_period
from eduport.news.queries.reading import own_events
from eduport.news.queries.series import Listed
from eduport.news.rules.calendar import CalendarPage, Shape, page_on
from eduport.web.access import is_signed_in
from eduport.web.views import PageView

MIDNIGHT = dt.time()


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of a calendar with what takes place on it."""

    day: dt.date
    is_today: bool
    is_outside: bool
    events: list[Listed]


class CalendarView(PageView):
    """The events that are meant for somebody."""

    permission = staticmethod(is_signed_in)
    template_name = "news/calendar.html"
    page_title = gettext_lazy("Calendar")

    @cached_property
    def filter_form(self) -> CalendarFilter:
        form = CalendarFilter(self.request.GET)
        form.is_valid()
        return form

    @cached_property
    def page(self) -> CalendarPage:
        values = self.filter_form.cleaned_data
        shape = Shape(values.get("view") or Shape.MONTH)
        return page_on(shape, values.get("on") or timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, days = self.page, self.shown_days()
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            calendar=page,
            form=self.filter_form,
            weeks=[days[n : n + 7] for n in range(0, len(days), 7)],
            days=days,
            busy_days=[day for day in days if day.events],
            shapes=[
                (word, self.url_of(page.on, shape), shape == page.shape)
                for shape, word in SHAPES
            ],
            earlier_url=self.url_of(page.earlier),
            later_url=self.url_of(page.later),
            today_url=self.url_of(timezone.localdate()),
            can_publish=can_publish(self.actor),
            can_subscribe=can_subscribe(self.actor),
            **kwargs,
        )

    def url_of(self, day: dt.date, shape: str = "") -> str:
        """The same calendar on another day, or in another shape."""
        kept = {"view": shape or self.page.shape.value, "on": day.isoformat()}
        if kind := self.filter_form.cleaned_data.get("kind"):
            kept["kind"] = kind
        query = "&".join(f"{name}={value}" for name, value in kept.items())
        return f"{reverse('news:calendar')}?{query}"

    def shown_days(self) -> list[ShownDay]:
        found = self.found()
        today = timezone.localdate()
        is_month = self.page.shape == Shape.MONTH
        return [
            ShownDay(
                day,
                day == today,
                is_month and day.month != self.page.on.month,
                [one for one in found if _is_on(one, day)],
            )
            for day in self.page.days
        ]

    def found(self) -> list[Listed]:
        rows = own_events(self.actor)
        if kind := self.filter_form.cleaned_data.get("kind"):
            rows = rows.filter(kind=kind)
        first = dt.datetime.combine(self.page.first, MIDNIGHT)
        before = dt.datetime.combine(self.page.last + DAY, MIDNIGHT)
        return list(in_period(rows, first, before))


def _is_on(one: Listed, day: dt.date) -> bool:
    return one.occurrence.occurs_on <= day <= one.occurrence.last_day_on
