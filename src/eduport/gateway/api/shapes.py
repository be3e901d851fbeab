"""From rows to what goes over the API."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from eduport.gateway.api import schemas
from eduport.people.models import Person, School
from eduport.status import models as status
from eduport.support import models as support
from eduport.support.services.letters import addresses_of


def shown_tickets(
    tickets: Sequence[support.Ticket], *, with_reporters: bool
) -> list[schemas.Ticket]:
    """Reports; with who reported one query more, for the addresses of all of them."""
    reporters: dict[int, schemas.Reporter] = {}
    if with_reporters:
        addresses = addresses_of([one.reporter_id for one in tickets])
        for one in tickets:
            reporters[one.pk] = schemas.Reporter(
                id=one.reporter.uid,
                name=str(one.reporter),
                address=addresses.get(one.reporter_id, ""),
                phone=one.phone,
            )
    return [_ticket(one, reporters.get(one.pk)) for one in tickets]


def _ticket(one: support.Ticket, reporter: schemas.Reporter | None) -> schemas.Ticket:
    page = reverse("support:ticket", args=[one.uid])
    plain = {
        name: getattr(one, name)
        for name in (
            *("state", "subject", "effect", "spread", "priority", "started_at"),
            *("created_at", "changed_at", "first_answer_due_at", "due_at"),
            *("answered_at", "solved_at", "closed_at"),
        )
    }
    return schemas.Ticket(
        id=one.uid,
        number=one.pk,
        component=one.component.slug if one.component else "",
        school=_school(one.school),
        reporter=reporter,
        assignee=agent(one.assignee) if one.assignee else None,
        incident=one.incident.uid if one.incident else None,
        duplicate_of=one.duplicate_of.uid if one.duplicate_of else None,
        url=f"{settings.EDUPORT.public_url}{page}",
        **plain,
    )


def _school(school: School | None) -> schemas.SchoolRef | None:
    if school is None:
        return None
    return schemas.SchoolRef(code=school.code, number=school.number, name=school.name)


def agent(person: Person) -> schemas.Agent:
    return schemas.Agent(id=person.uid, name=str(person))


def shown_messages(
    messages: Iterable[support.Message], *, with_authors: bool
) -> list[schemas.Message]:
    return [message(one, with_authors=with_authors) for one in messages]


def message(one: support.Message, *, with_authors: bool) -> schemas.Message:
    # Whoever answers speaks for the desk; of whom the desk speaks to needs the scope.
    author = str(one.author) if one.author and with_authors else None
    return schemas.Message(
        id=one.pk,
        at=one.at,
        side=support.Side(one.side),
        text=one.text,
        is_internal=one.is_internal,
        author=author,
    )


def component(one: status.Component, state: str) -> schemas.ComponentOut:
    return schemas.ComponentOut(
        slug=one.slug,
        name=schemas.Bilingual(de=one.name_de, en=one.name_en),
        description=schemas.Bilingual(de=one.text_de, en=one.text_en),
        owner=one.owner,
        depends_on=[needed.slug for needed in one.depends_on.all()],
        is_active=one.is_active,
        state=state,
    )


def incident(one: status.Incident) -> schemas.Incident:
    return schemas.Incident(
        id=one.uid,
        title=schemas.Bilingual(de=one.title_de, en=one.title_en),
        impact=status.Impact(one.impact),
        state=status.IncidentState(one.state),
        components=[part.slug for part in one.components.all()],
        schools=[school.code for school in one.schools.all()],
        roles=list(one.roles),
        started_at=one.started_at,
        changed_at=one.changed_at,
        resolved_at=one.resolved_at,
        updates=[
            schemas.IncidentUpdate(
                at=update.at,
                state=status.IncidentState(update.state),
                text=schemas.Bilingual(de=update.text_de, en=update.text_en),
            )
            for update in one.incidentupdate_set.all()
        ],
    )
