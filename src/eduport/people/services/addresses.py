"""Giving mail addresses, set-based."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from eduport.people.rules.addresses import NoLettersError, local_part

# Every address that a person should have now: one at each school of a present
# affiliation, spelled as names and school code say today.
WANTED = """
CREATE TEMP TABLE wanted_address ON COMMIT DROP AS
SELECT DISTINCT person.id AS person_id, school.id AS school_id,
       person.address_base AS base,
       school.code || '.' || authority.mail_domain AS domain
FROM people_person person
JOIN people_affiliation affiliation
  ON affiliation.person_id = person.id AND affiliation.ended_at IS NULL
JOIN people_school school ON school.id = affiliation.school_id
JOIN people_schoolauthority authority ON authority.id = school.authority_id
WHERE person.id = ANY(%(ids)s)
"""
RETIRE = """
UPDATE people_address old SET replaced_at = %(at)s
WHERE old.person_id = ANY(%(ids)s) AND old.replaced_at IS NULL
  AND NOT EXISTS (
    SELECT FROM wanted_address new
    WHERE new.person_id = old.person_id AND new.school_id = old.school_id
      AND new.base = old.base AND new.domain = old.domain)
  -- Who is released keeps the last address: it tells who it was until the erasure.
  AND EXISTS (
    SELECT FROM wanted_address anything WHERE anything.person_id = old.person_id)
"""
# Somebody who takes the old name again, or comes back, gets the own address again.
REVIVE = """
UPDATE people_address old SET replaced_at = NULL
FROM (
  SELECT DISTINCT ON (mine.person_id, mine.school_id) mine.id
  FROM people_address mine JOIN wanted_address new
    ON new.person_id = mine.person_id AND new.school_id = mine.school_id
   AND new.base = mine.base AND new.domain = mine.domain
  WHERE mine.replaced_at IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM people_address present
      WHERE present.person_id = mine.person_id AND present.school_id = mine.school_id
        AND present.replaced_at IS NULL)
  ORDER BY mine.person_id, mine.school_id, mine.number
) again
WHERE old.id = again.id
"""
GIVE = """
INSERT INTO people_address
  (base, number, domain, person_id, school_id, given_at, replaced_at)
SELECT new.base,
       coalesce(taken.highest, 0) + row_number() OVER (
         PARTITION BY new.domain, new.base ORDER BY new.person_id),
       new.domain, new.person_id, new.school_id, %(at)s, NULL
FROM wanted_address new
LEFT JOIN LATERAL (
  SELECT max(given.number) AS highest FROM people_address given
  WHERE given.domain = new.domain AND given.base = new.base
) taken ON true
WHERE NOT EXISTS (
  SELECT FROM people_address present
  WHERE present.person_id = new.person_id AND present.school_id = new.school_id
    AND present.replaced_at IS NULL)
"""


def address_base(given_name: str, family_name: str, call_name: str) -> str | None:
    """What stands before the @ by the rule, or None where a name has no letter."""
    try:
        return local_part(given_name, family_name, call_name)
    except NoLettersError:
        return None


def assign_addresses(person_ids: Sequence[int], *, at: datetime) -> None:
    """Bring the addresses of these persons in line with their names and schools.

    Namesakes of one school are numbered in order of arrival. An address once given
    never goes to anybody else; its owner may get it back. Doing it twice changes
    nothing. Must run in a transaction.
    """
    if not person_ids:
        return
    params: dict[str, Any] = {"ids": list(person_ids), "at": at}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wanted_address")
        for statement in (WANTED, RETIRE, REVIVE, GIVE):
            cursor.execute(statement, params)
