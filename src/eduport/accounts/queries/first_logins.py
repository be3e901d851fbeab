"""Reading who has never signed in, for those who hand out the first codes."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Group,
    GroupKind,
    Membership,
    MembershipRole,
    School,
)
from eduport.people.queries.years import in_active_year


def schools_with_codes(actor: Actor) -> QuerySet[School]:
    """The schools at whose people the actor may hand out codes, by name."""
    schools = School.objects.filter(closed_at=None).order_by("name", "pk")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return schools
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return schools.filter(pk__in=actor.school_ids)
    return schools.none()


def classes_of(school: School | None) -> QuerySet[Group]:
    """The classes of the present school year, by name; none without a school."""
    return Group.objects.filter(
        in_active_year(), school=school, kind=GroupKind.CLASS, ended_at=None
    ).order_by("name", "pk")


def never_activated(school: School | None) -> QuerySet[Account]:
    """The everyday accounts of a home school that nobody has used yet.

    Each knows `classes`, those of the present school year, and `roles`. Who was blocked
    or released for deletion is left out: a code would not let them in.
    """
    return (
        Account.objects.filter(
            kind=AccountKind.PERSON,
            activated_at=None,
            disabled_at=None,
            person__deletion_released_at=None,
            person__home_school=school,
        )
        .select_related("person", "activationcode")
        .annotate(classes=_classes(school), roles=_roles(school))
    )


def _classes(school: School | None) -> ArraySubquery:
    groups = classes_of(school).filter(Exists(_pupil_of(OuterRef("pk"))))
    return ArraySubquery(groups.values("name"))


def _pupil_of(group: OuterRef) -> QuerySet[Membership]:
    return Membership.objects.filter(
        group=group, person=OuterRef(OuterRef("person")), role=MembershipRole.MEMBER
    )


def _roles(school: School | None) -> ArraySubquery:
    present = Affiliation.objects.filter(
        person=OuterRef("person"), school=school, ended_at=None
    )
    return ArraySubquery(present.order_by("role").values("role"))


def narrowed(
    accounts: QuerySet[Account],
    *,
    words: str = "",
    school_class: Group | None = None,
    role: str = "",
) -> QuerySet[Account]:
    """Those with all the words in name or login, in a class, with a role there."""
    for word in words.split():
        accounts = accounts.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__call_name__icontains=word)
            | Q(username__icontains=word)
        )
    if school_class:
        accounts = accounts.filter(
            person__in=Membership.objects.filter(
                group=school_class, role=MembershipRole.MEMBER
            ).values("person")
        )
    return accounts.filter(Exists(_affiliated_at_home(role))) if role else accounts


def _affiliated_at_home(role: str) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(
        person=OuterRef("person"),
        school=OuterRef("person__home_school"),
        role=role,
        ended_at=None,
    )
