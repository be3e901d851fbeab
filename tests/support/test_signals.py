"""What `support` tells the domains above it."""

import datetime as dt

import pytest

from eduport.core.actor import Actor
from eduport.support.errors import TicketIsClosedError
from eduport.support.models import Side, Ticket, TicketState
from eduport.support.services.assigning import assign_ticket, move_ticket
from eduport.support.services.desk import (
    end_incident,
    link_to_incident,
    merge_ticket,
    put_back_ticket,
    take_ticket,
)
from eduport.support.services.tickets import (
    close_solved_tickets,
    note_internally,
    reopen_ticket,
    reply_to_ticket,
    solve_ticket,
)
from eduport.support.signals import ticket_changed
from tests.factories.people import NOON, PersonFactory
from tests.factories.status import IncidentFactory
from tests.factories.support import FaultFactory

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
WEEKS = dt.timedelta(days=14)


@pytest.fixture
def heard():
    """What is told, in order."""
    events = []

    def listen(*, ticket, event, message=None, **_kwargs):
        events.append((event, ticket.pk, message and message.text))

    ticket_changed.connect(listen)
    yield events
    ticket_changed.disconnect(listen)


def test_all_that_happens_to_a_report_is_told(heard):
    one, other = FaultFactory(), FaultFactory()
    incident = IncidentFactory()
    at = {"by": BY, "at": NOON}

    take_ticket(one, **at)
    put_back_ticket(one, **at)
    assign_ticket(one.pk, PersonFactory().pk, **at)
    move_ticket(one.pk, TicketState.WAITING, **at)
    reply_to_ticket(one.pk, "Ja", side=Side.DESK, **at)
    note_internally(one.pk, "Nein", side=Side.DESK, **at)
    link_to_incident([one.pk], incident, **at)
    end_incident(incident, **at)
    reopen_ticket(one.pk, side=Side.DESK, **at)
    solve_ticket(one.pk, side=Side.DESK, **at)
    close_solved_tickets(at=NOON + WEEKS)
    merge_ticket(other, FaultFactory().pk, **at)

    updated = ("updated", one.pk, None)
    assert heard == [
        *[updated] * 4,
        ("message", one.pk, "Ja"),
        ("message", one.pk, "Nein"),
        *[updated] * 4,
        ("closed", one.pk, None),
        ("updated", other.pk, None),
    ]


def test_what_changes_nothing_is_not_told(heard):
    ticket = FaultFactory()
    before = ticket.changed_at

    assign_ticket(ticket.pk, None, by=BY, at=NOON + WEEKS)
    Ticket.objects.update(state=TicketState.IN_PROGRESS)
    move_ticket(ticket.pk, TicketState.IN_PROGRESS, by=BY, at=NOON + WEEKS)

    ticket.refresh_from_db()
    assert (heard, ticket.changed_at) == ([], before)


def test_a_solved_report_is_given_to_nobody():
    ticket = FaultFactory(state=TicketState.SOLVED, solved_at=NOON)

    with pytest.raises(TicketIsClosedError):
        assign_ticket(ticket.pk, PersonFactory().pk, by=BY, at=NOON)
