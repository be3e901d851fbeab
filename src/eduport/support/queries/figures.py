"""Figures about fault reports: how many, how old, how soon answered. Never by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

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
class Figures:
    """All that the page shows."""

    open_count: int
    by_component: Sequence[Bar]
    by_school: Sequence[Bar]
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
    faults = Ticket.objects.filter(kind=TicketKind.FAULT)
    still_open = faults.filter(state__in=OPEN_STATES)
    answered = faults.filter(created_at__gt=at - LOOKS_BACK, answered_at__isnull=False)
    is_in_time = Q(answered_at__lte=F("first_answer_due_at"))
    answers = answered.aggregate(
        in_time=Count("pk", filter=is_in_time), late=Count("pk", filter=~is_in_time)
    )
    ages = _ages(still_open, at)
    return Figures(
        open_count=sum(ages),
        by_component=bars(_by_component(still_open)),
        by_school=bars(_by_school(still_open)),
        ages=ages,
        answered_in_time=answers["in_time"],
        answered_late=answers["late"],
    )


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


def _by_component(still_open: QuerySet[Ticket]) -> list[tuple[str, int]]:
    counted = dict(
        still_open.order_by().values_list("component").annotate(number=Count("pk"))
    )
    components = Component.objects.filter(pk__in=counted)
    rows = [(str(one), counted[one.pk]) for one in components]
    return sorted(rows, key=lambda row: -row[1])[:MOST]


def _by_school(still_open: QuerySet[Ticket]) -> list[tuple[str, int]]:
    counted = still_open.filter(school__isnull=False).order_by()
    rows = counted.values_list("school__name").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "school__name")[:MOST])
