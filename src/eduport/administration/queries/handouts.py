"""Reading handouts, and the people who are to get one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from eduport.accounts.models import Account, AccountKind
from eduport.administration.models import Handout, HandoutEntry, LeftOut
from eduport.administration.rules.ordering import Place, in_order, natural
from eduport.administration.types import AddressForm, Recipient
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    GroupKind,
    Membership,
    MembershipRole,
    Person,
    Role,
)
from eduport.people.queries import current_appointments
from eduport.people.queries.years import shown_in

EXAMPLES, CONTACTS = 3, 3


def handouts_of(actor: Actor) -> QuerySet[Handout]:
    """What the actor asked for; nobody sees the handouts of others."""
    return Handout.objects.filter(asked_by=actor.account_id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was selected, and why they get nothing, if so."""

    person_id: int
    name: str
    account_id: int | None
    is_activated: bool
    left_out: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a handout would do."""

    candidates: list[Candidate] = field(default_factory=list)

    @property
    def included(self) -> list[Candidate]:
        return [one for one in self.candidates if not one.left_out]

    @property
    def examples(self) -> list[str]:
        return [one.name for one in self.included[:EXAMPLES]]

    @property
    def more(self) -> int:
        return max(0, len(self.included) - EXAMPLES)

    @property
    def in_use(self) -> int:
        """How many of them sign in with a password today."""
        return sum(one.is_activated for one in self.included)

    @property
    def left_out(self) -> list[tuple[str, list[Candidate]]]:
        """Who is left out, reason by reason."""
        groups = [
            (str(reason.label), [c for c in self.candidates if c.left_out == reason])
            for reason in LeftOut
        ]
        return [(label, people) for label, people in groups if people]


def preview_of(persons: QuerySet[Person], *, limit: int) -> Preview:
    """Who of these would get something, by name; at most one more than the limit."""
    everyday = FilteredRelation(
        "account", condition=Q(account__kind=AccountKind.PERSON)
    )
    rows = (
        Person.objects.filter(pk__in=persons.values("pk"))
        .annotate(everyday=everyday)
        .annotate(
            account_pk=F("everyday__id"),
            disabled_at=F("everyday__disabled_at"),
            activated_at=F("everyday__activated_at"),
        )
        .order_by("sort_name", "pk")[: limit + 1]
    )
    return Preview([_candidate(row) for row in rows])


def _candidate(row: Any) -> Candidate:
    answers = (
        (row.deletion_released_at, LeftOut.RELEASED),
        (row.account_pk is None, LeftOut.NO_ACCOUNT),
        (row.disabled_at, LeftOut.BLOCKED),
    )
    return Candidate(
        person_id=row.pk,
        name=str(row),
        account_id=row.account_pk,
        is_activated=row.activated_at is not None,
        left_out=next((str(reason) for is_so, reason in answers if is_so), ""),
    )


def people_of(handout: Handout) -> QuerySet[Person]:
    """Everybody who was selected for it."""
    return Person.objects.filter(handoutentry__handout=handout)


def entries_of(handout: Handout) -> QuerySet[HandoutEntry]:
    """Everybody of a handout, with what became of them."""
    return HandoutEntry.objects.filter(handout=handout).select_related("person")


def left_out_of(handout: Handout) -> list[tuple[str, int]]:
    """How many got nothing, by reason."""
    rows = HandoutEntry.objects.filter(handout=handout).exclude(left_out="")
    counts = rows.values("left_out").annotate(n=Count("pk")).order_by("left_out")
    return [(str(LeftOut(row["left_out"]).label), row["n"]) for row in counts]


class Addressee(NamedTuple):
    """Somebody who gets something, and what the file says of them."""

    account: Account
    recipient: Recipient


def addressees_of(handout: Handout) -> list[Addressee]:
    """Those who get something, school by school and class by class.

    Four queries whatever the number; words are in the language that is active.
    """
    entries = HandoutEntry.objects.filter(handout=handout, left_out="")
    accounts = list(
        Account.objects.filter(pk__in=entries.values("account")).select_related(
            "person__home_school"
        )
    )
    persons = [account.person for account in accounts if account.person]
    ids = [person.pk for person in persons]
    classes, roles = _classes_of(ids, handout.class_year), _roles_of(ids)
    contacts = _contacts_of({person.home_school_id for person in persons})
    found = []
    for account, person in zip(accounts, persons, strict=True):
        school_class = classes.get(person.pk, "")
        own_roles = roles[person.pk]
        role = min((str(Role(one).label) for one in own_roles), default="")
        school = person.home_school.name
        place = Place(school, school_class, role, person.sort_name)
        recipient = Recipient(
            name=str(person),
            call_name=person.call_name or person.given_name,
            family_name=person.family_name,
            group=_("Class %(name)s") % {"name": school_class}
            if school_class
            else capfirst(role),
            school=school,
            contacts=contacts.get(person.home_school_id, ""),
            login=account.username,
            is_informal=_is_informal(handout, own_roles),
        )
        found.append((in_order(place), account.pk, Addressee(account, recipient)))
    return [addressee for *_, addressee in sorted(found, key=itemgetter(0, 1))]


def _is_informal(handout: Handout, roles: set[str]) -> bool:
    if handout.address_form == AddressForm.BY_ROLE:
        return roles == {Role.STUDENT}
    return handout.address_form == AddressForm.INFORMAL


def _classes_of(person_ids: Collection[int], year: int | None) -> dict[int, str]:
    """The class at the home school in a school year; the first of several."""
    rows = Membership.objects.filter(
        shown_in(year, "group__"),
        person__in=person_ids,
        role=MembershipRole.MEMBER,
        group__kind=GroupKind.CLASS,
        group__school=F("person__home_school"),
    )
    names = rows.values_list("person", "group__name")
    return dict(sorted(names, key=lambda row: natural(row[1]), reverse=True))


def _roles_of(person_ids: Collection[int]) -> dict[int, set[str]]:
    rows = Affiliation.objects.filter(
        person__in=person_ids, school=F("person__home_school"), ended_at=None
    )
    roles: dict[int, set[str]] = defaultdict(set)
    for person_id, role in rows.values_list("person", "role"):
        roles[person_id].add(role)
    return roles


def _contacts_of(school_ids: Collection[int]) -> dict[int | None, str]:
    """The school admins of each school, as a letter names them."""
    rows = current_appointments().filter(
        school__in=school_ids, role=AdminRole.SCHOOL_ADMIN
    )
    names: dict[int | None, list[str]] = defaultdict(list)
    for appointment in rows.select_related("person").order_by("starts_at", "pk"):
        names[appointment.school_id].append(str(appointment.person))
    return {school: ", ".join(people[:CONTACTS]) for school, people in names.items()}
