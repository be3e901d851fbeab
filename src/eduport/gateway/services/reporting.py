"""Reports that another system writes or changes: what the rules of the desk allow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from eduport.core.actor import Actor
from eduport.gateway.errors import (
    NoSuchAgentError,
    NoSuchComponentError,
    NoSuchIncidentError,
    NotEntitledError,
    SchoolNeededError,
    StartsInTheFutureError,
)
from eduport.gateway.queries.tickets import people_of_desk
from eduport.people.models import Person, School
from eduport.status.models import Component, Incident
from eduport.support.models import Effect, Spread, Ticket, TicketState
from eduport.support.queries.reporters import Caller, find_caller
from eduport.support.services.assigning import assign_ticket, move_ticket
from eduport.support.services.desk import link_to_incident
from eduport.support.services.faults import FaultDraft


def draft_for(values: Mapping[str, Any], *, at: datetime) -> tuple[Person, FaultDraft]:
    """Who reports, and the report. Raises a refusal that names what does not fit.

    The reporter has to be entitled now, and for this school: the same rule as on the
    telephone.
    """
    caller = find_caller(values["reporter"])
    if caller is None:
        raise NotEntitledError(reporter=values["reporter"])
    school = _school_of(caller, values["school"])
    component = Component.objects.filter(slug=values["component"], is_active=True)
    found = component.first()
    if found is None:
        raise NoSuchComponentError(slug=values["component"])
    if values["started_at"] and values["started_at"] > at:
        raise StartsInTheFutureError
    return caller.person, FaultDraft(
        component=found,
        effect=Effect(values["effect"]),
        spread=Spread(values["spread"]),
        subject=values["subject"],
        text=values["text"],
        school=school,
        started_at=values["started_at"],
        phone=values["phone"],
    )


def _school_of(caller: Caller, code: str | None) -> School | None:
    """The school that was named, or the only one; none is for who speaks for all."""
    named = [one.school for one in caller.belongings]
    schools = {one.code: one for one in named if one}
    for_all = None in named
    if code is None:
        if for_all:
            return None
        if len(schools) != 1:
            raise SchoolNeededError
        return next(iter(schools.values()))
    if for_all and code not in schools:
        found = School.objects.filter(code=code, closed_at=None).first()
        schools |= {code: found} if found else {}
    if code not in schools:
        raise NotEntitledError(reporter=caller.person)
    return schools[code]


@transaction.atomic
def change_report(
    ticket: Ticket, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Do what of state, assignee and incident is named."""
    if "assignee" in values:
        assign_ticket(ticket.pk, _agent(values["assignee"]), by=by, at=at)
    if values.get("incident"):
        incident = Incident.objects.filter(uid=values["incident"], resolved_at=None)
        found = incident.first()
        if found is None:
            raise NoSuchIncidentError
        link_to_incident([ticket.pk], found, by=by, at=at)
    if values.get("state"):
        move_ticket(ticket.pk, TicketState(values["state"]), by=by, at=at)


def _agent(uid: UUID | None) -> int | None:
    if uid is None:
        return None
    found = people_of_desk().filter(uid=uid).values_list("pk", flat=True).first()
    if found is None:
        raise NoSuchAgentError
    return found
