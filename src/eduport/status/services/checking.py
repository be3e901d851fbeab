"""Asking the components whether they work, and drawing conclusions."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.status.clients import probes
from eduport.status.errors import UnknownCheckError
from eduport.status.models import (
    CheckKind,
    Component,
    DayRecord,
    HealthCheck,
    ProposalCause,
)
from eduport.status.queries.maintenance import excused_components
from eduport.status.rules.occurrences import on_the_wall
from eduport.status.services.proposals import propose_incident, withdraw_proposal

CHECKS = Actor.system("checks")
AT_A_TIME = 16
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """A command or a database from the operator's settings."""

    command: tuple[str, ...] = ()
    database_url: str = ""


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """How a component is to be watched."""

    kind: CheckKind
    target: str
    every_seconds: int = 60
    timeout_seconds: int = 10
    failures_needed: int = 3


@transaction.atomic
def watch_component(
    component: Component,
    draft: CheckDraft,
    *,
    named: Iterable[str],
    by: Actor,
    at: datetime,
) -> HealthCheck:
    """Watch a component from now on. Raises UnknownCheckError.

    `named` are the names of commands and databases in the settings.
    """
    if draft.kind in {CheckKind.SQL, CheckKind.COMMAND} and draft.target not in named:
        raise UnknownCheckError(name=draft.target)
    values = {name: getattr(draft, name) for name in draft.__slots__}
    check, _is_new = HealthCheck.objects.update_or_create(
        component=component,
        defaults=values | {"next_at": at, "failures": 0, "fault": ""},
    )
    record("status.check.changed", component, by=by, at=at)
    return check


@transaction.atomic
def stop_watching(component: Component, *, by: Actor, at: datetime) -> None:
    """Watch a component no longer; what was seen stays. Twice is as once."""
    HealthCheck.objects.filter(component=component).delete()
    withdraw_proposal(component, at=at)
    record("status.check.removed", component, by=by, at=at)


def claim_due_checks(*, at: datetime) -> list[int]:
    """Take what is due, so that of several workers one asks."""
    with transaction.atomic():
        due = HealthCheck.objects.select_for_update(skip_locked=True).filter(
            next_at__lte=at, component__is_active=True
        )
        keys = [check.pk for check in due]
        HealthCheck.objects.filter(pk__in=keys).update(
            next_at=at + F("every_seconds") * timedelta(seconds=1)
        )
    return keys


def run_checks(
    check_ids: Iterable[int], named: Mapping[str, NamedCheck], *, at: datetime
) -> dict[str, str]:
    """Ask these components, several at a time; returns what is wrong, by component."""
    checks = list(
        HealthCheck.objects.filter(pk__in=list(check_ids)).select_related("component")
    )
    # Threads only talk to servers; the database is ours alone.
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        asked = [pool.submit(probes.fault_of, probe_of(one, named)) for one in checks]
        faults = [one.result() for one in asked]
    excused = excused_components(at=at)
    for check, fault in zip(checks, faults, strict=True):
        _conclude(check, fault, is_excused=check.component_id in excused, at=at)
    return {c.component.slug: f for c, f in zip(checks, faults, strict=True) if f}


def probe_of(check: HealthCheck, named: Mapping[str, NamedCheck]) -> Callable[[], None]:
    """What to call to ask; fails with words if the settings no longer know it."""
    seconds = float(check.timeout_seconds)
    by_address = {
        CheckKind.HTTP: probes.http,
        CheckKind.TCP: probes.tcp,
        CheckKind.IMAP: probes.imap,
        CheckKind.LDAP: probes.ldap,
    }
    if probe := by_address.get(CheckKind(check.kind)):
        return partial(probe, check.target, seconds)
    setting = named.get(check.target, NamedCheck())
    if check.kind == CheckKind.SQL and setting.database_url:
        return partial(probes.sql, setting.database_url, seconds)
    if check.kind == CheckKind.COMMAND and setting.command:
        return partial(probes.command, setting.command, seconds)
    return partial(_unknown, check.target)


def _unknown(name: str) -> None:
    raise probes.ProbeError(f"“{name}” is not in the settings")


@transaction.atomic
def _conclude(
    check: HealthCheck, fault: str, *, is_excused: bool, at: datetime
) -> None:
    """Write down a result, and propose an incident or take the proposal back.

    Maintenance excuses everything: nothing is counted then, so after its end as many
    failures are needed as ever.
    """
    was_failing = check.failures >= check.failures_needed
    check.failures = check.failures + 1 if fault and not is_excused else 0
    is_failing = check.failures >= check.failures_needed
    if not is_excused:
        _count(check, bool(fault), is_down=is_failing, at=at)
    check.checked_at, check.fault = at, fault
    check.save(update_fields=["checked_at", "fault", "failures"])
    if is_failing:
        propose_incident(
            check.component, fault, cause=ProposalCause.CHECK, by=CHECKS, at=at
        )
    elif was_failing:
        withdraw_proposal(check.component, at=at)


def _count(
    check: HealthCheck,
    is_failure: bool,  # noqa: FBT001 -- private, and there is no other
    *,
    is_down: bool,
    at: datetime,
) -> None:
    day = on_the_wall(at).date()
    row, _is_new = DayRecord.objects.get_or_create(component=check.component, day=day)
    seconds = _observed(check, at)
    DayRecord.objects.filter(pk=row.pk).update(
        checks=F("checks") + 1,
        failures=F("failures") + int(is_failure),
        observed_seconds=F("observed_seconds") + seconds,
        down_seconds=F("down_seconds") + (seconds if is_down else 0),
    )


def _observed(check: HealthCheck, at: datetime) -> int:
    """The time that a result speaks for: since the last one, if that was lately."""
    if check.checked_at is None:
        return check.every_seconds
    since = int((at - check.checked_at).total_seconds())
    return max(0, min(since, 2 * check.every_seconds))


def purge_day_records(*, at: datetime) -> int:
    """Forget what was seen more than a year ago."""
    number, _ = DayRecord.objects.filter(day__lt=(at - KEPT).date()).delete()
    return number
