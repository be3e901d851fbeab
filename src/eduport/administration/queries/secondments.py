"""Reading secondments: which a school sees, and where each of them stands."""

from django.db.models import Q, QuerySet

from eduport.administration.types import SecondmentFilter, SecondmentState
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Person,
    Role,
    School,
    Secondment,
)


def secondments_visible_to(actor: Actor) -> QuerySet[Secondment]:
    """All for the central team; for school admins those of either of their schools."""
    related = ("person", "home_school", "guest_school")
    secondments = Secondment.objects.select_related(*related)
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return secondments
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return secondments.none()
    ids = actor.school_ids
    return secondments.filter(Q(home_school__in=ids) | Q(guest_school__in=ids))


def is_asked_to_agree_to(actor: Actor, secondment: Secondment) -> bool:
    """Whether it waits for the actor."""
    is_guest_school = (
        AdminRole.SCHOOL_ADMIN in actor.roles
        and secondment.guest_school_id in actor.school_ids
    )
    is_open = secondment.is_pending and secondment.agreed_at is None
    return is_open and (is_guest_school or AdminRole.CENTRAL_TEAM in actor.roles)


def state_of_secondment(secondment: Secondment, actor: Actor) -> SecondmentState:
    """Where a secondment stands for who looks at it."""
    answers = (
        (secondment.withdrawn_at, SecondmentState.WITHDRAWN),
        (secondment.ended_at, SecondmentState.ENDED),
        (secondment.begun_at, SecondmentState.RUNNING),
        (secondment.agreed_at, SecondmentState.AGREED),
        (is_asked_to_agree_to(actor, secondment), SecondmentState.OURS),
    )
    return next((state for is_so, state in answers if is_so), SecondmentState.THEIRS)


def with_secondment_state(
    secondments: QuerySet[Secondment], wanted: str
) -> QuerySet[Secondment]:
    """Those that a filter means."""
    conditions = {
        SecondmentFilter.OPEN: Q(agreed_at=None, withdrawn_at=None),
        SecondmentFilter.CURRENT: Q(
            agreed_at__isnull=False, withdrawn_at=None, ended_at=None
        ),
        SecondmentFilter.ENDED: Q(ended_at__isnull=False)
        | Q(withdrawn_at__isnull=False),
    }
    if not wanted:
        return secondments
    return secondments.filter(conditions[SecondmentFilter(wanted)])


def secondments_of(person: Person) -> QuerySet[Secondment]:
    """What holds or is to come of a person, the nearest first."""
    return (
        Secondment.objects.filter(person=person, withdrawn_at=None, ended_at=None)
        .select_related("guest_school", "home_school")
        .order_by("starts_on", "pk")
    )


def roles_to_second(person: Person) -> list[Role]:
    """What somebody is at the home school, and can be at another one."""
    rows = Affiliation.objects.filter(
        person=person, school=person.home_school_id, ended_at=None
    )
    return [Role(role) for role in rows.order_by("role").values_list("role", flat=True)]


def schools_to_second_to(person: Person) -> QuerySet[School]:
    """All but the home school, by name."""
    schools = School.objects.filter(closed_at=None).exclude(pk=person.home_school_id)
    return schools.order_by("name", "pk")
