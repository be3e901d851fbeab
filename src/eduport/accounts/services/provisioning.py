"""Making accounts for persons, and keeping logins in line with addresses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from eduport.accounts.errors import NoAddressError, NotAppointedError
from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries import home_address
from eduport.accounts.rules.logins import ADMIN_PREFIX
from eduport.accounts.services.sessions import end_sessions_of
from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import Appointment, Person
from eduport.people.queries import ADMIN_ACCOUNT_ROLES

UNUSABLE_PASSWORD = "!"  # noqa: S105 -- Django's mark for "nobody can sign in"

# The text is that of people.models.addresses.WRITTEN. In the middle of an import the
# database knows no statistics yet; LIMIT, OFFSET and the lists of ids keep it from
# reading whole tables for every school.
_HOME = """
WITH home AS (
  SELECT person.id, person.deletion_released_at, address.login
    FROM people_person person
    LEFT JOIN LATERAL (
           SELECT lower(
                    base || CASE WHEN number > 1 THEN number::text ELSE '' END
                    || '@' || domain
                  ) AS login
             FROM people_address
            WHERE person_id = person.id
              AND school_id = person.home_school_id
              AND replaced_at IS NULL
            LIMIT 1
         ) address ON TRUE
   WHERE person.id = ANY(%(ids)s)
)
"""
_FOLLOW = f"""
{_HOME}, wanted AS (
  SELECT account.id,
         COALESCE(
           CASE account.kind WHEN 'admin' THEN %(prefix)s ELSE '' END || home.login,
           account.username
         ) AS username,
         COALESCE(
           home.deletion_released_at,
           account.blocked_at,
           -- An Admin-Account is for what somebody is, or will soon be, appointed to.
           CASE WHEN account.kind = 'admin' AND NOT EXISTS (
             SELECT FROM people_appointment
              WHERE person_id = account.person_id
                AND role IN ('school_admin', 'central_team', 'service_desk')
                AND (ends_at IS NULL OR ends_at > %(at)s)
           ) THEN COALESCE(account.disabled_at, %(at)s) END
         ) AS disabled_at
    FROM (
           SELECT * FROM accounts_account
            WHERE person_id = ANY(%(ids)s) AND kind IN ('person', 'admin')
           OFFSET 0
         ) account
    JOIN home ON home.id = account.person_id
)
UPDATE accounts_account account
   SET username = wanted.username, disabled_at = wanted.disabled_at
  FROM wanted
 WHERE wanted.id = account.id
   AND (account.username, account.disabled_at)
       IS DISTINCT FROM (wanted.username, wanted.disabled_at)
RETURNING account.id, account.disabled_at IS NOT NULL
"""  # noqa: S608 -- constants only
_ADD = f"""
{_HOME}
INSERT INTO accounts_account (kind, person_id, username, password, created_at,
                              must_change_password, terms_version, language)
SELECT 'person', home.id, home.login, %(password)s, %(at)s, FALSE, '', ''
  FROM home
 WHERE home.login IS NOT NULL
   AND home.deletion_released_at IS NULL
   AND home.id NOT IN (
         SELECT person_id FROM accounts_account
          WHERE person_id = ANY(%(ids)s) AND kind = 'person'
       )
ON CONFLICT (person_id, kind) WHERE kind IN ('person', 'admin') DO NOTHING
"""  # noqa: S608 -- constants only


@transaction.atomic
def provision_accounts(person_ids: Sequence[int], *, at: datetime) -> None:
    """Bring the accounts of these persons in line with what stands in `people`.

    Two statements whatever the number: a nightly run calls this for every school. Who
    lacks an everyday account gets one with an unusable password; logins follow the
    address at the home school, those of Admin-Accounts too; a release for deletion
    disables, its undoing enables again unless a human blocked the account. A person
    without an address at home is left alone. Doing it twice changes nothing.
    """
    values: dict[str, Any] = {
        "ids": list(person_ids),
        "prefix": ADMIN_PREFIX,
        "password": UNUSABLE_PASSWORD,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, values)
        disabled = [account_id for account_id, is_out in cursor.fetchall() if is_out]
        cursor.execute(_ADD, values)
    end_sessions_of(disabled, at=at)


@transaction.atomic
def create_admin_account(person: Person, *, by: Actor, at: datetime) -> Account:
    """Make the separate account for what a person was appointed to.

    It has no password yet: issue an activation code for it. One that exists is
    returned as it is. Raises NotAppointedError, and NoAddressError if there is no
    address at the home school to name it after.
    """
    found = Account.objects.filter(person=person, kind=AccountKind.ADMIN).first()
    if found:
        return found
    if not _appointed(at).filter(person=person).exists():
        raise NotAppointedError(person=person)
    address = home_address(person)
    if not address:
        raise NoAddressError(person=person)
    account = Account.objects.create(
        kind=AccountKind.ADMIN,
        person=person,
        username=f"{ADMIN_PREFIX}{address}".lower(),
        password=UNUSABLE_PASSWORD,
        created_at=at,
    )
    record("accounts.admin_account.created", account, by=by, at=at)
    return account


@transaction.atomic
def follow_appointments(person_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Bring the Admin-Accounts of these persons in line with their appointments.

    Who is or will be appointed gets one, who no longer is cannot sign in with it. Doing
    it twice changes nothing. Raises NoAddressError if somebody has no address at the
    home school.
    """
    mine = Account.objects.filter(person=OuterRef("pk"), kind=AccountKind.ADMIN)
    lacking = Person.objects.filter(
        ~Exists(mine),
        Exists(_appointed(at).filter(person=OuterRef("pk"))),
        pk__in=person_ids,
        deletion_released_at=None,
    )
    # Few at a time, and each one is written into the log.
    for person in lacking:
        create_admin_account(person, by=by, at=at)
    provision_accounts(person_ids, at=at)


def _appointed(at: datetime) -> QuerySet[Appointment]:
    """Appointments that hold, or will, for which there is an Admin-Account."""
    return Appointment.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), role__in=ADMIN_ACCOUNT_ROLES
    )
