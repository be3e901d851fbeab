"""Reading groups: who sees which, who leads which, and what stands on their pages."""

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from eduport.core.actor import Actor
from eduport.people.models import (
    BUILT_IN,
    AdminRole,
    Affiliation,
    Group,
    GroupKind,
    GroupNesting,
    Membership,
    MembershipRole,
    MembershipRule,
    Person,
    Role,
    School,
    SourceKind,
    folded,
)
from eduport.people.queries.members import members_of
from eduport.people.queries.search import persons_matching
from eduport.people.queries.years import in_active_year

STAFF = {Role.TEACHER, Role.SPECIALIST, Role.PRINCIPAL, Role.OFFICE, Role.EXTERNAL}
"""Who may lead a group: everybody at a school who is not a pupil."""
RUN_BY_LEADERS = [GroupKind.TEAM, GroupKind.DEPARTMENT]
"""Kinds that their leaders look after; classes and courses are the school's matter."""


def schools_run_by(actor: Actor) -> QuerySet[School]:
    """The schools whose groups the actor may manage, by name."""
    schools = School.objects.filter(closed_at=None).order_by(folded("name"), "pk")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return schools
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return schools.filter(pk__in=actor.school_ids)
    return schools.none()


def groups_managed_by(actor: Actor) -> QuerySet[Group]:
    """All for the central team; for a school admin those of the own schools."""
    groups = Group.objects.select_related("school__authority", "session", "source")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return groups
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return groups.filter(school__in=actor.school_ids)
    return groups.none()


def groups_led_by(actor: Actor) -> QuerySet[Group]:
    """The groups of today that a member of staff leads with the everyday account."""
    groups = Group.objects.select_related("school__authority", "session", "source")
    if actor.person_id is None or not actor.roles & STAFF:
        return groups.none()
    leads = Membership.objects.filter(
        group=OuterRef("pk"), person=actor.person_id, role=MembershipRole.LEADER
    )
    return groups.filter(
        in_active_year(),
        Exists(leads),
        school__in=actor.school_ids,
        ended_at=None,
        deletion_released_at=None,
    )


def groups_run_by(actor: Actor) -> QuerySet[Group]:
    """Those that the actor leads and may change: teams made by hand."""
    return groups_led_by(actor).filter(
        kind__in=RUN_BY_LEADERS, source__kind=SourceKind.MANUAL
    )


def groups_visible_to(actor: Actor) -> QuerySet[Group]:
    """The groups that the actor manages or leads."""
    if AdminRole.CENTRAL_TEAM in actor.roles or AdminRole.SCHOOL_ADMIN in actor.roles:
        return groups_managed_by(actor)
    return groups_led_by(actor)


def in_order(groups: QuerySet[Group]) -> QuerySet[Group]:
    """By kind, grade and name, which can be sorted by: `rank`, `grade`, `sort_name`."""
    ranks = (When(kind=kind, then=rank) for rank, kind in enumerate(_RANKS))
    ranked = groups.annotate(rank=Case(*ranks, output_field=IntegerField()))
    named = ranked.annotate(sort_name=folded("name"))
    return named.order_by("rank", "grade", "sort_name", "pk")


_RANKS = [*BUILT_IN, *(kind for kind in GroupKind if kind not in BUILT_IN)]


def matching(groups: QuerySet[Group], words: str) -> QuerySet[Group]:
    """Those with all the words in the name or in the name of the address."""
    for word in words.split():
        groups = groups.filter(
            Q(name__icontains=word) | Q(address__name__icontains=word)
        )
    return groups


def members_listed(group: Group) -> QuerySet[Person]:
    """Everybody in the group, and how.

    `leads`, `is_by_hand` and `is_synced` say what is stored in this very group; who has
    none of them comes by rule, by belonging to the school or through a sub-group.
    """
    here = Membership.objects.filter(group=group, person=OuterRef("pk"))
    by_hand = Q(source__kind=SourceKind.MANUAL)
    return members_of(group).annotate(
        leads=Exists(here.filter(role=MembershipRole.LEADER)),
        leads_by_hand=Exists(here.filter(by_hand, role=MembershipRole.LEADER)),
        is_by_hand=Exists(here.filter(by_hand)),
        is_synced=Exists(here.exclude(by_hand)),
        classes=classes_of_person(),
        roles=roles_at(group.school_id),
    )


def classes_of_person() -> ArraySubquery:
    """Names of the classes in which the outer person is a pupil this year."""
    classes = Group.objects.filter(
        in_active_year(),
        kind=GroupKind.CLASS,
        ended_at=None,
        membership__person=OuterRef("pk"),
        membership__role=MembershipRole.MEMBER,
    )
    return ArraySubquery(classes.order_by("grade", "name").values("name"))


def roles_at(school_id: int) -> ArraySubquery:
    """What the outer person is at a school now."""
    present = Affiliation.objects.filter(
        person=OuterRef("pk"), school=school_id, ended_at=None
    )
    return ArraySubquery(present.order_by("role").values("role"))


def with_words(
    persons: QuerySet[Person], words: str, school_id: int
) -> QuerySet[Person]:
    """Those whom the words mean: names, an address, a class of the school."""
    classes = Group.objects.filter(
        in_active_year(), school=school_id, kind=GroupKind.CLASS, ended_at=None
    )
    return persons_matching(persons, words, classes=classes)


def persons_to_add(group: Group) -> QuerySet[Person]:
    """Who is at the group's school and was not added by hand."""
    present = Affiliation.objects.filter(
        person=OuterRef("pk"), school=group.school_id, ended_at=None
    )
    added = Membership.objects.filter(
        group=group, person=OuterRef("pk"), source__kind=SourceKind.MANUAL
    )
    persons = Person.objects.filter(
        Exists(present), ~Exists(added), deletion_released_at=None
    )
    return persons.annotate(
        classes=classes_of_person(), roles=roles_at(group.school_id)
    )


def members_named(group: Group) -> QuerySet[Person]:
    """Who is named in this very group, by whomever."""
    return Person.objects.filter(
        Exists(Membership.objects.filter(group=group, person=OuterRef("pk")))
    )


def leaders_of(group_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of those who lead each of these groups."""
    rows = Membership.objects.filter(group__in=group_ids, role=MembershipRole.LEADER)
    leaders: dict[int, list[str]] = {}
    for row in rows.select_related("person").order_by("person__sort_name", "pk"):
        names = leaders.setdefault(row.group_id, [])
        if str(row.person) not in names:
            names.append(str(row.person))
    return leaders


def parts_of(group: Group) -> QuerySet[GroupNesting]:
    """The groups in this one, by name."""
    parts = group.parts.select_related("child__school", "child__session")
    return parts.order_by(folded("child__name"), "child_id")


def wholes_of(group: Group) -> QuerySet[GroupNesting]:
    """The groups that contain this one, by name."""
    wholes = group.wholes.select_related("parent__school", "parent__session")
    return wholes.order_by(folded("parent__name"), "parent_id")


def rules_of(group: Group) -> QuerySet[MembershipRule]:
    """By which rules people belong to this one."""
    rules = MembershipRule.objects.filter(group=group).select_related("school")
    return rules.order_by(folded("school__name"), "role", "grade", "pk")


def groups_to_put_into(group: Group, actor: Actor) -> QuerySet[Group]:
    """The groups of today that the actor may put into this one."""
    known = GroupNesting.objects.filter(parent=group, child=OuterRef("pk"))
    groups = groups_managed_by(actor).filter(
        in_active_year(), ~Exists(known), ended_at=None, deletion_released_at=None
    )
    if group.session:
        year = group.session.starting_year
        groups = groups.filter(Q(session=None) | Q(session__starting_year=year))
    return groups.exclude(pk=group.pk)


def years_of(group: Group) -> QuerySet[Group]:
    """The same class in all its years, the latest first."""
    rows = Group.objects.filter(lineage=group.lineage).select_related("session")
    return rows.order_by("-session__starting_year", "pk")
