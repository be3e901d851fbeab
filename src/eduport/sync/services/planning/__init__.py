"""From staged rows to a plan: what would change, school by school.

The steps are SQL over temporary tables, because a city has two million rows and a
night is short. Each ends in rows of `sync_change`; nothing else is written.
"""

from dataclasses import asdict
from typing import Any

from django.db import connection

from eduport.people.services.addresses import address_base
from eduport.sync.models import RowIssue, SchoolPlan, SyncRun
from eduport.sync.rules.brake import HoldReason, leavers_hold, memberships_hold
from eduport.sync.services.planning import groups, issues, persons, schools, units
from eduport.sync.services.planning.context import PlanContext
from eduport.sync.services.proposals import propose
from eduport.sync.services.staging import Staging
from eduport.sync.services.unchanged import NOT_TOLD
from eduport.sync.types import Problem, Severity

CHUNK = 20_000


def plan(run: SyncRun, staging: Staging, context: PlanContext) -> None:
    """Compare the roster with the database and write the plan of the run.

    Must run in one transaction. The order is: schools, persons, groups, memberships,
    numbers, brakes.
    """
    staging.load_people()
    for table in ("stage_schools", "stage_sessions", "stage_persons", "stage_groups"):
        context.execute(issues.DUPLICATE_KEYS.format(table=table))
    context.execute(issues.CODE_TWICE)
    context.execute(schools.MAPS)
    context.execute(schools.CHANGES)
    _plan_persons(context)
    context.execute(groups.WANTED_GROUPS)
    context.execute(issues.GROUPS)
    context.execute(groups.GROUP_CHANGES)
    context.execute(groups.LOST)
    context.execute(NOT_TOLD)
    staging.load_memberships()
    context.execute(groups.JOINING)
    is_small = staging.knows_who_is_gone
    context.execute(groups.KNOWN_TO_CHANGE if is_small else groups.KNOWN_ALL)
    context.execute(groups.MEMBERSHIP_DIFF)
    context.execute(issues.MEMBERSHIPS)
    context.execute(groups.MEMBERSHIPS)
    context.execute(units.UNITS)
    changes = {str(name): count for name, count in context.rows(units.TOTALS)}
    run.counts = {"rows": staging.counts, "changes": changes}
    record_problems(run, staging.state.problems)
    _brake(run, context)


def record_problems(run: SyncRun, problems: list[Problem]) -> None:
    """Keep what the reader found; a file that is not whole holds the run."""
    RowIssue.objects.bulk_create(
        [
            RowIssue(
                run=run,
                **{
                    name: value
                    for name, value in asdict(problem).items()
                    if name != "school_key"
                },
            )
            for problem in problems
        ],
        batch_size=1000,
    )
    stopping = {Severity.HOLD, Severity.FATAL}
    held = next((p for p in problems if p.severity in stopping), None)
    if held:
        run.hold_reason = HoldReason(held.code, {"file": held.file}).as_json()


def _plan_persons(context: PlanContext) -> None:
    context.execute(issues.AFFILIATIONS)
    context.execute(persons.UNSETTLED)
    context.execute(persons.WANTED)
    _build_addresses(context)
    propose(context)
    context.execute(persons.IDS)
    context.execute(persons.LEAVERS)
    context.execute(persons.CHANGES)


def _build_addresses(context: PlanContext) -> None:
    """Spell the addresses of new names, in Python: the rule is no SQL."""
    context.execute(
        "CREATE TEMP TABLE person_base (key text, address_base text) ON COMMIT DROP"
    )
    for chunk in context.stream(persons.NAMED, CHUNK):
        refused = []
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY person_base FROM STDIN") as copy,
        ):
            for file, row, key, given_name, family_name, call_name in chunk:
                base = address_base(str(given_name), str(family_name), str(call_name))
                if base:
                    copy.write_row((key, base))
                else:
                    refused.append((file, row, key))
        _refuse_nameless(context, refused)
    context.execute("ANALYZE person_base")


def _refuse_nameless(context: PlanContext, rows: list[tuple[Any, Any, Any]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sync_rowissue"
            " (run_id, severity, code, file, row, field, params)"
            " VALUES (%s, 'refused', 'name_without_letters', %s, %s, '', '{}')",
            [(context.run_id, file, row) for file, row, _ in rows],
        )
        # Who is known stays as known: a name cannot make anybody leave.
        cursor.execute(
            "UPDATE want_person SET has_new_names = false WHERE key = ANY(%(keys)s);"
            "DELETE FROM want_person WHERE key = ANY(%(keys)s) AND known_id IS NULL",
            {"keys": [key for _, _, key in rows]},
        )


def _brake(run: SyncRun, context: PlanContext) -> None:
    """Hold the schools, or the whole run, that would lose unusually much."""
    removed = {unit: counts for unit, *counts in context.rows(units.REMOVED)}
    held = []
    for school in SchoolPlan.objects.filter(run=run):
        reason = leavers_hold(school.leaves, school.people, context.brake_percent)
        if not reason and school.unit in removed:
            reason = memberships_hold(*removed[school.unit])
        if reason:
            school.hold_reason = reason.as_json()
            held.append(school)
    SchoolPlan.objects.bulk_update(held, ["hold_reason"], batch_size=500)
    (released, people) = context.rows(units.FEED)[0]
    reason = leavers_hold(released, people, context.brake_percent)
    if reason and not run.hold_reason:
        reason = HoldReason("too_many_leavers_of_feed", reason.params)
        run.hold_reason = reason.as_json()
