"""Who may look after whom."""

from eduport.administration.queries.moves import is_asked_to_agree, speaks_for
from eduport.administration.queries.secondments import is_asked_to_agree_to
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Group,
    Person,
    SchoolChange,
    Secondment,
)
from eduport.people.permissions import can_manage_group


def can_manage_people(actor: Actor) -> bool:
    """Whether there are people whom this Admin-Account looks after."""
    return not actor.roles.isdisjoint({AdminRole.CENTRAL_TEAM, AdminRole.SCHOOL_ADMIN})


def sees_everybody(actor: Actor) -> bool:
    """Whether the actor looks after all schools, and so after very many people."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_manage_person(actor: Actor, person: Person) -> bool:
    """The central team, and the school admins of the person's home school.

    For everything that opens or closes the whole account: those of a school where the
    person is a guest see the person (`people.queries.persons_visible_to`), no more.
    """
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return True
    is_at_home = person.home_school_id in actor.school_ids
    return AdminRole.SCHOOL_ADMIN in actor.roles and is_at_home


def can_decide_for_group(actor: Actor, group: Group) -> bool:
    """Whoever runs the school of the group; see `can_manage_group`."""
    return can_manage_people(actor) and can_manage_group(actor, group)


def can_appoint(actor: Actor) -> bool:
    """The central team appoints and withdraws; nobody else does."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_agree(actor: Actor, change: SchoolChange) -> bool:
    """Whoever is asked; of what is decided since, the service tells."""
    return not change.is_pending or is_asked_to_agree(actor, change)


def can_undo_move(actor: Actor, change: SchoolChange) -> bool:
    """The school that has the people now; the old one can ask for it."""
    return speaks_for(actor, change.to_school_id)


def can_ask_undo(actor: Actor, change: SchoolChange) -> bool:
    """The school that they came from."""
    return speaks_for(actor, change.from_school_id)


def can_see_move(actor: Actor, change: SchoolChange) -> bool:
    """Whoever finds a change of school looks after one of the two."""
    return can_manage_people(actor)


def can_agree_to(actor: Actor, secondment: Secondment) -> bool:
    """The guest school; of what is decided since, the service tells."""
    is_decided = secondment.agreed_at is not None or not secondment.is_pending
    return is_decided or is_asked_to_agree_to(actor, secondment)


def can_see_secondment(actor: Actor, secondment: Secondment) -> bool:
    """Whoever finds it looks after one of the two schools."""
    return can_manage_people(actor)
