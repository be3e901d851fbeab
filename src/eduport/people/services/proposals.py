"""Adoptions and possible duplicates: proposed by the sync, decided by a human."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import (
    ActionKind,
    ActionLine,
    Affiliation,
    Outcome,
    PersonAction,
    Proposal,
    ProposalDecision,
    ProposalKind,
)
from eduport.people.services.actions import begin_undo, open_action
from eduport.people.services.addresses import assign_addresses
from eduport.people.signals import persons_changed

# What a source leads of a person.
LED = [
    "source_id",
    "source_key",
    "given_name",
    "family_name",
    "call_name",
    "address_base",
]

ADD = """
INSERT INTO people_proposal
  (kind, person_id, school_id, source_id, source_key, given_name, family_name,
   proposed_at, decision)
SELECT %(kind)s, person_id, school_id, %(source)s, source_key, given_name, family_name,
       %(at)s, ''
FROM ({query}) AS found
ON CONFLICT (person_id, source_id, source_key) DO NOTHING
"""


def add_proposals(
    kind: ProposalKind, query: str, params: Mapping[str, Any], *, at: datetime
) -> int:
    """Add what the query finds and is not yet proposed; return how many.

    The query yields person_id, school_id, source_key, given_name, family_name; its
    parameters hold the `source`.
    """
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(query=query), {**params, "kind": kind, "at": at})
        return int(cursor.rowcount)


@transaction.atomic
def accept_adoption(
    proposal_id: int, *, by: Actor, at: datetime
) -> PersonAction | None:
    """Let the source lead the person from now on: uid, address and files stay.

    The next run of the source brings names and groups in line. Returns what can be
    undone. Accepting twice changes nothing; None if it was declined before.
    """
    proposal = Proposal.objects.select_for_update().get(
        pk=proposal_id, kind=ProposalKind.ADOPTION
    )
    if proposal.decision:
        return proposal.action
    person = proposal.person
    # Places at other schools, of which the source may know nothing, stay as they are.
    places = Affiliation.objects.filter(
        person=person, source=person.source_id, school=proposal.school
    )
    # One person cannot be two rows: the others become people of their own.
    rivals = Proposal.objects.filter(
        person=person, kind=ProposalKind.ADOPTION, decision=""
    ).exclude(pk=proposal.pk)
    action = open_action(ActionKind.ADOPT, school=proposal.school, by=by, at=at)
    ActionLine.objects.create(
        action=action,
        person=person,
        outcome=Outcome.DONE,
        before={
            **{name: getattr(person, name) for name in LED},
            "affiliations": list(places.values_list("pk", flat=True)),
            "present": list(_present(places)),
            "proposal": proposal.pk,
            "rivals": list(rivals.values_list("pk", flat=True)),
        },
    )
    places.update(source=proposal.source_id)
    rivals.update(decision=ProposalDecision.DECLINED, decided_at=at)
    person.source_id = proposal.source_id
    person.source_key = proposal.source_key
    person.save(update_fields=["source", "source_key"])
    _decide(proposal, ProposalDecision.ACCEPTED, at, action)
    record("people.proposal.accepted", person, by=by, at=at)
    persons_changed.send(None, person_ids=[person.pk], at=at)
    return action


@transaction.atomic
def undo_adoption(action: PersonAction, *, by: Actor, at: datetime) -> PersonAction:
    """Let the person be one made by hand again; the proposal is open once more.

    The names are those of before. What the source has added since, its next run ends.
    If another source leads by now, the line says so. Raises AlreadyUndoneError.
    """
    undone = begin_undo(action.pk, at=at)
    line = undone.actionline_set.select_related("person").get()
    person, before = line.person, line.before
    proposal = Proposal.objects.filter(pk=before["proposal"]).first()
    is_led = proposal and (person.source_id, person.source_key) == (
        proposal.source_id,
        proposal.source_key,
    )
    if not is_led:
        line.outcome = Outcome.CHANGED
        line.save(update_fields=["outcome"])
        return undone
    for name in LED:
        setattr(person, name, before[name])
    person.save(update_fields=LED)
    places = Affiliation.objects.filter(person=person)
    places.filter(pk__in=before["affiliations"]).update(source=before["source_id"])
    # The source may have ended what it did not know.
    places.filter(pk__in=before["present"]).update(ended_at=None)
    Proposal.objects.filter(pk__in=[before["proposal"], *before["rivals"]]).update(
        decision="", decided_at=None, action=None
    )
    record("people.proposal.reopened", person, by=by, at=at)
    assign_addresses([person.pk], at=at)
    persons_changed.send(None, person_ids=[person.pk], at=at)
    return undone


@transaction.atomic
def decline_proposal(proposal_id: int, *, by: Actor, at: datetime) -> None:
    """Say that these are two people; an adoption's row makes one in the next run."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.decision:
        return
    _decide(proposal, ProposalDecision.DECLINED, at)
    record("people.proposal.declined", proposal.person, by=by, at=at)


def _present(places: QuerySet[Affiliation]) -> QuerySet[Affiliation, int]:
    return places.filter(ended_at=None).values_list("pk", flat=True)


def _decide(
    proposal: Proposal,
    decision: ProposalDecision,
    at: datetime,
    action: PersonAction | None = None,
) -> None:
    proposal.decision = decision
    proposal.decided_at = at
    proposal.action = action
    proposal.save(update_fields=["decision", "decided_at", "action"])
