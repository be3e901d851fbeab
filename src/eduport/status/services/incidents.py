"""Opening incidents, saying how it goes, resolving them, looking back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import School
from eduport.status.errors import (
    IncidentIsOpenError,
    IncidentIsResolvedError,
    NoComponentError,
)
from eduport.status.models import (
    Component,
    Impact,
    Incident,
    IncidentState,
    IncidentUpdate,
)
from eduport.status.models.incidents import IncidentComponent, IncidentSchool
from eduport.status.services.publishing import publish_board
from eduport.status.signals import incident_changed


@dataclass(frozen=True, slots=True)
class Said:
    """What is told about an incident. German comes first; English may be missing."""

    text_de: str
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom an incident concerns. Without schools and roles: everybody who uses it."""

    components: Collection[Component]
    schools: Collection[School] = ()
    roles: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """A new incident."""

    title_de: str
    title_en: str
    impact: Impact
    said: Said
    scope: Scope
    started_at: datetime | None = None
    state: IncidentState = IncidentState.INVESTIGATING


@transaction.atomic
def open_incident(draft: IncidentDraft, *, by: Actor, at: datetime) -> Incident:
    """Tell everybody whom it concerns that something does not work.

    Raises NoComponentError if it would concern nothing.
    """
    incident = Incident.objects.create(
        title_de=draft.title_de,
        title_en=draft.title_en,
        impact=draft.impact,
        state=draft.state,
        started_at=min(draft.started_at or at, at),
        opened_at=at,
        changed_at=at,
        resolved_at=at if draft.state == IncidentState.RESOLVED else None,
    )
    _set_scope(incident, draft.scope)
    _say(incident, draft.said, at=at)
    record("status.incident.opened", incident, by=by, at=at)
    return _tell(incident, "opened", at=at)


@transaction.atomic
def update_incident(
    incident_id: int,
    state: IncidentState,
    said: Said,
    *,
    impact: Impact | None = None,
    by: Actor,
    at: datetime,
) -> Incident:
    """Say how it goes; RESOLVED ends it. Raises IncidentIsResolvedError if it is over.

    States may come in any order: what was thought to be solved may not be.
    """
    incident = _open_one(incident_id)
    incident.state = state
    incident.impact = impact or incident.impact
    incident.changed_at = at
    if state == IncidentState.RESOLVED:
        incident.resolved_at = max(at, incident.started_at)
    incident.save(update_fields=["state", "impact", "changed_at", "resolved_at"])
    _say(incident, said, at=at)
    event = "resolved" if incident.resolved_at else "updated"
    record(f"status.incident.{event}", incident, by=by, at=at)
    return _tell(incident, event, at=at)


@transaction.atomic
def change_scope(
    incident_id: int, scope: Scope, *, by: Actor, at: datetime
) -> Incident:
    """Say anew whom an open incident concerns."""
    incident = _open_one(incident_id)
    _set_scope(incident, scope)
    record("status.incident.scope_changed", incident, by=by, at=at)
    publish_board(at=at)
    return incident


@transaction.atomic
def review_incident(
    incident_id: int, said: Said, *, by: Actor, at: datetime
) -> Incident:
    """Write down what was learnt. Raises IncidentIsOpenError before it is over."""
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.is_open:
        raise IncidentIsOpenError
    incident.review_de, incident.review_en = said.text_de, said.text_en
    incident.save(update_fields=["review_de", "review_en"])
    record("status.incident.reviewed", incident, by=by, at=at)
    publish_board(at=at)
    return incident


def _open_one(incident_id: int) -> Incident:
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if not incident.is_open:
        raise IncidentIsResolvedError
    return incident


def _set_scope(incident: Incident, scope: Scope) -> None:
    if not scope.components:
        raise NoComponentError
    IncidentComponent.objects.filter(incident=incident).delete()
    IncidentSchool.objects.filter(incident=incident).delete()
    IncidentComponent.objects.bulk_create(
        IncidentComponent(incident=incident, component=one) for one in scope.components
    )
    IncidentSchool.objects.bulk_create(
        IncidentSchool(incident=incident, school=one) for one in scope.schools
    )
    incident.roles = sorted(scope.roles)
    incident.save(update_fields=["roles"])


def _say(incident: Incident, said: Said, *, at: datetime) -> None:
    IncidentUpdate.objects.create(
        incident=incident,
        state=incident.state,
        text_de=said.text_de,
        text_en=said.text_en,
        at=at,
    )


def _tell(incident: Incident, event: str, *, at: datetime) -> Incident:
    publish_board(at=at)
    incident_changed.send(Incident, incident=incident, event=event, at=at)
    return incident
