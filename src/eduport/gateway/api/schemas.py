"""What goes over the API: the shapes of tickets, components and incidents."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import (
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from eduport.status.models import Impact, IncidentState
from eduport.support.models import Effect, Side, Spread, TicketState


def _written_out(value: object) -> object:
    """Times are written as in RFC 3339, never as a number of seconds."""
    if isinstance(value, datetime) or (isinstance(value, str) and "T" in value.upper()):
        return value
    raise ValueError("2026-11-23T12:00:00Z")


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)
]


class Sent(Schema):
    """What is sent to us: a field that nobody knows is a mistake, not a gift."""

    model_config = ConfigDict(extra="forbid")


class Bilingual(Schema):
    """German and English; English may be empty."""

    de: str
    en: str = ""


class SchoolRef(Schema):
    """A school."""

    code: str = Field(description="Short and unique, as in its mail addresses.")
    number: str = Field(description="The official number; may be empty.")
    name: str


class Reporter(Schema):
    """Who reported. Only for tokens with the scope `reporters:read`."""

    id: UUID
    name: str
    address: str = Field(description="The mail address; empty if there is none.")
    phone: str = Field(description="Where to call back; empty if nobody asked for it.")


class Agent(Schema):
    """Somebody of the desk, to whom tickets can be assigned."""

    id: UUID
    name: str


class Ticket(Schema):
    """A fault report."""

    id: UUID
    number: int = Field(description="What people call it: #4711.")
    state: TicketState
    subject: str
    component: str = Field(description="The slug of the component.")
    school: SchoolRef | None = Field(description="Without one it concerns all schools.")
    effect: Effect
    spread: Spread
    priority: int = Field(ge=1, le=4, description="1 is the most urgent.")
    reporter: Reporter | None = Field(description="null without `reporters:read`.")
    assignee: Agent | None
    incident: UUID | None
    duplicate_of: UUID | None
    started_at: datetime | None = Field(description="Since when, as the reporter says.")
    created_at: datetime
    changed_at: datetime
    first_answer_due_at: datetime
    due_at: datetime
    answered_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    url: str = Field(description="The page of the ticket, for people.")


class TicketPage(Schema):
    """A part of a list."""

    items: list[Ticket]
    next: str | None = Field(description="Send it as `cursor` to go on; null: the end.")


class Message(Schema):
    """Something that was said in a ticket."""

    id: int
    at: datetime
    side: Side
    text: str
    is_internal: bool
    author: str | None = Field(
        description="null without `reporters:read`, and for other systems."
    )


class Messages(Schema):
    """A conversation, from the beginning."""

    items: list[Message]


class Agents(Schema):
    """Everybody of the desk."""

    items: list[Agent]


class NewTicket(Sent):
    """A report for somebody who may report faults."""

    reporter: Line = Field(
        max_length=254, description="The login of an entitled reporter."
    )
    component: Line = Field(max_length=50, description="The slug of a component.")
    effect: Effect
    spread: Spread
    subject: Line = Field(max_length=150)
    text: Text
    school: str | None = Field(
        None,
        max_length=63,
        description="The code of a school for which the reporter may report. May be "
        "left out if there is only one.",
    )
    started_at: Moment | None = None
    phone: str = Field("", max_length=40, pattern=r"^[+0-9 ()/-]*$")


class NewMessage(Sent):
    """An answer to the reporter, or a note that only the desk reads."""

    text: Text
    is_internal: bool = False


class TicketChange(Sent):
    """What is to be different. What is left out stays as it is."""

    state: Literal["in_progress", "waiting", "solved"] | None = Field(
        None,
        description="A report closes by itself two weeks after it was solved.",
    )
    assignee: UUID | None = Field(None, description="Of the desk; null: nobody.")
    incident: UUID | None = Field(None, description="An open incident.")


class ComponentOut(Schema):
    """A part of what people use."""

    slug: str
    name: Bilingual
    description: Bilingual
    owner: str
    depends_on: list[str] = Field(description="Slugs.")
    is_active: bool
    state: str = Field(
        description="operational, maintenance, suspected, degraded, partial_outage "
        "or outage."
    )


class Components(Schema):
    """The catalogue."""

    items: list[ComponentOut]


class IncidentUpdate(Schema):
    """What was said about an incident."""

    at: datetime
    state: IncidentState
    text: Bilingual


class Incident(Schema):
    """Something does not work. Without schools and roles it concerns all of them."""

    id: UUID
    title: Bilingual
    impact: Impact
    state: IncidentState
    components: list[str]
    schools: list[str]
    roles: list[str]
    started_at: datetime
    changed_at: datetime
    resolved_at: datetime | None
    updates: list[IncidentUpdate] = Field(description="The newest first.")


class IncidentPage(Schema):
    """A part of a list."""

    items: list[Incident]
    next: str | None = Field(description="Send it as `cursor` to go on; null: the end.")


class NewIncident(Sent):
    """An incident to tell everybody of whom it concerns."""

    title_de: Line = Field(max_length=150)
    title_en: str = Field("", max_length=150)
    impact: Impact
    state: IncidentState = IncidentState.INVESTIGATING
    components: list[str] = Field(min_length=1, max_length=100)
    schools: list[str] = Field([], max_length=1000, description="Codes.")
    roles: list[str] = Field([], max_length=20)
    text_de: Text
    text_en: str = Field("", max_length=5000)
    started_at: Moment | None = None


class NewUpdate(Sent):
    """How it goes with an incident; `resolved` ends it."""

    state: IncidentState
    text_de: Text
    text_en: str = Field("", max_length=5000)
    impact: Impact | None = None


class Problem(Schema):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[dict[str, str]] = []
