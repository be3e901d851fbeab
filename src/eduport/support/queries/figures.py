"""Figures about fault reports: how many, how old, how soon answered. Never by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from eduport.status.models import Component
from eduport.support.models import OPEN_STATES, Ticket, TicketKind

MOST = 15
LOOKS_BACK = timedelta(days=90)
DAY = timedelta(days=1)
AGES = (DAY, 3 * DAY, 7 * DAY)
"""Up to how old the open reports of each step are; the last step has no end."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: what, how many, and how long the bar is."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Share:
    """A service or a school: what is open there, how old, and how soon answered.

    The bar shows which part of the first answers came in time.
    """

    label: str
    open_count: int
    oldest_days: int
    in_time: int
    late: int
    in_time_percent: int
    late_percent: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page shows."""

    open_count: int
    by_component: Sequence[Share]
    by_school: Sequence[Share]
    ages: Sequence[int]
    answered_in_time: int
    answered_late: int


def bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    """Bars that are as long as the counts, the longest over the whole width."""
    found = list(rows)
    most = max((count for _, count in found), default=0) or 1
    return [Bar(label, count, round(100 * count / most)) for label, count in found]


def figures_at(at: datetime) -> Figures:
    """The figures of now, and of the first answers of the last 90 days: five queries.

    Who answered is not asked: nobody's work is measured.
    """
    faults = Ticket.objects.filter(kind=TicketKind.FAULT).order_by()
    still_open = faults.filter(state__in=OPEN_STATES)
    answers = faults.aggregate(**_answers(at))
    ages = _ages(still_open, at)
    components = {one.pk: str(one) for one in Component.objects.all()}
    by_component = _shares(faults, "component", at)
    by_school = _shares(faults.filter(school__isnull=False), "school__name", at)
    return Figures(
        open_count=sum(ages),
        by_component=[_share(components[key], row, at) for key, row in by_component],
        by_school=[_share(name, row, at) for name, row in by_school],
        ages=ages,
        answered_in_time=answers["in_time"],
        answered_late=answers["late"],
    )


def _answers(at: datetime) -> dict[str, Count]:
    lately = Q(created_at__gt=at - LOOKS_BACK, answered_at__isnull=False)
    is_in_time = Q(answered_at__lte=F("first_answer_due_at"))
    return {
        "in_time": Count("pk", filter=lately & is_in_time),
        "late": Count("pk", filter=lately & ~is_in_time),
    }


def _ages(still_open: QuerySet[Ticket], at: datetime) -> list[int]:
    edges = [at - age for age in AGES]
    newest, *older = edges
    steps = {"step0": Count("pk", filter=Q(created_at__gt=newest))}
    for number, (after, before) in enumerate(zip(older, edges, strict=False), 1):
        inside = Q(created_at__gt=after, created_at__lte=before)
        steps[f"step{number}"] = Count("pk", filter=inside)
    last = Q(created_at__lte=edges[-1])
    steps[f"step{len(edges)}"] = Count("pk", filter=last)
    found = still_open.aggregate(**steps)
    return [found[name] for name in sorted(found)]


def _shares(
    faults: QuerySet[Ticket], key: str, at: datetime
) -> list[tuple[Any, dict[str, Any]]]:
    """By service or school: those with the most open ones, then the most answers."""
    is_open = Q(state__in=OPEN_STATES)
    rows = faults.values(key).annotate(
        open_count=Count("pk", filter=is_open),
        oldest=Min("created_at", filter=is_open),
        **_answers(at),
    )
    busy = rows.exclude(open_count=0, in_time=0, late=0)
    chosen = busy.order_by("-open_count", "-late", "-in_time", key)[:MOST]
    return [(row[key], row) for row in chosen]


def _share(label: str, row: dict[str, Any], at: datetime) -> Share:
    answers = row["in_time"] + row["late"] or 1
    return Share(
        label=label,
        open_count=row["open_count"],
        oldest_days=(at - row["oldest"]).days if row["oldest"] else 0,
        in_time=row["in_time"],
        late=row["late"],
        in_time_percent=round(100 * row["in_time"] / answers),
        late_percent=round(100 * row["late"] / answers),
    )
