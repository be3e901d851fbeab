"""Writing events, with all their occurrences."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.news.errors import (
    EndBeforeStartError,
    InTrashError,
    LastDayBeforeFirstError,
    NeverTakesPlaceError,
    UnsuitableRuleError,
)
from eduport.news.models import Event
from eduport.news.queries.series import rule_of, series_of
from eduport.news.rules.occurrences import first_day, fits, last_day, takes_place
from eduport.news.services.addressing import address, check_audience, check_reach
from eduport.news.types import Audience
from eduport.people.models import School


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event as it was typed: with times, or with days."""

    title: str
    audience: Audience
    kind: str
    text: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    starts_on: date | None = None
    last_day_on: date | None = None
    rule: str = ""
    repeated_until: date | None = None
    is_public: bool = False
    signed_as: str = ""


FIELDS = (
    *("title", "kind", "text", "place", "starts_at", "ends_at", "starts_on"),
    *("last_day_on", "rule", "repeated_until", "is_public", "signed_as"),
)


@transaction.atomic
def write_event(
    school: School | None, draft: EventDraft, *, by: Actor, at: datetime
) -> Event:
    """Write a draft; it is in nobody's calendar before `publish`.

    Raises a ForeignPlaceError where the author may not publish.
    """
    check_audience(school, draft.audience, by=by)
    event = Event(school=school, created_at=at)
    _fill(event, draft, at=at)
    event.save(force_insert=True)
    address(event, draft.audience)
    return event


@transaction.atomic
def change_event(event_id: int, draft: EventDraft, *, by: Actor, at: datetime) -> Event:
    """Change an event with all its occurrences.

    Days without it, and days that differ, stay as far as the new rule still names them.
    What becomes public that was not becomes a draft again.
    """
    event = Event.objects.select_for_update().get(pk=event_id)
    if event.trashed_at:
        raise InTrashError(title=event.title)
    check_reach(event, by=by)
    check_audience(event.school, draft.audience, by=by)
    if draft.is_public and not event.is_public:
        event.published_at = None
    was_published = event.published_at is not None
    _fill(event, draft, at=at)
    event.sequence += 1
    _forget_other_days(event)
    event.begins_on, event.over_on = bounds_of(event)
    event.save()
    address(event, draft.audience)
    if was_published:
        record("news.event.changed", event, by=by, at=at)
    return event


def _fill(event: Event, draft: EventDraft, *, at: datetime) -> None:
    for name in FIELDS:
        setattr(event, name, getattr(draft, name))
    event.changed_at = at
    check_order(draft.starts_at, draft.ends_at, draft.starts_on, draft.last_day_on)
    series = rule_of(event)
    if series.until and series.until < series.first.date():
        raise NeverTakesPlaceError
    if "COUNT" in event.rule and event.repeated_until:
        # RFC 5545 §3.3.10: not both.
        raise UnsuitableRuleError
    if not fits(series):
        raise UnsuitableRuleError
    event.begins_on = series.first.date()
    event.over_on = last_day(series)


def bounds_of(event: Event) -> tuple[date, date | None]:
    """The first and the last day of all, also of those that were moved."""
    series = series_of(event)
    return first_day(series), last_day(series)


def check_order(
    starts_at: datetime | None,
    ends_at: datetime | None,
    starts_on: date | None,
    last_day_on: date | None,
) -> None:
    """Refuse what ends before it begins."""
    if starts_at and ends_at and ends_at <= starts_at:
        raise EndBeforeStartError
    if starts_on and last_day_on and last_day_on < starts_on:
        raise LastDayBeforeFirstError


def _forget_other_days(event: Event) -> None:
    """Forget days that the rule does not name, and times where there are only days."""
    series = rule_of(event)
    for one in event.exceptions.all():
        is_named = event.rule and takes_place(series, one.occurs_on)
        is_alike = one.is_left_out or (one.starts_on is not None) == event.is_all_day
        if not is_named or not is_alike:
            one.delete()
