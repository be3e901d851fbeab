"""Who may do what with training."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role
from eduport.people.queries.groups import STAFF
from eduport.training.models import InSchoolRequest
from eduport.training.queries.requests import side_of
from eduport.training.queries.roles import plans_all
from eduport.training.rules.requests import Side


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


def can_take_part(actor: Actor, request: InSchoolRequest) -> bool:
    """Both sides of a request, and who gives it; the queries say of which."""
    return can_ask(actor) or can_plan(actor) or can_book(actor)


def is_team(actor: Actor, request: InSchoolRequest) -> bool:
    """The central team, and who looks after the request."""
    return can_take_part(actor, request) and side_of(actor, request) == Side.TEAM


def is_school(actor: Actor, request: InSchoolRequest) -> bool:
    """Who speaks for the school."""
    return can_ask(actor) and side_of(actor, request) == Side.SCHOOL


def can_name_trainers(actor: Actor, request: InSchoolRequest) -> bool:
    """The central team says who gives a training."""
    return can_plan(actor)


def can_name_people(actor: Actor, request: InSchoolRequest) -> bool:
    """Who was there is for the school to say, and for the central team.

    Trainers say how many: the list of a whole school's staff is not their business.
    """
    return can_plan(actor) or is_school(actor, request)
