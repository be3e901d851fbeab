"""Reading tickets: who sees which, and what of them. Nothing here writes."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Affiliation, Appointment, Person, School
from eduport.people.queries import current_appointments
from eduport.support.models import (
    OPEN_STATES,
    Addressee,
    Message,
    Ticket,
    TicketKind,
)


def schools_asked_from(actor: Actor) -> QuerySet[School]:
    """The schools that somebody belongs to in everyday life, and may ask."""
    belongs = Affiliation.objects.filter(person=actor.person_id, ended_at=None)
    return School.objects.filter(pk__in=belongs.values("school")).order_by("name")


def contacts_at(school: School, addressee: str) -> QuerySet[Person]:
    """Who at a school answers such questions."""
    appointed = current_appointments().filter(school=school, role=addressee)
    return Person.objects.filter(
        pk__in=appointed.values("person"), deletion_released_at=None
    )


def tickets_of(actor: Actor) -> QuerySet[Ticket]:
    """What the actor asked or reported; nobody's without a person."""
    return Ticket.objects.filter(reporter=actor.person_id or 0)


def questions_for(actor: Actor) -> QuerySet[Ticket]:
    """The questions that the actor answers.

    School admins see all of their schools, since somebody has to notice if nobody
    answers; IT contacts what was addressed to them.
    """
    questions = Ticket.objects.filter(kind=TicketKind.QUESTION)
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return questions.filter(school__in=actor.school_ids)
    if AdminRole.IT_CONTACT in actor.roles:
        # At a second school the person may be a guest and no more.
        return questions.filter(
            addressee=Addressee.IT_CONTACT,
            school__in=_held(actor, AdminRole.IT_CONTACT).values("school"),
        )
    return Ticket.objects.none()


def _held(actor: Actor, role: AdminRole) -> QuerySet[Appointment]:
    return current_appointments().filter(person=actor.person_id, role=role)


def is_contact_for(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor answers this question."""
    return questions_for(actor).filter(pk=ticket.pk).exists()


def tickets_visible_to(actor: Actor) -> QuerySet[Ticket]:
    """The own tickets, and those that the actor answers."""
    own = Q(pk__in=tickets_of(actor).values("pk"))
    answered = Q(pk__in=questions_for(actor).values("pk"))
    return Ticket.objects.filter(own | answered).select_related("school", "reporter")


def messages_shown(ticket: Ticket, *, with_internal: bool) -> QuerySet[Message]:
    """What was said, from the beginning; internal notes only to who answers."""
    messages = Message.objects.filter(ticket=ticket).select_related("author")
    return messages if with_internal else messages.filter(is_internal=False)


def open_ones(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those among tickets that still wait for something."""
    return tickets.filter(state__in=OPEN_STATES)


def addressees_at(school_ids: Collection[int]) -> set[str]:
    """What kinds of contact these schools have named: one query."""
    found = current_appointments().filter(
        school__in=school_ids, role__in=Addressee.values
    )
    return set(found.values_list("role", flat=True))
