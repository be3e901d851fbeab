"""Who may ask, answer and report."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Right, Role
from eduport.people.queries.rights import is_entitled_reporter as has_reporting_role
from eduport.people.queries.rights import places_of_right, rule_of
from eduport.status.models import Incident
from eduport.support.models import Attachment, IncomingMail, SavedView, Ticket
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
    """The desk answers reports; contacts their school's questions, not their own."""
    if not ticket.is_question:
        return can_work_at_desk(actor)
    return not is_reporter(actor, ticket) and is_contact_for(actor, ticket)


def can_take_part(actor: Actor, ticket: Ticket) -> bool:
    """Who asked, who answers, and of reports the school admins of the school."""
    return (
        is_reporter(actor, ticket)
        or can_answer(actor, ticket)
        or is_report_of_school(actor, ticket)
    )


def can_fetch(actor: Actor, file: Attachment) -> bool:
    """Whoever takes part; files of internal notes only who answers."""
    ticket = file.message.ticket
    if file.message.is_internal:
        return can_answer(actor, ticket)
    return can_take_part(actor, ticket)


def is_report_of_school(actor: Actor, ticket: Ticket) -> bool:
    """Whether a school admin looks after it together with who reported it."""
    is_admin = AdminRole.SCHOOL_ADMIN in actor.roles
    return is_admin and not ticket.is_question and ticket.school_id in actor.school_ids


def can_work_on(actor: Actor, ticket: Ticket) -> bool:
    """What only the desk does: assign, link, merge."""
    return not ticket.is_question and can_work_at_desk(actor)


def can_hand_over(actor: Actor, ticket: Ticket) -> bool:
    """Contacts who may use the online form make a report of a question."""
    return ticket.is_question and can_answer(actor, ticket) and can_report_online(actor)


def is_entitled_reporter(actor: Actor) -> bool:
    """Who reaches the service desk, by telephone at least. Asked anew each time."""
    return actor.person_id is not None and has_reporting_role(actor)


def can_report_online(actor: Actor) -> bool:
    """School admins and the central team; callers if the right was given to them."""
    if not is_entitled_reporter(actor):
        return False
    # Asked on every page: without a query where no decision can change it.
    is_fixed = not actor.roles.isdisjoint(rule_of(Right.REPORT_FAULTS_ONLINE).always)
    return is_fixed or bool(places_of_right(actor, Right.REPORT_FAULTS_ONLINE))


def can_follow(actor: Actor, _incident: Incident) -> bool:
    """Instead of reporting it: whoever could report it."""
    return can_report_online(actor)


def can_remove_view(actor: Actor, view: SavedView) -> bool:
    """Whoever saved it."""
    return can_work_at_desk(actor) and view.owner_id == actor.person_id


def can_work_at_desk(actor: Actor) -> bool:
    """The service desk, and the central team, with the Admin-Account."""
    return bool({AdminRole.SERVICE_DESK, AdminRole.CENTRAL_TEAM} & actor.roles)


def can_decide_about_mail(actor: Actor) -> bool:
    """Who answers tickets looks at mail to them that is in doubt."""
    return can_answer_questions(actor) or can_work_at_desk(actor)


def can_decide_about(actor: Actor, mail: IncomingMail) -> bool:
    """Mail about a report is the desk's, about a question the contacts'."""
    return can_answer(actor, mail.ticket)
