"""Fault reports over the API."""

from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status
from pydantic import Field

from eduport.gateway.api import schemas
from eduport.gateway.api.guard import (
    ApiRequest,
    Bearer,
    actor_of,
    refuse_unknown,
    require_scope,
)
from eduport.gateway.api.problems import ProblemError
from eduport.gateway.api.shapes import (
    agent,
    message,
    shown_messages,
    shown_tickets,
)
from eduport.gateway.models import Scope
from eduport.gateway.queries.tickets import (
    people_of_desk,
    reports,
    said_in,
    slice_of,
)
from eduport.gateway.services.repeating import once
from eduport.gateway.services.reporting import change_report, draft_for
from eduport.support.models import Message, Side, Ticket, TicketState
from eduport.support.services.faults import report_fault
from eduport.support.services.tickets import note_internally, reply_to_ticket

router = Router(tags=["tickets"])
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="A text of yours, new for each ticket or message. Sent again with "
        "the same one, because the answer was lost, nothing is made twice.",
    ),
]


class TicketFilter(schemas.Sent):
    """Which reports, and which part of the list."""

    state: list[TicketState] | None = None
    component: str | None = Field(None, max_length=50)
    school: str | None = Field(None, max_length=63)
    incident: UUID | None = None
    number: int | None = Field(None, ge=1, le=2**31 - 1)
    is_assigned: bool | None = None
    changed_since: schemas.Moment | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=200)


@router.get(
    "/tickets",
    auth=Bearer(Scope.TICKETS_READ),
    response=schemas.TicketPage,
    url_name="tickets",
    operation_id="listTickets",
    summary="List reports",
)
def list_tickets(
    request: ApiRequest, asked: Query[TicketFilter], response: HttpResponse
) -> schemas.TicketPage:
    """What changed first comes first, so that you can go on from where you were.

    `next` of the last page is null; later, `changed_since` with the `changed_at` of
    the last report that you saw brings what happened since.
    """
    refuse_unknown(request, TicketFilter)
    rows = _filtered(reports(), asked)
    try:
        found = slice_of(rows, size=asked.limit, cursor=asked.cursor)
    except ValueError as error:
        raise ProblemError(
            422, _("This cursor is none of ours."), field="query/cursor"
        ) from error
    if found.next:
        query = request.GET.copy()
        query["cursor"] = found.next
        # RFC 8288, for clients that follow links.
        response["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    items = shown_tickets(found.rows, with_reporters=_sees_reporters(request))
    return schemas.TicketPage(items=items, next=found.next)


def _filtered(rows: QuerySet[Ticket], asked: TicketFilter) -> QuerySet[Ticket]:
    wanted = {
        "state__in": asked.state,
        "component__slug": asked.component,
        "school__code": asked.school,
        "incident__uid": asked.incident,
        "pk": asked.number,
        "changed_at__gte": asked.changed_since,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    if asked.is_assigned is not None:
        given["assignee__isnull"] = not asked.is_assigned
    return rows.filter(**given)


@router.post(
    "/tickets",
    auth=Bearer(Scope.TICKETS_CREATE),
    response={201: schemas.Ticket},
    url_name="tickets",
    operation_id="createTicket",
    summary="Report a fault for somebody",
)
def create_ticket(
    request: ApiRequest, body: schemas.NewTicket, key: Key, response: HttpResponse
) -> Status[schemas.Ticket]:
    """For an entitled reporter, at a school for which that person may report.

    Priority and due times follow from effect and spread; nobody chooses them.
    """
    now, actor = timezone.now(), actor_of(request)

    def make() -> Ticket:
        reporter, draft = draft_for(body.model_dump(), at=now)
        return report_fault(draft, reporter_id=reporter.pk, by=actor, at=now)

    made = once(
        request.auth, key, f"ticket {body.model_dump_json()}", make, _report, at=now
    )
    ticket = _report(made.pk)
    response["Location"] = f"{request.path}/{ticket.uid}"
    return Status(201, _answer(request, ticket, response))


@router.get(
    "/tickets/{uid}",
    auth=Bearer(Scope.TICKETS_READ),
    response=schemas.Ticket,
    url_name="ticket",
    operation_id="readTicket",
    summary="Read a report",
)
def read_ticket(
    request: ApiRequest, uid: UUID, response: HttpResponse
) -> schemas.Ticket:
    """The header `ETag` names this state of it; changing it asks for that."""
    return _answer(request, get_object_or_404(reports(), uid=uid), response)


@router.patch(
    "/tickets/{uid}",
    auth=Bearer(Scope.TICKETS_WRITE),
    response=schemas.Ticket,
    url_name="ticket",
    operation_id="changeTicket",
    summary="Change a report",
)
def change_ticket(
    request: ApiRequest,
    uid: UUID,
    body: schemas.TicketChange,
    response: HttpResponse,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=100,
            description="The ETag that you read, or * for whatever it is now.",
        ),
    ] = None,
) -> schemas.Ticket:
    """State, assignee, incident; people are told as if the desk had done it."""
    if if_match is None:
        raise ProblemError(428, _("Please send If-Match with the ETag that you read."))
    now = timezone.now()
    with transaction.atomic():
        locked = reports().select_for_update(of=["self"])
        ticket = get_object_or_404(locked, uid=uid)
        if if_match not in {"*", etag_of(ticket)}:
            raise ProblemError(412, _("Please read the report again."))
        values = body.model_dump(exclude_unset=True)
        change_report(ticket, values, by=actor_of(request), at=now)
    return _answer(request, _report(ticket.pk), response)


@router.get(
    "/tickets/{uid}/messages",
    auth=Bearer(Scope.TICKETS_READ),
    response=schemas.Messages,
    url_name="messages",
    operation_id="listMessages",
    summary="Read a conversation",
)
def list_messages(request: ApiRequest, uid: UUID) -> schemas.Messages:
    """Internal notes are among them for tokens with the scope `notes` only."""
    ticket = get_object_or_404(reports(), uid=uid)
    said = said_in(ticket, with_notes=Scope.NOTES in request.auth.scopes)
    items = shown_messages(said, with_authors=_sees_reporters(request))
    return schemas.Messages(items=items)


@router.post(
    "/tickets/{uid}/messages",
    auth=Bearer(Scope.MESSAGES_WRITE),
    response={201: schemas.Message},
    url_name="messages",
    operation_id="createMessage",
    summary="Answer, or write a note",
)
def create_message(
    request: ApiRequest, uid: UUID, body: schemas.NewMessage, key: Key
) -> Status[schemas.Message]:
    """The reporter is told of an answer by mail, and the report waits for an answer.

    An internal note needs the scope `notes` too, and nobody is told.
    """
    if body.is_internal:
        require_scope(request, Scope.NOTES)
    ticket = get_object_or_404(reports(), uid=uid)
    now, by = timezone.now(), actor_of(request)

    def make() -> Message:
        write = note_internally if body.is_internal else reply_to_ticket
        return write(ticket.pk, body.text, side=Side.DESK, by=by, at=now)

    asked = f"message {uid} {body.model_dump_json()}"
    made = once(request.auth, key, asked, make, _message, at=now)
    return Status(201, message(made, with_authors=_sees_reporters(request)))


@router.get(
    "/agents",
    auth=Bearer(Scope.TICKETS_WRITE),
    response=schemas.Agents,
    url_name="agents",
    operation_id="listAgents",
    summary="List the people of the desk",
)
def list_agents(request: ApiRequest) -> schemas.Agents:
    """To whom reports can be assigned."""
    return schemas.Agents(items=[agent(one) for one in people_of_desk()])


def etag_of(ticket: Ticket) -> str:
    """Every change of a report moves its `changed_at`."""
    return f'"{ticket.pk}-{int(ticket.changed_at.timestamp() * 1_000_000)}"'


def _answer(
    request: ApiRequest, ticket: Ticket, response: HttpResponse
) -> schemas.Ticket:
    response["ETag"] = etag_of(ticket)
    return shown_tickets([ticket], with_reporters=_sees_reporters(request))[0]


def _sees_reporters(request: ApiRequest) -> bool:
    return Scope.REPORTERS_READ in request.auth.scopes


def _report(key: int) -> Ticket:
    return reports().get(pk=key)


def _message(key: int) -> Message:
    return Message.objects.select_related("author").get(pk=key)
