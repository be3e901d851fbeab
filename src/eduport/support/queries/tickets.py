"""Reading tickets: who sees which, and what of them. Nothing here writes."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Affiliation, Appointment, Person, School
from eduport.people.queries import current_appointments
from eduport.support.models import (
    OPEN_STATES,
    Addressee,
    Attachment,
    Message,
    ReportDraft,
    Ticket,
    TicketKind,
    TicketState,
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


def own_tickets_about(
    actor: Actor, query: SearchQuery | None, *, limit: int = 5
) -> list[Ticket]:
    """Tickets of the actor whose subject or visible messages answer the search."""
    if query is None:
        return []
    said = Message.objects.annotate(words=SearchVector("text", config="german"))
    said = said.filter(ticket=OuterRef("pk"), is_internal=False, words=query)
    named = tickets_of(actor).annotate(words=SearchVector("subject", config="german"))
    return list(named.filter(Q(words=query) | Exists(said))[:limit])


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


DESK = {AdminRole.SERVICE_DESK, AdminRole.CENTRAL_TEAM}


def faults_for_desk(actor: Actor) -> QuerySet[Ticket]:
    """All fault reports for the service desk and the central team."""
    if not DESK & actor.roles:
        return Ticket.objects.none()
    return Ticket.objects.filter(kind=TicketKind.FAULT)


def faults_of_schools(actor: Actor) -> QuerySet[Ticket]:
    """What was reported for the schools of a school admin, also by colleagues."""
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return Ticket.objects.none()
    return Ticket.objects.filter(kind=TicketKind.FAULT, school__in=actor.school_ids)


def tickets_visible_to(actor: Actor) -> QuerySet[Ticket]:
    """The own tickets, those of the own schools, and those that the actor answers."""
    kinds = (tickets_of, questions_for, faults_for_desk, faults_of_schools)
    seen = Q()
    for visible in kinds:
        seen |= Q(pk__in=visible(actor).values("pk"))
    return Ticket.objects.filter(seen).select_related(
        "school",
        "reporter",
        "component",
        "assignee",
        "team",
        "incident",
        "question",
        "duplicate_of",
    )


def messages_shown(ticket: Ticket, *, with_internal: bool) -> QuerySet[Message]:
    """What was said, from the beginning; internal notes only to who answers."""
    files = Prefetch("attachment_set", Attachment.objects.defer("content"))
    messages = Message.objects.filter(ticket=ticket).select_related("author")
    messages = messages.prefetch_related(files)
    return messages if with_internal else messages.filter(is_internal=False)


def attachments_visible_to(actor: Actor) -> QuerySet[Attachment]:
    """The files of what the actor reads; those of internal notes if they answer."""
    of_ticket = "message__ticket__in"
    answered = questions_for(actor).exclude(reporter=actor.person_id or 0)
    inside = Q(**{of_ticket: answered.values("pk")}) | Q(
        **{of_ticket: faults_for_desk(actor).values("pk")}
    )
    readable = Q(
        **{of_ticket: tickets_visible_to(actor).values("pk")},
        message__is_internal=False,
    )
    return Attachment.objects.filter(readable | inside).select_related(
        "message__ticket"
    )


def open_ones(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those among tickets that still wait for something."""
    return tickets.filter(state__in=OPEN_STATES)


def addressees_at(school_ids: Collection[int]) -> set[str]:
    """What kinds of contact these schools have named: one query."""
    found = current_appointments().filter(
        school__in=school_ids, role__in=Addressee.values
    )
    return set(found.values_list("role", flat=True))


def reports_from(question: Ticket) -> QuerySet[Ticket]:
    """The fault reports that a contact made of a question."""
    return Ticket.objects.filter(question=question).order_by("pk")


def find_draft(actor: Actor) -> ReportDraft | None:
    """What the actor began to report."""
    drafts = ReportDraft.objects.select_related("question")
    return drafts.filter(person=actor.person_id or 0).first()


def last_message_id(ticket: Ticket) -> int:
    """What was said last: whoever answers has read so far."""
    keys = Message.objects.filter(ticket=ticket).order_by("-pk")
    return keys.values_list("pk", flat=True).first() or 0


def unassigned(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.filter(assignee=None)


def overdue(tickets: QuerySet[Ticket], *, at: datetime) -> QuerySet[Ticket]:
    """What nobody answered, or solved, in time; who waits for the reporter is not."""
    late = Q(first_answer_due_at__lt=at, answered_at=None) | Q(due_at__lt=at)
    waits = [TicketState.NEW, TicketState.IN_PROGRESS]
    return tickets.filter(late, state__in=waits)


def matching(tickets: QuerySet[Ticket], words: str) -> QuerySet[Ticket]:
    """Tickets by number, or by words of the subject, the school or the reporter."""
    number = words.strip().removeprefix("#")
    if number.isdecimal() and len(number) < len(str(2**31)):
        return tickets.filter(pk=int(number))
    return tickets.filter(
        Q(subject__icontains=words)
        | Q(school__name__icontains=words)
        | Q(reporter__sort_name__icontains=words)
    )


def open_like(
    actor: Actor, component_id: int | None, *, limit: int = 5
) -> list[Ticket]:
    """Open reports of the own schools about the same component, the newest first."""
    mine = faults_of_schools(actor) | tickets_of(actor).filter(kind=TicketKind.FAULT)
    if component_id is None:
        return []
    return list(open_ones(mine).filter(component=component_id).distinct()[:limit])
