"""Who may do what with training."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role
from eduport.people.queries.groups import STAFF
from eduport.training.queries.roles import plans_all


def can_book(actor: Actor) -> bool:
    """Staff with their everyday account; whoever is a pupil anywhere never does."""
    return bool(actor.roles & STAFF) and Role.STUDENT not in actor.roles


def can_plan(actor: Actor) -> bool:
    """The central team plans all training."""
    return plans_all(actor)


def can_approve(actor: Actor) -> bool:
    """Heads of school, of their own staff; the queries say of whose requests."""
    return AdminRole.PRINCIPAL in actor.roles


def can_ask(actor: Actor) -> bool:
    """School admins and heads ask for in-school training; the queries say where."""
    return not actor.roles.isdisjoint({AdminRole.SCHOOL_ADMIN, AdminRole.PRINCIPAL})
