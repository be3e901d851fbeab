"""Teams of the desk, and words for answers."""

from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.support.errors import UnknownPlaceholderError
from eduport.support.models import (
    AnswerTemplate,
    EventKind,
    Side,
    Team,
    Ticket,
    TicketKind,
)
from eduport.support.rules.placeholders import PLACEHOLDERS, unknown_in
from eduport.support.services.timeline import note_event
from eduport.support.signals import ticket_changed


@transaction.atomic
def save_team(team: Team, *, by: Actor, at: datetime) -> None:
    """Add a team, or give it another name."""
    team.save()
    record("support.team.changed", team, by=by, at=at)


@transaction.atomic
def remove_team(team: Team, *, by: Actor, at: datetime) -> None:
    """Remove a team; its tickets are nobody's again."""
    record("support.team.removed", team, by=by, at=at)
    team.delete()


@transaction.atomic
def give_to_team(ticket: Ticket, team: Team | None, *, by: Actor, at: datetime) -> None:
    """Give a report to a team, or to none. The same again changes nothing."""
    reports = Ticket.objects.select_for_update(of=["self"])
    found = reports.get(pk=ticket.pk, kind=TicketKind.FAULT)
    if found.team == team:
        return
    Ticket.objects.filter(pk=found.pk).update(team=team, changed_at=at)
    name = team.name if team else ""
    note_event([found], EventKind.TEAM_CHANGED, name, side=Side.DESK, by=by, at=at)
    record("support.ticket.given", found, by=by, at=at)
    ticket_changed.send(Ticket, ticket=found, event="updated", by=by, at=at)


@transaction.atomic
def save_answer_template(template: AnswerTemplate, *, by: Actor, at: datetime) -> None:
    """Keep words for answers. Raises UnknownPlaceholderError: it would be sent so."""
    if unknown := unknown_in(template.text):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise UnknownPlaceholderError(name=f"{{{unknown[0]}}}", known=known)
    template.save()
    record("support.template.changed", template, by=by, at=at)


@transaction.atomic
def remove_answer_template(
    template: AnswerTemplate, *, by: Actor, at: datetime
) -> None:
    """Remove words for answers; what was written with them stays."""
    record("support.template.removed", template, by=by, at=at)
    template.delete()
