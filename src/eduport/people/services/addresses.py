"""Giving mail addresses, set-based."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Max
from django.utils.crypto import salted_hmac

from eduport.core.personal_data import delete_rows, listed
from eduport.people.models import Address, ReservedAddress
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
       coalesce(greatest(taken.highest, reserved.number), 0) + row_number() OVER (
         PARTITION BY new.domain, new.base ORDER BY new.person_id),
       new.domain, new.person_id, new.school_id, %(at)s, NULL
FROM wanted_address new
LEFT JOIN LATERAL (
  SELECT max(given.number) AS highest FROM people_address given
  WHERE given.domain = new.domain AND given.base = new.base
) taken ON true
LEFT JOIN unnest(%(bases)s::text[], %(domains)s::text[], %(numbers)s::int[])
  AS reserved (base, domain, number) USING (base, domain)
WHERE NOT EXISTS (
  SELECT FROM people_address present
  WHERE present.person_id = new.person_id AND present.school_id = new.school_id
    AND present.replaced_at IS NULL)
"""
# Names of those who get a new address now, if anything is reserved at all.
NAMES = """
SELECT DISTINCT new.base, new.domain FROM wanted_address new
WHERE EXISTS (SELECT FROM people_reservedaddress) AND NOT EXISTS (
  SELECT FROM people_address present
  WHERE present.person_id = new.person_id AND present.school_id = new.school_id
    AND present.replaced_at IS NULL)
"""
# Giving addresses and erasing them must not overlap: between the two an address would
# be neither given nor reserved. Many may give at a time, one erases alone.
SHARED_LOCK = "SELECT pg_advisory_xact_lock_shared(%s)"
LOCK = "SELECT pg_advisory_xact_lock(%s)"
LOCK_KEY = 7_358_003
RESERVE = """
INSERT INTO people_reservedaddress AS known (digest, number)
SELECT * FROM unnest(%(digests)s::text[], %(numbers)s::int[])
ON CONFLICT (digest) DO UPDATE SET number = greatest(known.number, excluded.number)
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
        cursor.execute(SHARED_LOCK, [LOCK_KEY])
        cursor.execute("DROP TABLE IF EXISTS wanted_address")
        for statement in (WANTED, RETIRE, REVIVE):
            cursor.execute(statement, params)
        cursor.execute(GIVE, params | _reserved(cursor))


def _reserved(cursor: CursorWrapper) -> dict[str, list[Any]]:
    """What erased persons had of the names that are to be given now, as columns."""
    cursor.execute(NAMES)
    names = cursor.fetchall()
    digests = [digest_of(base, domain) for base, domain in names]
    numbers = ReservedAddress.objects.in_bulk(digests) if digests else {}
    found = [
        (base, domain, numbers[digest].number)
        for (base, domain), digest in zip(names, digests, strict=True)
        if digest in numbers
    ]
    columns = zip(*found, strict=True) if found else ([], [], [])
    return dict(zip(("bases", "domains", "numbers"), map(list, columns), strict=True))


def digest_of(base: str, domain: str) -> str:
    """The keyed hash under which a name of an erased person stays reserved.

    The key is never changed and never leaves this process: hashed in SQL it would
    stand in the logs of the database.
    """
    return salted_hmac(
        "eduport.people.reserved_address",
        f"{base}@{domain}",
        secret=settings.PAIRWISE_KEY,
        algorithm="sha256",
    ).hexdigest()


def lock_addresses() -> None:
    """Let nobody give addresses until the transaction ends; before rows are locked."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [LOCK_KEY])


def erase_addresses(person_ids: Sequence[int]) -> int:
    """Replace the addresses of these persons by keyed hashes; return how many.

    Nobody else ever gets them. Must run in a transaction after `lock_addresses`.
    """
    own = Address.objects.filter(person__in=listed(person_ids))
    highest = own.values_list("base", "domain").annotate(Max("number")).order_by()
    rows = [(digest_of(base, domain), number) for base, domain, number in highest]
    # In order, so that two who erase namesakes do not wait for each other.
    rows.sort()
    with connection.cursor() as cursor:
        cursor.execute(
            RESERVE,
            {"digests": [row[0] for row in rows], "numbers": [row[1] for row in rows]},
        )
        # The table refuses to lose rows unless it is told why, see the migration.
        cursor.execute("SET LOCAL eduport.erases_addresses = 'yes'")
        count = delete_rows(own)
        cursor.execute("SET LOCAL eduport.erases_addresses = ''")
    return sum(count.values())
