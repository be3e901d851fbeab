"""Writing events, and the days on which a repeated one does not take place."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.news.errors import (
    EndBeforeStartError,
    InTrashError,
    NeverTakesPlaceError,
    NoSuchDayError,
    UnsuitableRuleError,
)
from eduport.news.models import Event, EventException
from eduport.news.queries.series import span_of
from eduport.news.rules.occurrences import Series, fits, last_day, takes_place
from eduport.news.services.addressing import address, check_audience
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

    Days without it stay as far as the new rule still names them. What becomes public
    that was not becomes a draft again.
    """
    event = Event.objects.select_for_update().get(pk=event_id)
    if event.trashed_at:
        raise InTrashError(title=event.title)
    check_audience(event.school, draft.audience, by=by)
    if draft.is_public and not event.is_public:
        event.published_at = None
    was_published = event.published_at is not None
    _fill(event, draft, at=at)
    event.sequence += 1
    event.save()
    _forget_other_days(event)
    address(event, draft.audience)
    if was_published:
        record("news.event.changed", event, by=by, at=at)
    return event


@transaction.atomic
def skip_day(event: Event, day: date, *, by: Actor, at: datetime) -> None:
    """Let a repeated event not take place on one day; twice is the same as once."""
    if not event.rule or not takes_place(_without_exceptions(event), day):
        raise NoSuchDayError
    _made, is_new = EventException.objects.get_or_create(event=event, occurs_on=day)
    if is_new:
        _changed(event, at=at)
        record("news.event.day_skipped", event, by=by, at=at)


@transaction.atomic
def restore_day(event: Event, day: date, *, by: Actor, at: datetime) -> None:
    """Let it take place on that day again."""
    gone, _models = EventException.objects.filter(event=event, occurs_on=day).delete()
    if gone:
        _changed(event, at=at)
        record("news.event.day_restored", event, by=by, at=at)


def _changed(event: Event, *, at: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(changed_at=at, sequence=F("sequence") + 1)


def _fill(event: Event, draft: EventDraft, *, at: datetime) -> None:
    for name in FIELDS:
        setattr(event, name, getattr(draft, name))
    event.changed_at = at
    _check_order(draft)
    series = _without_exceptions(event)
    if series.until and series.until < series.first.date():
        raise NeverTakesPlaceError
    if "COUNT" in event.rule and event.repeated_until:
        # RFC 5545 §3.3.10: not both.
        raise UnsuitableRuleError
    if not fits(series):
        raise UnsuitableRuleError
    event.begins_on = series.first.date()
    event.over_on = last_day(series)


def _check_order(draft: EventDraft) -> None:
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        raise EndBeforeStartError
    if draft.starts_on and draft.last_day_on and (draft.last_day_on < draft.starts_on):
        raise EndBeforeStartError


def _without_exceptions(event: Event) -> Series:
    first, lasts = span_of(event)
    return Series(first, lasts, event.is_all_day, event.rule, event.repeated_until)


def _forget_other_days(event: Event) -> None:
    series = _without_exceptions(event)
    for one in event.exceptions.all():
        if not event.rule or not takes_place(series, one.occurs_on):
            one.delete()
