"""How often something was used: sums of what may be shown, and nothing else."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from eduport.stats.models import PUBLISHED, VisitCount
from eduport.stats.rules.modules import module_of
from eduport.stats.rules.periods import months_within
from eduport.stats.types import Period, VisitKind

Labels = Callable[[], Mapping[str, str]]
_labels: list[Labels] = []


def register_launch_labels(provider: Labels) -> Labels:
    """Let a domain above say what the tiles are called that are launched."""
    if provider not in _labels:
        _labels.append(provider)
    return provider


def launch_labels() -> dict[str, str]:
    """The names of the tiles, by their short names."""
    return reduce(lambda all_, one: {**all_, **one()}, _labels, {})


def visits_in(
    period: Period, *, school_kind: str | None = None, role: str = ""
) -> QuerySet[VisitCount]:
    """The counts of a period; of months only those that lie in it as a whole."""
    first, end = months_within(period)
    days = Q(is_month=False, day__gte=period.starts_on, day__lt=period.ends_on)
    months = Q(is_month=True, day__gte=first, day__lt=end)
    rows = VisitCount.objects.filter(days | months)
    if school_kind is not None:
        rows = rows.filter(school_kind=school_kind)
    return rows.filter(role=role) if role else rows


def sums_by(rows: QuerySet[VisitCount], *columns: str) -> list[tuple[Any, ...]]:
    """The published sums by these columns, the sum last; without empty ones."""
    found = rows.values_list(*columns).annotate(n=Sum(PUBLISHED)).filter(n__gt=0)
    return list(found.order_by(*columns))


def over_time(rows: QuerySet[VisitCount], *, by_month: bool) -> dict[date, int]:
    """The published sums by day, or by month; without empty ones.

    A row that says nothing must look like no row: else it would say that somebody came.
    """
    days = rows.annotate(at=TruncMonth("day") if by_month else F("day"))
    sums = days.values_list("at").annotate(n=Sum(PUBLISHED)).filter(n__gt=0)
    return dict(sums.order_by("at"))


def by_module(
    rows: QuerySet[VisitCount], column: str
) -> dict[tuple[str, str, str], int]:
    """The published sums by what was counted, module, and a further column."""
    sums: dict[tuple[str, str, str], int] = {}
    for kind, item, value, count in sums_by(rows, "kind", "item", column):
        name = item if kind == VisitKind.LAUNCH else module_of(item)
        key = kind, name, value
        sums[key] = sums.get(key, 0) + count
    return sums


def kinds_counted() -> list[str]:
    """The kinds of school of which something was counted."""
    rows = VisitCount.objects.exclude(school_kind="").values_list("school_kind")
    return [kind for (kind,) in rows.distinct().order_by("school_kind")]


def counted_today(today: date) -> dict[str, int]:
    """What may be shown of today, as it is counted: by what is counted."""
    rows = VisitCount.objects.filter(day=today, is_month=False)
    found = dict(rows.values_list("kind").annotate(n=Sum(PUBLISHED)))
    return {kind: found.get(kind, 0) for kind in VisitKind.values}
