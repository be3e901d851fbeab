"""Adoptions and possible duplicates: proposed by the sync, decided by a human."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import (
    Affiliation,
    Person,
    Proposal,
    ProposalDecision,
    ProposalKind,
)
from eduport.people.signals import persons_changed

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
def accept_adoption(proposal_id: int, *, by: Actor, at: datetime) -> Person:
    """Let the source lead the person from now on: uid, address and files stay.

    The next run of the source brings names and groups in line. Accepting twice changes
    nothing.
    """
    proposal = Proposal.objects.select_for_update().get(
        pk=proposal_id, kind=ProposalKind.ADOPTION
    )
    person = proposal.person
    if proposal.decision:
        return person
    manual = person.source_id
    person.source_id = proposal.source_id
    person.source_key = proposal.source_key
    person.save(update_fields=["source", "source_key"])
    # Places at other schools, of which the source may know nothing, stay as they are.
    Affiliation.objects.filter(
        person=person, source=manual, school=proposal.school
    ).update(source=proposal.source_id)
    _decide(proposal, ProposalDecision.ACCEPTED, at)
    # One person cannot be two rows: the others become people of their own.
    Proposal.objects.filter(
        person=person, kind=ProposalKind.ADOPTION, decision=""
    ).update(decision=ProposalDecision.DECLINED, decided_at=at)
    record("people.proposal.accepted", person, by=by, at=at)
    persons_changed.send(None, person_ids=[person.pk], at=at)
    return person


@transaction.atomic
def decline_proposal(proposal_id: int, *, by: Actor, at: datetime) -> None:
    """Say that these are two people; an adoption's row makes one in the next run."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.decision:
        return
    _decide(proposal, ProposalDecision.DECLINED, at)
    record("people.proposal.declined", proposal.person, by=by, at=at)


def _decide(proposal: Proposal, decision: ProposalDecision, at: datetime) -> None:
    proposal.decision = decision
    proposal.decided_at = at
    proposal.save(update_fields=["decision", "decided_at"])
