"""Who gets which news in a digest: one statement of PostgreSQL, whatever the city."""

from collections.abc import Sequence
from typing import Any

from eduport.news.models import NewsAudience
from eduport.people.queries import EVERYDAY_APPOINTMENTS
from eduport.people.queries.members import EVERYONE

# The rows of `visible`, for all readers at once: what fits by school and role, by
# appointment, and by group. What is for one school and what is for all is joined apart:
# an OR of both would compare every reader with every row.
STATEMENT = f"""
WITH wanted AS (
  SELECT account.id AS account_id, account.person_id
  FROM news_digestchoice choice
  JOIN accounts_account account ON account.id = choice.account_id
  WHERE choice.rhythm = %(rhythm)s AND account.kind = 'person'
    AND account.disabled_at IS NULL AND account.activated_at IS NOT NULL
), audience AS (
  SELECT * FROM news_newsaudience WHERE item_id = ANY(%(items)s)
), held AS (
  SELECT wanted.account_id, wanted.person_id, affiliation.school_id, affiliation.role
  FROM wanted
  JOIN people_affiliation affiliation
    ON affiliation.person_id = wanted.person_id AND affiliation.ended_at IS NULL
  UNION
  SELECT wanted.account_id, wanted.person_id, appointment.school_id, appointment.role
  FROM wanted
  JOIN people_appointment appointment
    ON appointment.person_id = wanted.person_id
   AND appointment.role = ANY(%(appointments)s) AND appointment.starts_at <= now()
   AND (appointment.ends_at IS NULL OR appointment.ends_at > now())
), member (root, part, person_id) AS (
  {EVERYONE.replace("%s", "%(groups)s")}
), found AS (
  SELECT held.account_id, audience.item_id
  FROM held JOIN audience
    ON audience.group_id IS NULL AND audience.school_id = held.school_id
   AND (audience.role = '' OR audience.role = held.role)
  UNION
  SELECT held.account_id, audience.item_id
  FROM held JOIN audience
    ON audience.group_id IS NULL AND audience.school_id IS NULL
   AND (audience.role = '' OR audience.role = held.role)
  UNION
  SELECT wanted.account_id, audience.item_id
  FROM audience
  JOIN member ON member.root = audience.group_id
  JOIN wanted ON wanted.person_id = member.person_id
  WHERE audience.role = '' OR EXISTS (
    SELECT FROM held
    WHERE held.account_id = wanted.account_id AND held.role = audience.role)
)
INSERT INTO news_digestreader (run_id, account_id, item_ids)
SELECT %(run)s, account_id, array_agg(item_id ORDER BY item_id)
FROM found GROUP BY account_id
ON CONFLICT (run_id, account_id) DO NOTHING
"""  # noqa: S608 -- constants only


def readers_statement(
    run_id: int, rhythm: str, item_ids: Sequence[int]
) -> tuple[str, dict[str, Any]]:
    """The statement that writes who gets what in a digest, and its values."""
    rows = NewsAudience.objects.filter(item__in=item_ids, group__isnull=False)
    return STATEMENT, {
        "run": run_id,
        "rhythm": rhythm,
        "items": list(item_ids),
        "groups": list(rows.values_list("group_id", flat=True).distinct()),
        "appointments": [role.value for role in EVERYDAY_APPOINTMENTS],
    }
