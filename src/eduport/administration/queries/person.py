"""All that the page of one person shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries.second_factor import SECOND_FACTORS
from eduport.administration.queries.persons import (
    memberships_shown,
    natural,
    state_of,
)
from eduport.administration.queries.secondments import secondments_of
from eduport.administration.types import PersonState
from eduport.people.models import (
    Address,
    Affiliation,
    Appointment,
    Group,
    Membership,
    Person,
    Secondment,
    SourceKind,
)
from eduport.people.queries.members import groups_with
from eduport.people.queries.years import shown_in
from eduport.sync.models import SyncRun
from eduport.sync.queries.runs import latest_applied


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """An account, on how many devices it is signed in, and its second factors."""

    account: Account
    sessions: int
    second_factors: int


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person with everything that the page shows, read once."""

    person: Person
    everyday: AccountCounts | None
    admin: AccountCounts | None
    addresses: Sequence[Address]
    affiliations: Sequence[Affiliation]
    appointments: Sequence[Appointment]
    memberships: Sequence[Membership]
    other_groups: Sequence[Group]
    """Those that the person is in without being named: by role, rule or sub-group."""
    secondments: Sequence[Secondment]
    last_run: SyncRun | None

    @property
    def account(self) -> Account | None:
        return self.everyday.account if self.everyday else None

    @property
    def admin_account(self) -> Account | None:
        return self.admin.account if self.admin else None

    @property
    def state(self) -> PersonState:
        return state_of(self.person, self.account)

    @property
    def changed_at(self) -> datetime:
        """When something that the page shows was changed last, by whomever."""
        accounts = [one for one in (self.account, self.admin_account) if one]
        moments = [
            self.person.created_at,
            self.person.deletion_released_at,
            *(one.given_at for one in self.addresses),
            *(one.replaced_at for one in self.addresses),
            *(one.started_at for one in self.affiliations),
            *(one.ended_at for one in self.affiliations),
            *(one.blocked_at for one in accounts),
            *(one.created_at for one in accounts),
        ]
        return max(moment for moment in moments if moment)

    @property
    def is_manual(self) -> bool:
        return self.person.source.kind == SourceKind.MANUAL


def record_of(person: Person, year: int | None = None) -> PersonRecord:
    """Everything about a person, in ten queries; groups of a school year.

    `person` comes with home school, source and `merged_into`.
    """
    accounts = _accounts(person)
    memberships = _memberships(person, year)
    is_synced = person.source.kind != SourceKind.MANUAL
    return PersonRecord(
        person=person,
        everyday=accounts.get(AccountKind.PERSON),
        admin=accounts.get(AccountKind.ADMIN),
        addresses=_addresses(person),
        affiliations=_affiliations(person),
        appointments=_appointments(person),
        memberships=memberships,
        other_groups=_other_groups(person, year, {one.group_id for one in memberships}),
        secondments=list(secondments_of(person)),
        last_run=latest_applied(person.source) if is_synced else None,
    )


def _accounts(person: Person) -> dict[str, AccountCounts]:
    factors = Q(authenticator__type__in=SECOND_FACTORS)
    rows = Account.objects.filter(person=person).annotate(
        sessions=Count("usersession", distinct=True),
        second_factors=Count("authenticator", filter=factors, distinct=True),
    )
    for row in rows:
        # Permissions ask for it.
        row.person = person
    return {
        row.kind: AccountCounts(row, row.sessions, row.second_factors) for row in rows
    }


def _addresses(person: Person) -> list[Address]:
    """Those of today first, that of the home school before the others."""
    rows = Address.objects.filter(person=person).select_related("school")
    home = person.home_school_id
    return sorted(
        rows,
        key=lambda row: (row.replaced_at is not None, row.school_id != home, -row.pk),
    )


def _affiliations(person: Person) -> list[Affiliation]:
    related = ("school", "source", "sponsorship__owner")
    rows = Affiliation.objects.filter(person=person).select_related(*related)
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.school.name))


def _appointments(person: Person) -> list[Appointment]:
    rows = Appointment.objects.filter(person=person).select_related("school")
    return list(rows.order_by("-starts_at", "-pk"))


def _memberships(person: Person, year: int | None) -> list[Membership]:
    related = ("group__school", "group__session", "source")
    rows = memberships_shown(year).filter(person=person).select_related(*related)
    return list(rows.order_by("group__kind", natural("group__name"), "pk"))


def _other_groups(person: Person, year: int | None, named: set[int]) -> list[Group]:
    rows = Group.objects.filter(shown_in(year), pk__in=groups_with(person.pk) - named)
    return list(rows.select_related("school").order_by("kind", natural("name"), "pk"))
