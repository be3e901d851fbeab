"""All that the page of one person shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries.second_factor import SECOND_FACTORS
from eduport.administration.queries.persons import present_memberships, state_of
from eduport.administration.types import PersonState
from eduport.people.models import (
    Address,
    Affiliation,
    Appointment,
    Membership,
    Person,
    SourceKind,
)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person with everything that the page shows, read once."""

    person: Person
    account: Account | None
    admin_account: Account | None
    addresses: Sequence[Address]
    affiliations: Sequence[Affiliation]
    appointments: Sequence[Appointment]
    memberships: Sequence[Membership]
    sessions: int
    second_factors: int

    @property
    def state(self) -> PersonState:
        return state_of(self.person, self.account)

    @property
    def is_manual(self) -> bool:
        return self.person.source.kind == SourceKind.MANUAL


def record_of(person: Person) -> PersonRecord:
    """Everything about a person; `person` comes with home school and source."""
    accounts = {one.kind: one for one in Account.objects.filter(person=person)}
    account = accounts.get(AccountKind.PERSON)
    return PersonRecord(
        person=person,
        account=account,
        admin_account=accounts.get(AccountKind.ADMIN),
        addresses=_addresses(person),
        affiliations=_affiliations(person),
        appointments=_appointments(person),
        memberships=_memberships(person),
        sessions=_sessions(account),
        second_factors=_second_factors(account),
    )


def _addresses(person: Person) -> list[Address]:
    rows = Address.objects.filter(person=person).select_related("school")
    return sorted(rows, key=lambda row: (row.replaced_at is not None, -row.pk))


def _affiliations(person: Person) -> list[Affiliation]:
    rows = Affiliation.objects.filter(person=person).select_related("school", "source")
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.school.name))


def _appointments(person: Person) -> list[Appointment]:
    rows = Appointment.objects.filter(person=person).select_related("school")
    return list(rows.order_by("-starts_at"))


def _memberships(person: Person) -> list[Membership]:
    """Those in permanent groups and in groups of the active school year."""
    rows = present_memberships().filter(person=person)
    related = ("group__school", "group__session", "source")
    return list(rows.select_related(*related).order_by("group__kind", "group__name"))


def _sessions(account: Account | None) -> int:
    return UserSession.objects.filter(user=account).count() if account else 0


def _second_factors(account: Account | None) -> int:
    if not account:
        return 0
    return Authenticator.objects.filter(user=account, type__in=SECOND_FACTORS).count()
