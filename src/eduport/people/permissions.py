"""Who may do what to people, groups and school years."""

from eduport.core.actor import Actor
from eduport.core.audience import Audience
from eduport.people.models import AdminRole, Group, Role
from eduport.people.queries.groups import STAFF, groups_run_by
from eduport.people.rules import audiences

# Heads of school are entered by the central team, as everybody with a say.
AT_A_SCHOOL = (
    Role.TEACHER,
    Role.EXTERNAL,
    Role.SPECIALIST,
    Role.OFFICE,
    Role.STUDENT,
)


def audiences_of(actor: Actor) -> frozenset[Audience]:
    """The audiences to which the actor belongs; visitors only to that of everybody."""
    return audiences.audiences_of(actor.roles, is_signed_in=actor.is_signed_in)


def roles_given_by_hand(actor: Actor) -> tuple[Role, ...]:
    """The roles in which the actor may make people whom no feed delivers."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return (*AT_A_SCHOOL, Role.PRINCIPAL)
    return AT_A_SCHOOL if AdminRole.SCHOOL_ADMIN in actor.roles else ()


def can_manage_groups(actor: Actor) -> bool:
    """School admins those of their schools, the central team all."""
    return bool(actor.roles & {AdminRole.CENTRAL_TEAM, AdminRole.SCHOOL_ADMIN})


def can_manage_group(actor: Actor, group: Group) -> bool:
    """Whoever runs the school of the group."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return True
    return AdminRole.SCHOOL_ADMIN in actor.roles and group.school_id in actor.school_ids


def can_run_group(actor: Actor, group: Group) -> bool:
    """Whoever manages the group, and the leaders of a team made by hand."""
    if can_manage_group(actor, group):
        return True
    return groups_run_by(actor).filter(pk=group.pk).exists()


def can_see_group(actor: Actor, group: Group) -> bool:
    """Whoever finds it: see `queries.groups.groups_visible_to`."""
    return actor.is_signed_in


def can_lead_groups(actor: Actor) -> bool:
    """Staff with their everyday account; pupils never run anything."""
    return bool(actor.roles & STAFF)


def can_switch_years(actor: Actor) -> bool:
    """The active year is the same for everybody: the central team changes it."""
    return AdminRole.CENTRAL_TEAM in actor.roles
