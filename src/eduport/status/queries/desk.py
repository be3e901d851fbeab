"""Reading what the desk looks after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from eduport.status.formats.words import period
from eduport.status.models import (
    Component,
    Freeze,
    Incident,
    MaintenanceWindow,
    Proposal,
)
from eduport.status.queries.windows import live_windows, serieses
from eduport.status.rules.occurrences import Occurrence, next_occurrence, occurrences

SHOWN_AHEAD = timedelta(days=60)


def open_proposals() -> QuerySet[Proposal]:
    """What waits for a decision, the newest first."""
    return Proposal.objects.filter(decided_at=None).select_related("component")


def open_incidents_of_desk() -> QuerySet[Incident]:
    return Incident.objects.filter(resolved_at=None).prefetch_related("components")


def unreviewed_incidents(at: datetime) -> QuerySet[Incident]:
    """Incidents of the last month of which nobody has written what was learnt."""
    recent = at - timedelta(days=30)
    return Incident.objects.filter(resolved_at__gt=recent, review_de="")


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """A window with the occurrence that is running or comes next."""

    window: MaintenanceWindow
    next_one: Occurrence
    is_running: bool

    @property
    def period(self) -> str:
        return period(self.next_one.starts_at, self.next_one.ends_at)


def planned_windows(at: datetime) -> list[PlannedWindow]:
    """All windows that are not over, the next first: four queries."""
    windows = list(live_windows())
    known = serieses(windows)
    found = [
        PlannedWindow(window, one, one.starts_at <= at)
        for window in windows
        if (one := next_occurrence(known[window.pk], at))
    ]
    return sorted(found, key=lambda planned: planned.next_one.starts_at)


@dataclass(frozen=True, slots=True)
class ListedOccurrence:
    """An occurrence on the page of its window. `key` names it in addresses."""

    one: Occurrence

    @property
    def key(self) -> int:
        return int(self.one.occurs_at.timestamp())

    @property
    def period(self) -> str:
        return period(self.one.starts_at, self.one.ends_at)


def next_occurrences(
    window: MaintenanceWindow, at: datetime
) -> Sequence[ListedOccurrence]:
    """What of a window takes place in the next two months."""
    series = serieses([window])[window.pk]
    before = max(at, window.starts_at) + SHOWN_AHEAD
    return [ListedOccurrence(one) for one in occurrences(series, at, before)]


def all_components() -> QuerySet[Component]:
    return Component.objects.select_related("check_of").prefetch_related("depends_on")


def coming_freezes(at: datetime) -> QuerySet[Freeze]:
    """Days without maintenance that are not over."""
    return Freeze.objects.filter(last_day_on__gte=at.date())
