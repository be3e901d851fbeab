"""Whether maintenance excuses that something does not work."""

from datetime import datetime, timedelta

from eduport.status.models import Component
from eduport.status.models.components import ComponentDependency
from eduport.status.queries.windows import live_windows, serieses
from eduport.status.rules.occurrences import occurrences
from eduport.status.rules.states import closure

TICK = timedelta(seconds=1)


def in_maintenance(*, at: datetime) -> set[int]:
    """The components that are being worked on at a moment, by themselves."""
    windows = list(live_windows())
    known = serieses(windows)
    return {
        component.pk
        for window in windows
        if any(
            not one.is_cancelled and one.starts_at <= at
            for one in occurrences(known[window.pk], at, at + TICK)
        )
        for component in window.components.all()
    }


def excused_components(*, at: datetime) -> set[int]:
    """Those that are being worked on, and all that need one of them."""
    worked_on = in_maintenance(at=at)
    edges = dependencies()
    return {key for key in edges if key in worked_on or closure(key, edges) & worked_on}


def is_excused(component: Component, *, at: datetime) -> bool:
    return component.pk in excused_components(at=at)


def dependencies() -> dict[int, list[int]]:
    """What each component needs."""
    edges: dict[int, list[int]] = {
        pk: [] for pk in Component.objects.values_list("pk", flat=True)
    }
    for key, needed in ComponentDependency.objects.values_list("component", "needed"):
        edges[key].append(needed)
    return edges
