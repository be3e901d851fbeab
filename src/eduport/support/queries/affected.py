"""Reading whom a fault can hit: people of the own schools, and of no others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.people.models import Affiliation, Group, Person, School
from eduport.people.queries.search import persons_matching
from eduport.support.models import Ticket

SHOWN = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody to pick: two of the same name differ in the login."""

    person: Person
    login: str


def people_to_pick(schools: QuerySet[School]) -> QuerySet[Person]:
    """Who belongs to these schools and is not leaving."""
    belongs = Affiliation.objects.filter(school__in=schools.values("pk"), ended_at=None)
    return Person.objects.filter(
        pk__in=belongs.values("person"), deletion_released_at=None
    )


def people_found(people: QuerySet[Person], words: str) -> list[Pick]:
    """The first of the people whose names begin with all these words."""
    if len(words.strip()) < SHORTEST:
        return []
    found = persons_matching(people, words, classes=Group.objects.none())
    return _with_logins(found.order_by("sort_name", "pk")[:SHOWN])


def people_picked(people: QuerySet[Person], uids: Collection[str]) -> list[Pick]:
    """Those of the people who were ticked before."""
    found = people.filter(uid__in=uids) if uids else people.none()
    return _with_logins(found.order_by("sort_name", "pk"))


def people_affected(ticket: Ticket) -> list[Pick]:
    """Whom the reporter named."""
    named = Q(affectedperson__ticket=ticket)
    return _with_logins(Person.objects.filter(named).order_by("sort_name", "pk"))


def _with_logins(people: Iterable[Person]) -> list[Pick]:
    rows = list(people)
    accounts = Account.objects.filter(
        person__in=[one.pk for one in rows], kind=AccountKind.PERSON
    )
    logins = dict(accounts.values_list("person", "username"))
    return [Pick(one, logins.get(one.pk, "")) for one in rows]
