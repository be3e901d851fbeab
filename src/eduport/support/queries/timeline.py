"""The history of a ticket in sentences, among what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from eduport.support.models import EventKind, Message, Side, Ticket, TicketEvent
from eduport.support.queries.tickets import messages_shown
from eduport.support.rules.placeholders import filled

INSIDE = {
    EventKind.TAKEN,
    EventKind.PUT_BACK,
    EventKind.TEAM_CHANGED,
    EventKind.JOINED,
    EventKind.LATE,
}
"""What only those read who answer."""

WHO: Mapping[str, StrOrPromise] = {
    Side.REPORTER: _("The school"),
    Side.CONTACT: _("The contact of the school"),
    Side.DESK: _("The service desk"),
}
SENTENCES: Mapping[str, StrOrPromise] = {
    EventKind.TAKEN: _("%(who)s took it."),
    EventKind.PUT_BACK: _("%(who)s put it back."),
    EventKind.TEAM_CHANGED: _("%(who)s gave it to the team %(detail)s."),
    EventKind.LINKED: _("%(who)s says that it is this incident: %(detail)s"),
    EventKind.MERGED: _("%(who)s goes on with it under %(detail)s."),
    EventKind.JOINED: _("%(who)s merged %(detail)s with it."),
    EventKind.HANDED_OVER: _("%(who)s reported it to the service desk as %(detail)s."),
    EventKind.SOLVED: _("%(who)s marked it as solved."),
    EventKind.REOPENED: _("%(who)s took it up again."),
}
BY_ITSELF: Mapping[str, StrOrPromise] = {
    EventKind.LATE: _("It is late; the service desk was told."),
    EventKind.SOLVED: _("It was solved with the incident."),
    EventKind.CLOSED: _("It was closed: solved for two weeks."),
}
NO_TEAM = _("%(who)s took it from the team.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the conversation: what was said, or a sentence on what happened."""

    at: datetime
    message: Message | None = None
    sentence: str = ""
    is_inside: bool = False


def conversation(
    ticket: Ticket, *, with_internal: bool, with_names: bool
) -> list[Entry]:
    """What was said and what happened, from the beginning: three queries."""
    messages = messages_shown(ticket, with_internal=with_internal)
    events = TicketEvent.objects.filter(ticket=ticket).select_related("person")
    if not with_internal:
        events = events.exclude(kind__in=INSIDE)
    said = [Entry(one.at, one) for one in messages]
    happened = [
        Entry(one.at, None, sentence_of(one, with_names), one.kind in INSIDE)
        for one in events
    ]
    # What was said first, at the same time: an answer solves.
    return sorted(said + happened, key=lambda entry: entry.at)


def sentence_of(event: TicketEvent, with_names: bool) -> str:  # noqa: FBT001 -- of one page
    """What happened; who did it by name only where names are shown."""
    if not event.side:
        return str(BY_ITSELF.get(event.kind, event.get_kind_display()))
    shows_name = with_names and event.person is not None
    who = str(event.person) if shows_name else str(WHO[event.side])
    sentence = SENTENCES.get(event.kind, BY_ITSELF.get(event.kind, ""))
    if event.kind == EventKind.TEAM_CHANGED and not event.detail:
        sentence = NO_TEAM
    return str(sentence) % {"who": who, "detail": event.detail}


def with_values(text: str, ticket: Ticket) -> str:
    """The words of a template for a ticket."""
    return filled(
        text,
        {
            "nummer": f"#{ticket.pk}",
            "betreff": ticket.subject,
            "schule": str(ticket.school or ""),
            "name": str(ticket.reporter),
            "dienst": str(ticket.component or ""),
            "störung": str(ticket.incident or ""),
        },
    )
