"""Incidents that another system opens and continues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from eduport.core.actor import Actor
from eduport.gateway.errors import (
    NoSuchComponentError,
    NoSuchRoleError,
    NoSuchSchoolError,
    StartsInTheFutureError,
)
from eduport.people.models import AdminRole, Role, School
from eduport.status.models import Component, Impact, Incident, IncidentState
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
    update_incident,
)

ROLES = {*Role.values, *AdminRole.values}


def open_from(values: Mapping[str, Any], *, by: Actor, at: datetime) -> Incident:
    """Open an incident. Raises a refusal that names what does not fit."""
    if values["started_at"] and values["started_at"] > at:
        raise StartsInTheFutureError
    if unknown := set(values["roles"]) - ROLES:
        raise NoSuchRoleError(role=min(unknown))
    draft = IncidentDraft(
        title_de=values["title_de"],
        title_en=values["title_en"],
        impact=Impact(values["impact"]),
        said=Said(values["text_de"], values["text_en"]),
        scope=Scope(
            _components(values["components"]),
            _schools(values["schools"]),
            values["roles"],
        ),
        started_at=values["started_at"],
        state=IncidentState(values["state"]),
    )
    return open_incident(draft, by=by, at=at)


def _components(slugs: Sequence[str]) -> list[Component]:
    found = list(Component.objects.filter(slug__in=slugs, is_active=True))
    if unknown := set(slugs) - {one.slug for one in found}:
        raise NoSuchComponentError(slug=min(unknown))
    return found


def _schools(codes: Sequence[str]) -> list[School]:
    found = list(School.objects.filter(code__in=codes, closed_at=None))
    if unknown := set(codes) - {one.code for one in found}:
        raise NoSuchSchoolError(code=min(unknown))
    return found


def continue_from(
    incident: Incident, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Incident:
    """Say how it goes with an incident."""
    return update_incident(
        incident.pk,
        IncidentState(values["state"]),
        Said(values["text_de"], values["text_en"]),
        impact=Impact(values["impact"]) if values["impact"] else None,
        by=by,
        at=at,
    )
