"""Proposing incidents: by checks, by similar reports, by other parts of eduPort."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.status.errors import ProposalIsDecidedError
from eduport.status.models import (
    Component,
    Incident,
    Proposal,
    ProposalCause,
    Report,
)
from eduport.status.queries.maintenance import is_excused
from eduport.status.services.incidents import IncidentDraft, open_incident
from eduport.status.services.publishing import publish_board
from eduport.status.signals import incident_proposed

SIMILAR = 3
WITHIN = timedelta(minutes=10)
# After a human said no, nobody asks again for so long.
QUIET = timedelta(hours=1)
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """A report that somebody made elsewhere, without who made it.

    `symptom` says what is similar, such as the answer chosen in a form; reports of
    different symptoms are not counted together. `reference` names the report for good.
    """

    component: Component
    reference: UUID
    symptom: str = ""


@transaction.atomic
def propose_incident(
    component: Component,
    reason: str,
    *,
    cause: ProposalCause = ProposalCause.DOMAIN,
    by: Actor,
    at: datetime,
) -> Proposal | None:
    """Ask a human whether to open an incident. Returns None if there is no need.

    There is none while the component, or one that it needs, is in maintenance, has an
    open incident, or was declined less than an hour ago. Asked twice, the first
    proposal stands.
    """
    Component.objects.select_for_update().get(pk=component.pk)
    if is_excused(component, at=at) or _is_known(component, at=at):
        return None
    proposal, is_new = Proposal.objects.get_or_create(
        component=component,
        decided_at=None,
        defaults={"cause": cause, "reason": reason[:300], "proposed_at": at},
    )
    if is_new:
        record("status.incident.proposed", component, by=by, at=at)
        publish_board(at=at)
        incident_proposed.send(Proposal, proposal=proposal, at=at)
    return proposal


def _is_known(component: Component, *, at: datetime) -> bool:
    has_incident = Incident.objects.filter(components=component, resolved_at=None)
    declined = Proposal.objects.filter(
        component=component, incident=None, decided_at__gt=at - QUIET
    )
    return has_incident.exists() or declined.exclude(is_withdrawn=True).exists()


@transaction.atomic
def note_report(report: SimilarReport, *, by: Actor, at: datetime) -> Proposal | None:
    """Count a report; the third similar one in ten minutes proposes an incident.

    The same report twice counts once. Returns the proposal, if there is one now.
    """
    Report.objects.bulk_create(
        [
            Report(
                component=report.component,
                symptom=report.symptom,
                reference=report.reference,
                reported_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    similar = Report.objects.filter(
        component=report.component,
        symptom=report.symptom,
        reported_at__gt=at - WITHIN,
        reported_at__lte=at,
    ).count()
    if similar < SIMILAR:
        return None
    reason = f"{similar} × {report.symptom}" if report.symptom else f"{similar} ×"
    return propose_incident(
        report.component, reason, cause=ProposalCause.REPORTS, by=by, at=at
    )


@transaction.atomic
def accept_proposal(
    proposal_id: int, draft: IncidentDraft, *, by: Actor, at: datetime
) -> Incident:
    """Open the incident. Raises ProposalIsDecidedError if somebody was faster."""
    proposal = _undecided(proposal_id)
    incident = open_incident(draft, by=by, at=at)
    proposal.decided_at, proposal.incident = at, incident
    proposal.save(update_fields=["decided_at", "incident"])
    publish_board(at=at)
    return incident


@transaction.atomic
def decline_proposal(proposal_id: int, *, by: Actor, at: datetime) -> None:
    """Say that it is nothing. Raises ProposalIsDecidedError if somebody was faster."""
    proposal = _undecided(proposal_id)
    proposal.decided_at = at
    proposal.save(update_fields=["decided_at"])
    record("status.incident.declined", proposal.component, by=by, at=at)
    publish_board(at=at)


@transaction.atomic
def withdraw_proposal(component: Component, *, at: datetime) -> None:
    """Take back what a check proposed, because all is well again."""
    withdrawn = Proposal.objects.filter(
        component=component, cause=ProposalCause.CHECK, decided_at=None
    ).update(decided_at=at, is_withdrawn=True)
    if withdrawn:
        publish_board(at=at)


def purge_reports(*, at: datetime) -> int:
    """Forget reports of yesterday; they were only counted."""
    number, _ = Report.objects.filter(reported_at__lt=at - KEPT).delete()
    return number


def _undecided(proposal_id: int) -> Proposal:
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.decided_at:
        raise ProposalIsDecidedError
    return proposal
