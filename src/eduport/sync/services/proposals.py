"""Finding rows that may be people we already have."""

from eduport.people.models import ProposalKind
from eduport.people.services.proposals import add_proposals
from eduport.sync.services.planning.context import PlanContext

# Somebody of the same name, made by hand at the school that the row names as home.
ADOPTIONS = """
SELECT DISTINCT ON (want.key) person.id AS person_id, want.home_id AS school_id,
       want.key AS source_key, want.given_name, want.family_name
FROM want_person want
JOIN person_base base ON base.key = want.key
JOIN people_person person
  ON person.address_base = base.address_base AND person.home_school_id = want.home_id
JOIN people_source source ON source.id = person.source_id AND source.kind = 'manual'
WHERE want.known_id IS NULL AND person.deletion_released_at IS NULL
  AND EXISTS (SELECT FROM people_affiliation a
              WHERE a.person_id = person.id AND a.ended_at IS NULL)
ORDER BY want.key, person.id
"""
# Somebody with the very same names in the same role at the same school, by another key.
DUPLICATES = """
SELECT DISTINCT ON (want.key) person.id AS person_id, want.home_id AS school_id,
       want.key AS source_key, want.given_name, want.family_name
FROM want_person want
JOIN want_affiliation role_
  ON role_.person_key = want.key AND role_.school_id = want.home_id
JOIN people_person person
  ON person.home_school_id = want.home_id AND person.given_name = want.given_name
 AND person.family_name = want.family_name
JOIN people_affiliation affiliation
  ON affiliation.person_id = person.id AND affiliation.school_id = want.home_id
 AND affiliation.role = role_.role
JOIN people_source source ON source.id = person.source_id AND source.kind <> 'manual'
WHERE want.known_id IS NULL
ORDER BY want.key, person.id
"""
# An adoption that nobody has decided makes no second person.
WAIT = """
WITH waiting AS (
  DELETE FROM want_person want USING people_proposal proposal, people_person person
  WHERE want.known_id IS NULL AND proposal.source_id = %(source)s
    AND proposal.source_key = want.key AND proposal.kind = 'adoption'
    AND proposal.decision = ''
    -- For who has left since, nobody waits.
    AND person.id = proposal.person_id AND person.deletion_released_at IS NULL
  RETURNING want.file, want.row, want.given_name, want.family_name
)
INSERT INTO sync_rowissue (run_id, severity, code, file, row, field, params)
SELECT %(run)s, 'note', 'adoption_proposed', file, row, '',
       jsonb_build_object('name', given_name || ' ' || family_name)
FROM waiting ORDER BY row
"""


def propose(context: PlanContext) -> None:
    """Propose adoptions, which wait for a human, and point out possible duplicates."""
    params = context.params
    add_proposals(ProposalKind.ADOPTION, ADOPTIONS, params, at=context.at)
    add_proposals(ProposalKind.DUPLICATE, DUPLICATES, params, at=context.at)
    context.execute(WAIT)
