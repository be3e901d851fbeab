"""Commands of the sync: `plan`, `apply`, `status`, `undo`, `approve`, `reject`.

Exit codes, for scripts: 0 done, 1 a school failed, 2 the input or the request is
wrong, 3 something is held and waits for a human, 4 another run is at work.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eduport.ops.startup import prepare

if TYPE_CHECKING:
    from eduport.people.models import Source
    from eduport.sync.models import SyncRun

FAILED, WRONG, HELD, BUSY = 1, 2, 3, 4
SHOWN = 20
"""So many schools and rows stand in the summary; the pages and --json have all."""

on_day = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Read it as of this day rather than today.",
)
as_json = click.option("--json", "is_json", is_flag=True, help="Print JSON.")
source_argument = click.argument("source")
path_argument = click.argument("path", type=click.Path(path_type=Path))


@click.group()
def sync() -> None:
    """Bring people, groups and accounts in line with the school administration."""


@sync.command()
@source_argument
@path_argument
@on_day
@as_json
def plan(source: str, path: Path, day: datetime | None, *, is_json: bool) -> None:
    """Read PATH (a folder, zip or CSV file) and say what would change."""
    prepare()
    from eduport.sync.services.runs import plan_roster
    from eduport.sync.tasks import run_options

    _work(
        source,
        lambda s, k: plan_roster(s, path, options=run_options(day), **k),
        is_json=is_json,
    )


@sync.command()
@source_argument
@path_argument
@on_day
@as_json
def apply(source: str, path: Path, day: datetime | None, *, is_json: bool) -> None:
    """Read PATH and apply all that is not unusual. A second time changes nothing."""
    prepare()
    from eduport.sync.services.runs import sync_roster
    from eduport.sync.tasks import run_options

    _work(
        source,
        lambda s, k: sync_roster(s, path, options=run_options(day), **k),
        is_json=is_json,
    )


@sync.command()
@source_argument
@click.option("--run", "run_id", type=int, help="The run; the latest if not given.")
@as_json
def undo(source: str, run_id: int | None, *, is_json: bool) -> None:
    """Take back the latest run of SOURCE as a whole."""
    prepare()
    from eduport.sync.services.undo import undo_run

    _work(source, lambda s, k: undo_run(s, run_id=run_id, **k), is_json=is_json)


@sync.command()
@click.argument("run_id", metavar="RUN", type=int)
@click.option("--school", help="The school's code; all that is held if not given.")
@as_json
def approve(run_id: int, school: str | None, *, is_json: bool) -> None:
    """Let a held RUN be applied, at one school or at all."""
    prepare()
    from eduport.sync.models import Decision
    from eduport.sync.services.decisions import continue_run

    _decide(run_id, school, Decision.APPROVED)
    _attempt(lambda by: continue_run(run_id, **by), is_json=is_json)


@sync.command()
@click.argument("run_id", metavar="RUN", type=int)
@click.option("--school", help="The school's code; all that is held if not given.")
@as_json
def reject(run_id: int, school: str | None, *, is_json: bool) -> None:
    """Leave out what is held in a RUN, at one school or at all."""
    prepare()
    from eduport.sync.models import Decision
    from eduport.sync.services.decisions import continue_run

    _decide(run_id, school, Decision.REJECTED)
    _attempt(lambda by: continue_run(run_id, **by), is_json=is_json)


@sync.command()
@click.argument("source", required=False)
@as_json
def status(source: str | None, *, is_json: bool) -> None:
    """Say how the latest run of every source, or of SOURCE, stands."""
    prepare()
    from eduport.sync.models import SyncRun

    runs = SyncRun.objects.select_related("source").order_by("source", "-pk")
    if source:
        runs = runs.filter(source__slug=source)
    latest = [_summary(run) for run in runs.distinct("source")]
    if is_json:
        click.echo(json.dumps(latest, indent=2))
        return
    if not latest:
        click.echo("No run yet. Start one with: eduport sync apply SOURCE PATH")
    for summary in latest:
        _print(summary)


def _source(slug: str) -> "Source":
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_slug

    from eduport.people.models import SourceKind
    from eduport.people.services.sources import get_or_create_source

    try:
        validate_slug(slug)
    except ValidationError:
        _refuse(
            f"“{slug}” is no name for a source: use letters, digits, hyphens and "
            "underscores, such as divis."
        )
    return get_or_create_source(
        slug,
        authority_name=settings.EDUPORT.authority_name,
        mail_domain=settings.EDUPORT.mail_domain,
        kind=SourceKind.FEED,
    )


def _work(
    slug: str, work: "Callable[[Source, dict[str, Any]], SyncRun]", *, is_json: bool
) -> None:
    _attempt(lambda by: work(_source(slug), by), is_json=is_json)


def _attempt(work: "Callable[[dict[str, Any]], SyncRun]", *, is_json: bool) -> None:
    """Do it, print what came of it, and end with the exit code that says so."""
    from django.utils import timezone

    from eduport.core.actor import Actor
    from eduport.core.errors import DomainError
    from eduport.sync.models import RunState
    from eduport.sync.services.runs import RunInProgressError

    try:
        run = work({"by": Actor.system("command line"), "at": timezone.now()})
    except RunInProgressError as error:
        _refuse(str(error), BUSY)
    except DomainError as error:
        _refuse(str(error))
    summary = _summary(run)
    click.echo(json.dumps(summary, indent=2)) if is_json else _print(summary)
    would_be_held = bool(summary["held"] or summary["reasons"])
    is_held = run.state == RunState.HELD or (
        run.state == RunState.PLANNED and would_be_held
    )
    sys.exit(FAILED if run.state == RunState.FAILED else HELD if is_held else 0)


def _refuse(message: str, code: int = WRONG) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _decide(run_id: int, code: str | None, decision: Any) -> None:
    from django.utils import timezone

    from eduport.core.actor import Actor
    from eduport.core.errors import DomainError
    from eduport.people.models import School
    from eduport.sync.models import SyncRun
    from eduport.sync.services.decisions import decide

    try:
        unit = School.objects.get(code=code).pk if code else None
        by, at = Actor.system("command line"), timezone.now()
        decide(run_id, decision, by=by, at=at, unit=unit)
    except School.DoesNotExist:
        _refuse(f"There is no school with the code “{code}”.")
    except SyncRun.DoesNotExist:
        _refuse(f"There is no run {run_id}. `eduport sync status` names the latest.")
    except DomainError as error:
        _refuse(str(error))


def _summary(run: "SyncRun") -> dict[str, Any]:
    from eduport.sync.queries.report import issue_text, issues_in_order, reasons_of

    plans = list(run.schoolplan_set.order_by("unit"))
    return {
        "run": run.pk,
        "source": run.source.slug,
        "file": run.path,
        "format": run.format,
        "state": run.state,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "undoes": run.undoes_id,
        "message": run.message,
        "rows": run.counts.get("rows", {}),
        "changes": run.counts.get("changes", {}),
        "reasons": reasons_of(run),
        "held": [_held(plan) for plan in plans if plan.is_held and not plan.decision],
        "schools": [_numbers(plan) for plan in plans if plan.unit],
        "issues": [
            {
                "severity": issue.severity,
                "file": issue.file,
                "row": issue.row,
                "field": issue.field,
                "sentence": issue_text(issue),
            }
            for issue in issues_in_order(run).iterator()
        ],
    }


def _held(plan: Any) -> dict[str, Any]:
    from eduport.sync.formats.sentences import hold_sentence

    return {"school": plan.name, "reason": hold_sentence(plan.hold_reason)}


def _numbers(plan: Any) -> dict[str, Any]:
    names = ("people", "joins", "leaves", "moves", "renames")
    return {
        "school": plan.name,
        **{name: getattr(plan, name) for name in names},
        "groups": plan.group_changes,
        "memberships": plan.membership_changes,
        "is_applied": plan.applied_at is not None,
        "decision": plan.decision,
        "error": plan.error,
    }


def _print(summary: dict[str, Any]) -> None:
    click.echo(
        f"Run {summary['run']} of {summary['source']} ({summary['file']},"
        f" {summary['format'] or 'unknown format'}): {summary['state']}"
    )
    rows = ", ".join(f"{count} {name}" for name, count in summary["rows"].items())
    click.echo(f"  read      {rows or 'nothing'}")
    changes = [f"{name} {count}" for name, count in sorted(summary["changes"].items())]
    click.echo(f"  changes   {', '.join(changes) or 'none'}")
    for reason in summary["reasons"]:
        click.echo(f"  held      {reason}")
    for held in summary["held"][:SHOWN]:
        click.echo(f"  held      {held['school']}: {held['reason']}")
    _print_schools(summary["schools"])
    for issue in summary["issues"][:SHOWN]:
        place = ", ".join(
            str(part) for part in (issue["file"], issue["row"], issue["field"]) if part
        )
        click.echo(f"  {issue['severity']:9} {place}: {issue['sentence']}")
    hidden = len(summary["issues"]) - SHOWN
    if hidden > 0:
        click.echo(f"  … and {hidden} more rows; --json prints them all")
    if summary["message"]:
        click.echo(f"  {summary['message']}")


def _print_schools(schools: list[dict[str, Any]]) -> None:
    if not schools:
        return
    names = ("people", "joins", "leaves", "moves", "renames", "groups", "memberships")
    click.echo("  " + " ".join(f"{name:>11}" for name in names) + "  school")
    for school in schools[:SHOWN]:
        numbers = " ".join(f"{school[name]:>11}" for name in names)
        error = f" (failed: {school['error']})" if school["error"] else ""
        click.echo(f"  {numbers}  {school['school']}{error}")
    if len(schools) > SHOWN:
        click.echo(f"  … and {len(schools) - SHOWN} more schools")
