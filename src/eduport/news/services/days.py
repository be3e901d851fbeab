"""Single days of a repeated event: left out, at other times, elsewhere, as planned."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.news.errors import InTrashError, NoSuchDayError
from eduport.news.models import Event, EventException
from eduport.news.queries.series import occurrence_by_rule
from eduport.news.services.events import bounds_of, check_order


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDraft:
    """When and where one occurrence is: with times, or with days, as the event has."""

    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    starts_on: date | None = None
    last_day_on: date | None = None


AS_LEFT_OUT = DayDraft()
FIELDS = ("place", "starts_at", "ends_at", "starts_on", "last_day_on")


@transaction.atomic
def skip_day(event: Event, day: date, *, by: Actor, at: datetime) -> None:
    """Let a repeated event not take place on one day; twice is the same as once.

    Raises NoSuchDayError if it would not have taken place on that day anyway.
    """
    found = _locked(event, day)
    if _write(found, day, AS_LEFT_OUT):
        _changed(found, "news.event.day_skipped", by=by, at=at)


@transaction.atomic
def change_day(
    event: Event, day: date, draft: DayDraft, *, by: Actor, at: datetime
) -> None:
    """Let it be at other times or elsewhere on one day; the other days stay.

    `day` is the one on which the rule has it, also if it was moved before. What is as
    the rule says is no exception any more.
    """
    found = _locked(event, day)
    check_order(draft.starts_at, draft.ends_at, draft.starts_on, draft.last_day_on)
    if found.is_all_day != (draft.starts_on is not None):
        raise ValueError("times where the event has days, or days where it has times")
    if _is_as_planned(found, day, draft):
        restore_day(found, day, by=by, at=at)
    elif _write(found, day, draft):
        _changed(found, "news.event.day_changed", by=by, at=at)


@transaction.atomic
def restore_day(event: Event, day: date, *, by: Actor, at: datetime) -> None:
    """Let it take place on that day as the rule says."""
    gone, _models = EventException.objects.filter(event=event, occurs_on=day).delete()
    if gone:
        _changed(_fresh(event), "news.event.day_restored", by=by, at=at)


def _locked(event: Event, day: date) -> Event:
    found = _fresh(event)
    if found.trashed_at:
        raise InTrashError(title=found.title)
    if occurrence_by_rule(found, day) is None:
        raise NoSuchDayError
    return found


def _fresh(event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk)


def _write(event: Event, day: date, draft: DayDraft) -> bool:
    """Keep how the day is; says whether it was not so already."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in FIELDS}
    if values["place"] == event.place:
        values["place"] = ""
    same = EventException.objects.filter(event=event, occurs_on=day, **values)
    if same.exists():
        return False
    EventException.objects.update_or_create(event=event, occurs_on=day, defaults=values)
    return True


def _is_as_planned(event: Event, day: date, draft: DayDraft) -> bool:
    planned = occurrence_by_rule(event, day)
    if planned is None or draft.place not in {"", event.place}:
        return False
    if draft.starts_on:
        return (planned.occurs_on, planned.last_day_on) == (
            draft.starts_on,
            draft.last_day_on,
        )
    return (planned.starts_at, planned.ends_at) == (draft.starts_at, draft.ends_at)


def _changed(event: Event, code: str, *, by: Actor, at: datetime) -> None:
    event.begins_on, event.over_on = bounds_of(event)
    event.changed_at = at
    event.sequence += 1
    event.save(update_fields=["begins_on", "over_on", "changed_at", "sequence"])
    record(code, event, by=by, at=at)
