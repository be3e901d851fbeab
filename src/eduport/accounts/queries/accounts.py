"""Reading accounts and the addresses they sign in with."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.rules.logins import ADMIN_PREFIX, address_parts
from eduport.core.actor import Actor
from eduport.core.personal_data import listed
from eduport.people.models import (
    WRITTEN,
    Address,
    AdminRole,
    Affiliation,
    Person,
    Role,
    folded,
)
from eduport.people.queries import current_appointments, persons_visible_to

# Written out, because every login passes here and building the same statement in
# Python took as long as a fifth of the password's hash.
_FIND = """
SELECT account.*, EXISTS (
         SELECT FROM mfa_authenticator factor
          WHERE factor.user_id = account.id AND factor.type IN ('totp', 'webauthn')
       ) AS has_second_factor
  FROM accounts_account account
 WHERE account.username = %s
    OR account.kind = 'person' AND account.person_id = (
         SELECT person_id FROM people_address
          WHERE base = %s AND number = %s AND domain = %s AND replaced_at IS NOT NULL
       )
"""


class FoundLogin(NamedTuple):
    """Whom a login means. `is_replaced`: it was the person's login in former times."""

    account: Account | None
    is_replaced: bool = False


def find_login(login: str) -> FoundLogin:
    """The account of a login, present or replaced, in one query.

    Known, replaced and unknown logins take the same statement, so that the time it
    takes says nothing. Both arms go over an index. The account knows
    `has_second_factor`.
    """
    parts = address_parts(login) or (None, None, None)
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [login, *parts])
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    found = {row["username"] == login: _account(row) for row in rows}
    if present := found.get(True):
        return FoundLogin(present)
    former = found.get(False)
    return FoundLogin(former, is_replaced=former is not None)


def _account(row: dict[str, Any]) -> Account:
    # The table's columns stand in another order than the model's fields.
    names = [field.attname for field in Account._meta.concrete_fields]
    values = [row[name] for name in names]
    account = Account.from_db(DEFAULT_DB_ALIAS, names, values)
    account.has_second_factor = row["has_second_factor"]  # type: ignore[attr-defined]  # for this sign-in only
    return account


def logins_ever(person_ids: Sequence[int]) -> list[str]:
    """The present and former logins of these persons, also of Admin-Accounts."""
    keys = listed(person_ids)
    addresses = Address.objects.filter(person__in=keys).annotate(text=WRITTEN)
    former = list(addresses.values_list("text", flat=True))
    present = Account.objects.filter(person__in=keys).values_list("username", flat=True)
    return sorted({*present, *former, *(f"{ADMIN_PREFIX}{login}" for login in former)})


def everyday_account(person: Person) -> Account | None:
    """The account with which a person does the daily work, if there is one."""
    return Account.objects.filter(person=person, kind=AccountKind.PERSON).first()


def accounts_visible_to(actor: Actor) -> QuerySet[Account]:
    """The everyday accounts of the persons whom the actor may see."""
    return Account.objects.filter(
        kind=AccountKind.PERSON, person__in=persons_visible_to(actor)
    )


def present_addresses(person_id: int) -> QuerySet[Address]:
    """A person's addresses of today with their schools; that at home is the login."""
    return (
        Address.objects.filter(person=person_id, replaced_at=None)
        .select_related("school")
        .order_by(folded("school__name"))
    )


def home_address(person: Person) -> Address | None:
    """The address at the home school, if the person has one yet."""
    return present_addresses(person.pk).filter(school=person.home_school_id).first()


class Belonging(NamedTuple):
    """A role, and the school where it holds; without one it holds for all."""

    role: str
    school: str


def belongings(account: Account) -> list[Belonging]:
    """What a person is, and where: affiliations and appointments of today."""
    affiliations = Affiliation.objects.filter(person=account.person_id, ended_at=None)
    appointments = current_appointments().filter(person=account.person_id)
    fields = ("role", "school__name")
    rows = affiliations.values_list(*fields).union(appointments.values_list(*fields))
    labels = {**dict(Role.choices), **dict(AdminRole.choices)}
    return [Belonging(str(labels[role]), school or "") for role, school in rows]
