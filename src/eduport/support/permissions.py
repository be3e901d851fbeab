"""Who may ask, answer and report."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role
from eduport.support.models import Ticket
from eduport.support.queries.reporters import ENTITLED, online_roles
from eduport.support.queries.tickets import is_contact_for

ASKERS = set(Role)
CONTACTS = {AdminRole.SCHOOL_ADMIN, AdminRole.IT_CONTACT}


def can_ask_school(actor: Actor) -> bool:
    """Whoever belongs to a school, with the everyday account."""
    return actor.person_id is not None and bool(ASKERS & actor.roles)


def can_have_tickets(actor: Actor) -> bool:
    """Everybody who is a person."""
    return actor.person_id is not None


def can_answer_questions(actor: Actor) -> bool:
    """Those who are named as contacts of a school."""
    return bool(CONTACTS & actor.roles)


def is_reporter(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor asked it."""
    return actor.person_id is not None and actor.person_id == ticket.reporter_id


def can_answer(actor: Actor, ticket: Ticket) -> bool:
    """Contacts answer the questions of their school, but not their own."""
    return not is_reporter(actor, ticket) and is_contact_for(actor, ticket)


def can_take_part(actor: Actor, ticket: Ticket) -> bool:
    """Who asked, and who answers."""
    return is_reporter(actor, ticket) or can_answer(actor, ticket)


def is_entitled_reporter(actor: Actor) -> bool:
    """Who reaches the service desk, by telephone at least. Asked anew each time."""
    return actor.person_id is not None and bool(ENTITLED & actor.roles)


def can_report_online(actor: Actor) -> bool:
    """School admins and the central team; callers if the form is open to them."""
    return is_entitled_reporter(actor) and bool(online_roles(actor))


def can_open_form(actor: Actor) -> bool:
    """The central team decides who may use the online form."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_work_at_desk(actor: Actor) -> bool:
    """The service desk, and the central team, with the Admin-Account."""
    return bool({AdminRole.SERVICE_DESK, AdminRole.CENTRAL_TEAM} & actor.roles)
