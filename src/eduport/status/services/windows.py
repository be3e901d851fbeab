"""Planning maintenance, extending and cancelling it; days without any."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.status.errors import (
    EndsBeforeStartError,
    FrozenError,
    NoComponentError,
    NoSuchOccurrenceError,
    NotAnExtensionError,
    UnknownRuleError,
    WindowInThePastError,
    WindowsInFreezeError,
    WindowTooLongError,
)
from eduport.status.models import (
    Component,
    Freeze,
    MaintenanceWindow,
    OccurrenceChange,
)
from eduport.status.models.windows import WindowComponent
from eduport.status.queries.windows import live_windows, series_of
from eduport.status.rules.occurrences import (
    LONGEST,
    FrozenDays,
    Occurrence,
    Series,
    find_occurrence,
    first_touched,
    is_rule,
    next_occurrence,
)
from eduport.status.services.publishing import publish_board
from eduport.status.signals import window_changed


@dataclass(frozen=True, slots=True)
class WindowDraft:
    """Maintenance as it is planned. `starts_at` and `ends_at` are of the first one."""

    title_de: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    components: Collection[Component]
    text_de: str = ""
    text_en: str = ""
    rule: str = ""
    last_day_on: date | None = None
    announce_hours: int = 72
    is_mailed: bool = True


COLUMNS = (
    "title_de",
    "title_en",
    "text_de",
    "text_en",
    "rule",
    "last_day_on",
    "announce_hours",
    "is_mailed",
)


@transaction.atomic
def plan_window(draft: WindowDraft, *, by: Actor, at: datetime) -> MaintenanceWindow:
    """Plan maintenance; whom it concerns is told in time by itself.

    Refuses what lies in the past, ends before it starts, lasts a week or longer, or
    lies in days without maintenance. Of a repeated window only the first occurrence
    has to lie elsewhere: those in such days do not take place.
    """
    first = _checked(draft, at=at)
    window = MaintenanceWindow.objects.create(
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        created_at=at,
        changed_at=at,
        **{name: getattr(draft, name) for name in COLUMNS},
    )
    WindowComponent.objects.bulk_create(
        WindowComponent(window=window, component=one) for one in draft.components
    )
    record("status.window.planned", window, by=by, at=at)
    return _tell(window, "planned", at=at)


def _checked(draft: WindowDraft, *, at: datetime) -> Occurrence:
    """The first occurrence, or the refusal."""
    if not draft.components:
        raise NoComponentError
    if draft.ends_at <= draft.starts_at:
        raise EndsBeforeStartError
    if draft.ends_at - draft.starts_at > LONGEST:
        raise WindowTooLongError(days=LONGEST.days)
    if draft.ends_at <= at:
        raise WindowInThePastError
    if draft.rule and not is_rule(draft.rule):
        raise UnknownRuleError(rule=draft.rule)
    series = Series(draft.starts_at, draft.ends_at, draft.rule, draft.last_day_on)
    # Planned for a Monday and repeated on Thursdays, it begins on the first Thursday.
    first = next_occurrence(series, draft.starts_at)
    if first is None:
        raise UnknownRuleError(rule=draft.rule)
    _refuse_frozen(first.starts_at, first.ends_at)
    return first


def _refuse_frozen(starts_at: datetime, ends_at: datetime) -> None:
    for freeze in Freeze.objects.all():
        days = FrozenDays(freeze.starts_on, freeze.last_day_on)
        if first_touched(starts_at, ends_at, [days]):
            raise FrozenError(
                first=date_format(days.first, "SHORT_DATE_FORMAT"),
                last=date_format(days.last, "SHORT_DATE_FORMAT"),
                name=freeze,
            )


@transaction.atomic
def extend_occurrence(
    window_id: int, occurs_at: datetime, ends_at: datetime, *, by: Actor, at: datetime
) -> MaintenanceWindow:
    """Let one occurrence last longer, also while it is running.

    Refuses an end that is no later, a week or more, and days without maintenance.
    """
    window, one = _occurrence(window_id, occurs_at, at=at)
    if ends_at <= one.ends_at:
        end = date_format(localtime(one.ends_at), "SHORT_DATETIME_FORMAT")
        raise NotAnExtensionError(end=end)
    if ends_at - one.starts_at > LONGEST:
        raise WindowTooLongError(days=LONGEST.days)
    _refuse_frozen(one.ends_at, ends_at)
    OccurrenceChange.objects.update_or_create(
        window=window,
        occurs_at=occurs_at,
        defaults={"ends_at": ends_at, "extended_at": at},
    )
    record("status.window.extended", window, by=by, at=at)
    return _tell(window, "extended", at=at)


@transaction.atomic
def cancel_occurrence(
    window_id: int, occurs_at: datetime, *, by: Actor, at: datetime
) -> MaintenanceWindow:
    """Let one occurrence not take place, or end it now; the others stay."""
    window, _one = _occurrence(window_id, occurs_at, at=at)
    OccurrenceChange.objects.update_or_create(
        window=window, occurs_at=occurs_at, defaults={"cancelled_at": at}
    )
    record("status.window.occurrence_cancelled", window, by=by, at=at)
    return _tell(window, "cancelled", at=at)


@transaction.atomic
def cancel_window(window_id: int, *, by: Actor, at: datetime) -> MaintenanceWindow:
    """Cancel maintenance with all that would come of it. Twice is the same as once."""
    window = MaintenanceWindow.objects.select_for_update().get(pk=window_id)
    if window.cancelled_at:
        return window
    window.cancelled_at = window.changed_at = at
    window.save(update_fields=["cancelled_at", "changed_at"])
    record("status.window.cancelled", window, by=by, at=at)
    return _tell(window, "cancelled", at=at)


def _occurrence(
    window_id: int, occurs_at: datetime, *, at: datetime
) -> tuple[MaintenanceWindow, Occurrence]:
    window = MaintenanceWindow.objects.select_for_update().get(pk=window_id)
    one = find_occurrence(series_of(window), occurs_at)
    if window.cancelled_at or one is None or one.is_cancelled or one.ends_at <= at:
        raise NoSuchOccurrenceError
    return window, one


@transaction.atomic
def add_freeze(
    name_de: str, name_en: str, days: FrozenDays, *, by: Actor, at: datetime
) -> Freeze:
    """Keep days free of maintenance. Repeated windows leave them out by themselves.

    Refuses while a single window stands there: somebody has planned it on purpose.
    """
    if days.last < days.first:
        raise EndsBeforeStartError
    for window in live_windows().filter(rule="", ends_at__gt=at):
        if first_touched(window.starts_at, window.ends_at, [days]):
            raise WindowsInFreezeError(title=window)
    freeze = Freeze.objects.create(
        name_de=name_de, name_en=name_en, starts_on=days.first, last_day_on=days.last
    )
    record("status.freeze.added", freeze, by=by, at=at)
    publish_board(at=at)
    return freeze


@transaction.atomic
def remove_freeze(freeze: Freeze, *, by: Actor, at: datetime) -> None:
    """Allow maintenance again."""
    record("status.freeze.removed", freeze, by=by, at=at)
    freeze.delete()
    publish_board(at=at)


def upcoming(window: MaintenanceWindow, at: datetime) -> Occurrence | None:
    """The occurrence that is running or comes next."""
    return None if window.cancelled_at else next_occurrence(series_of(window), at)


def _tell(window: MaintenanceWindow, event: str, *, at: datetime) -> MaintenanceWindow:
    publish_board(at=at)
    window_changed.send(MaintenanceWindow, window=window, event=event, at=at)
    return window
