"""The list of people: whom a filter finds, and what a row of the list shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import (
    CharField,
    Exists,
    Expression,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Concat, LPad

from eduport.accounts.models import Account, AccountKind
from eduport.administration.types import GUEST, NO_GROUP, PersonFilter, PersonState
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Group,
    GroupKind,
    Membership,
    Person,
    School,
    Source,
    folded,
)
from eduport.people.queries import persons_at, persons_visible_to
from eduport.people.queries.search import persons_matching
from eduport.people.queries.years import shown_in


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a row of the list."""

    person: Person
    account: Account | None
    affiliations: Sequence[Affiliation]
    classes: Sequence[str]
    # The home school of a guest; None of those who are at home.
    guest_from: School | None = None

    @property
    def state(self) -> PersonState:
        return state_of(self.person, self.account)

    @property
    def roles(self) -> list[str]:
        """The roles in words, each once."""
        return list(dict.fromkeys(one.get_role_display() for one in self.affiliations))


def state_of(person: Person, account: Account | None) -> PersonState:
    """What the everyday account is now, in one word."""
    answers = (
        (person.deletion_released_at, PersonState.RELEASED),
        (account is None, PersonState.ABSENT),
        (account and account.blocked_at, PersonState.LOCKED),
        (account and not account.activated_at, PersonState.NEW),
        (account and account.must_change_password, PersonState.PROVISIONAL),
    )
    return next((state for is_so, state in answers if is_so), PersonState.ACTIVE)


def schools_managed_by(actor: Actor) -> QuerySet[School]:
    """The schools whose people the actor looks after, by name."""
    schools = School.objects.filter(closed_at=None).order_by(folded("name"), "pk")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return schools
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return schools.filter(pk__in=actor.school_ids)
    return schools.none()


def natural(field: str) -> Expression:
    """A name with its number in front made comparable: 5a comes before 10a."""
    number = Func(field, Value(r"^\d+"), function="substring", output_field=CharField())
    padded = LPad(Coalesce(number, Value("")), 6, Value("0"))
    return Concat(padded, folded(field), output_field=CharField())


def classes_shown(schools: QuerySet[School], year: int | None) -> QuerySet[Group]:
    """The classes of these schools in a school year, None the active one, by name."""
    classes = Group.objects.filter(shown_in(year), kind=GroupKind.CLASS)
    return classes.filter(school__in=schools.order_by()).order_by(natural("name"), "pk")


def memberships_shown(year: int | None) -> QuerySet[Membership]:
    """Those in permanent groups and in groups of a school year, None the active one."""
    return Membership.objects.filter(shown_in(year, "group__"))


def must_choose_school(actor: Actor, wanted: PersonFilter) -> bool:
    """Whether the filter is too much to ask of a whole city at once."""
    is_everywhere = AdminRole.CENTRAL_TEAM in actor.roles and not wanted.school_id
    return wanted.state in {NO_GROUP, GUEST} and is_everywhere


def sources_of_people() -> QuerySet[Source]:
    """Where people can come from."""
    return Source.objects.order_by(folded("name"), "pk")


def persons_found(actor: Actor, wanted: PersonFilter) -> QuerySet[Person]:
    """Those of the visible persons whom the filter means."""
    persons = persons_visible_to(actor)
    if must_choose_school(actor, wanted):
        return persons.none()
    present = Affiliation.objects.filter(person=OuterRef("pk"), ended_at=None)
    if wanted.school_id:
        persons = persons.filter(pk__in=persons_at(wanted.school_id).values("pk"))
    if wanted.role:
        persons = persons.filter(Exists(_with_role(present, wanted)))
    if wanted.class_id:
        members = Membership.objects.filter(group=wanted.class_id)
        persons = persons.filter(pk__in=members.values("person"))
    if wanted.source_id:
        persons = persons.filter(source=wanted.source_id)
    if wanted.words:
        persons = _with_words(persons, actor, wanted)
    if wanted.state == GUEST:
        return persons.exclude(home_school__in=schools_looked_at(actor, wanted))
    return _in_state(persons, wanted)


def _with_words(
    persons: QuerySet[Person], actor: Actor, wanted: PersonFilter
) -> QuerySet[Person]:
    schools = schools_managed_by(actor)
    if wanted.school_id:
        schools = schools.filter(pk=wanted.school_id)
    classes = classes_shown(schools, wanted.year)
    return persons_matching(persons, wanted.words, classes=classes)


def schools_looked_at(actor: Actor, wanted: PersonFilter) -> frozenset[int]:
    """At which schools people are at home, seen from the list; empty is everywhere."""
    if wanted.school_id:
        return frozenset({wanted.school_id})
    is_central = AdminRole.CENTRAL_TEAM in actor.roles
    return frozenset() if is_central else actor.school_ids


def _with_role(
    present: QuerySet[Affiliation], wanted: PersonFilter
) -> QuerySet[Affiliation]:
    held = present.filter(role=wanted.role)
    return held.filter(school=wanted.school_id) if wanted.school_id else held


def _in_state(persons: QuerySet[Person], wanted: PersonFilter) -> QuerySet[Person]:
    state = wanted.state
    if not state:
        return persons
    if state == PersonState.RELEASED:
        return persons.filter(deletion_released_at__isnull=False)
    if state == NO_GROUP:
        groups = memberships_shown(wanted.year).filter(person=OuterRef("pk"))
        return persons.filter(~Exists(groups), deletion_released_at=None)
    everyday = Account.objects.filter(person=OuterRef("pk"), kind=AccountKind.PERSON)
    stayed = persons.filter(deletion_released_at=None)
    if state == PersonState.ABSENT:
        return stayed.filter(~Exists(everyday))
    return stayed.filter(Exists(everyday.filter(CONDITIONS[state])))


# What the everyday account says; the other states are the person's.
_UNLOCKED = Q(blocked_at=None)
_ACTIVATED = _UNLOCKED & Q(activated_at__isnull=False)
CONDITIONS: dict[str, Q] = {
    PersonState.LOCKED: Q(blocked_at__isnull=False),
    PersonState.NEW: _UNLOCKED & Q(activated_at=None),
    PersonState.PROVISIONAL: _ACTIVATED & Q(must_change_password=True),
    PersonState.ACTIVE: _ACTIVATED & Q(must_change_password=False),
}


def rows_of(
    persons: Sequence[Person],
    year: int | None = None,
    at_home: frozenset[int] = frozenset(),
) -> list[PersonRow]:
    """What the list shows of these persons: three queries, however many they are.

    Classes are those of a school year, None the active one. Whose home is not among
    the schools in `at_home` is a guest; one more query if there are any.
    """
    ids = [person.pk for person in persons]
    accounts = Account.objects.filter(person__in=ids, kind=AccountKind.PERSON)
    by_person = {account.person_id: account for account in accounts}
    affiliations = _by_person(
        Affiliation.objects.filter(person__in=ids, ended_at=None)
        .select_related("school")
        .order_by("role", "pk")
    )
    homes = _homes_of_guests(persons, at_home)
    classes: dict[int, list[str]] = defaultdict(list)
    for person_id, name in _classes(ids, year):
        classes[person_id].append(name)
    return [
        PersonRow(
            person,
            by_person.get(person.pk),
            affiliations.get(person.pk, []),
            classes.get(person.pk, []),
            homes.get(person.home_school_id),
        )
        for person in persons
    ]


def _homes_of_guests(
    persons: Sequence[Person], at_home: frozenset[int]
) -> dict[int, School]:
    homes = {person.home_school_id for person in persons} - at_home
    return School.objects.in_bulk(homes) if at_home and homes else {}


def _by_person(rows: Iterable[Affiliation]) -> dict[int, list[Affiliation]]:
    found: dict[int, list[Affiliation]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _classes(person_ids: Sequence[int], year: int | None) -> Iterable[tuple[int, str]]:
    return (
        memberships_shown(year)
        .filter(person__in=person_ids, group__kind=GroupKind.CLASS)
        .order_by("group__name")
        .values_list("person", "group__name")
        .distinct()
    )
