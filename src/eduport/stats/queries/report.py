"""Everything that a report says, read once for page, workbook and CSV."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from eduport.stats.models import VisitCount
from eduport.stats.queries.figures import (
    account_figures,
    figures_by_month,
    schools_by_kind,
    summed,
)
from eduport.stats.queries.visits import by_module, over_time, sums_by, visits_in
from eduport.stats.rules.periods import by_month, steps_of
from eduport.stats.types import Figure, Modules, Question, Report, VisitKind


def report_on(question: Question, key: str) -> Report:
    """Answer a question. However often it is asked, the answer is the same."""
    kind, role = question.school_kind, question.role
    found = account_figures(key, since=question.since)
    cells = [one for one in found if one.accounts and _is_meant(one, question)]
    rows = visits_in(question.period, school_kind=kind or None, role=role)
    views = rows.filter(kind=VisitKind.PAGE)
    modules = by_module(rows.exclude(kind=VisitKind.SIGN_IN), "school_kind")
    schools = schools_by_kind()
    return Report(
        question=question,
        schools={one: schools[one] for one in schools if kind in ("", one)},
        total=next(iter(summed(cells, "")), Figure("", "", 0, 0)),
        by_kind=summed(cells, "school_kind"),
        by_role=summed(cells, "role"),
        cells=cells,
        months=figures_by_month(school_kind=kind, role=role),
        views=_steps(views, question),
        sign_ins=_steps(rows.filter(kind=VisitKind.SIGN_IN), question),
        modules=_table(modules, VisitKind.PAGE),
        tiles=_table(modules, VisitKind.LAUNCH),
        roles=[(name, count) for name, count in sums_by(views, "role")],
        is_by_month=by_month(question.period),
    )


def _is_meant(figure: Figure, question: Question) -> bool:
    kind, role = question.school_kind, question.role
    return kind in ("", figure.school_kind) and role in ("", figure.role)


def _steps(rows: QuerySet[VisitCount], question: Question) -> list[tuple[date, int]]:
    counts = over_time(rows, by_month=by_month(question.period))
    return [(step, counts.get(step, 0)) for step in steps_of(question.period)]


def _table(sums: Mapping[tuple[str, str, str], int], wanted: str) -> Modules:
    """The sums of one kind of visit, the most used first."""
    table: Modules = {}
    for (kind, name, school_kind), count in sums.items():
        if kind == wanted:
            table.setdefault(name, {})[school_kind] = count
    order = sorted(table, key=lambda name: (-sum(table[name].values()), name))
    return {name: table[name] for name in order}
