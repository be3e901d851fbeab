"""Reading maintenance windows and their occurrences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from eduport.status.models import Freeze, MaintenanceWindow, OccurrenceChange
from eduport.status.rules.occurrences import (
    Change,
    FrozenDays,
    Occurrence,
    Series,
    occurrences,
)
from eduport.status.types import Bilingual, BoardWindow


def live_windows() -> QuerySet[MaintenanceWindow]:
    """Windows that were not cancelled as a whole, with their components."""
    windows = MaintenanceWindow.objects.filter(cancelled_at=None)
    return windows.prefetch_related("components")


def frozen_days() -> list[FrozenDays]:
    """All freezes, as the rules want them."""
    return [
        FrozenDays(*row)
        for row in Freeze.objects.values_list("starts_on", "last_day_on")
    ]


def series_of(window: MaintenanceWindow) -> Series:
    """A window as the rules want it: two queries."""
    return serieses([window])[window.pk]


def serieses(windows: Iterable[MaintenanceWindow]) -> dict[int, Series]:
    """Windows as the rules want them: two queries for all of them."""
    windows = list(windows)
    changes: dict[int, dict[datetime, Change]] = defaultdict(dict)
    for row in OccurrenceChange.objects.filter(window__in=windows):
        changes[row.window_id][row.occurs_at] = Change(
            row.ends_at, row.extended_at, row.cancelled_at
        )
    frozen = frozen_days()
    return {
        one.pk: Series(
            one.starts_at,
            one.ends_at,
            one.rule,
            one.last_day_on,
            changes[one.pk],
            frozen,
        )
        for one in windows
    }


def board_windows(after: datetime, before: datetime) -> list[BoardWindow]:
    """All occurrences that overlap a period, in order: four queries.

    What happens once is shown however far ahead it lies. A window that was cancelled
    as a whole is shown as cancelled until it would be over.
    """
    windows = MaintenanceWindow.objects.prefetch_related("components")
    found = [
        board_window(window, one)
        for window, series in _with_series(windows)
        for one in occurrences(
            series, after, before if window.rule else max(before, window.ends_at)
        )
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.key))


def _with_series(
    windows: QuerySet[MaintenanceWindow],
) -> list[tuple[MaintenanceWindow, Series]]:
    rows = list(windows)
    known = serieses(rows)
    return [(row, known[row.pk]) for row in rows]


def board_window(window: MaintenanceWindow, one: Occurrence) -> BoardWindow:
    """An occurrence as the status page shows it."""
    announced_at = one.starts_at - timedelta(hours=window.announce_hours)
    return BoardWindow(
        key=f"{window.uid}-{one.occurs_at:%Y%m%dT%H%M%SZ}",
        uid=str(window.uid),
        title=window.title,
        text=Bilingual(window.text_de, window.text_en),
        component_ids=tuple(sorted(part.pk for part in window.components.all())),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        announced_at=announced_at,
        cancelled_at=window.cancelled_at or one.change.cancelled_at,
        extended_at=one.change.extended_at,
    )
