"""Questions to the own school, from asking to forgetting."""

import datetime as dt

import pytest

from eduport.audit.models import LogEntry
from eduport.people.models import AdminRole, Appointment
from eduport.people.signals import persons_merged, persons_unmerged
from eduport.support.errors import (
    NoContactError,
    TicketIsClosedError,
    TooLateToReopenError,
)
from eduport.support.models import Addressee, Message, Side, Ticket, TicketState
from eduport.support.queries.tickets import messages_shown, tickets_visible_to
from eduport.support.services.personal_data import export
from eduport.support.services.questions import QuestionDraft, ask_school
from eduport.support.services.tickets import (
    close_solved_tickets,
    note_internally,
    purge_tickets,
    reopen_ticket,
    reply_to_ticket,
    solve_ticket,
)
from tests.factories.outbox import letters
from tests.factories.people import NOON, AppointmentFactory, PersonFactory
from tests.factories.support import QuestionFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def ask(cast, name="pupil", addressee=Addressee.SCHOOL_ADMIN):
    draft = QuestionDraft(cast.school, addressee, "WLAN", "Es ist weg.")
    return ask_school(draft, by=cast.actor(name), at=NOON)


def told():
    return [(letter.to, letter.subject) for letter in letters()]


def test_the_contacts_of_the_school_are_asked_and_told(cast):
    ticket = ask(cast)

    assert told() == [("adam.b@hafen.hamburg.de", f"Neue Frage #{ticket.pk}")]
    assert [(m.side, m.text) for m in ticket.message_set.all()] == [
        ("reporter", "Es ist weg.")
    ]
    assert LogEntry.objects.get().action == "support.question.asked"


def test_the_network_is_asked_of_the_it_contact(cast):
    ask(cast, "teacher", Addressee.IT_CONTACT)

    assert [to for to, _ in told()] == ["iris.b@hafen.hamburg.de"]


def test_a_school_without_contact_is_said_to_be_so(cast):
    Appointment.objects.filter(role=AdminRole.SCHOOL_ADMIN).delete()

    with pytest.raises(NoContactError, match=cast.school.name):
        ask(cast)

    assert Ticket.objects.count() == 0


def test_who_sees_a_question(cast):
    question = ask(cast)
    about_network = ask(cast, "teacher", Addressee.IT_CONTACT)

    seen = {
        name: set(tickets_visible_to(cast.actor(name)))
        for name in ("pupil", "teacher", "admin", "it_contact", "stranger")
    }

    assert seen == {
        "pupil": {question},
        "teacher": {about_network},
        "admin": {question, about_network},
        "it_contact": {about_network},
        "stranger": set(),
    }


def test_a_guest_who_is_it_contact_elsewhere_sees_nothing_here(cast):
    elsewhere = cast.stranger.person.home_school
    AppointmentFactory(
        person=cast.teacher.person, school=elsewhere, role=AdminRole.IT_CONTACT
    )
    ask(cast, "pupil", Addressee.IT_CONTACT)

    assert list(tickets_visible_to(cast.actor("teacher"))) == []


def test_who_is_withdrawn_sees_nothing_at_once(cast):
    ask(cast)
    Appointment.objects.filter(role=AdminRole.SCHOOL_ADMIN).update(ends_at=NOON)

    assert list(tickets_visible_to(cast.actor("admin"))) == []


def test_a_conversation_goes_from_new_to_solved(cast):
    ticket = ask(cast)
    admin, pupil = cast.actor("admin"), cast.actor("pupil")

    states = []
    for act in (
        lambda: reply_to_ticket(
            ticket.pk, "Welches?", side=Side.CONTACT, by=admin, at=NOON
        ),
        lambda: reply_to_ticket(
            ticket.pk, "Das grüne.", side=Side.REPORTER, by=pupil, at=NOON
        ),
        lambda: solve_ticket(ticket.pk, side=Side.CONTACT, by=admin, at=NOON),
        lambda: reopen_ticket(ticket.pk, side=Side.REPORTER, by=pupil, at=NOON + DAY),
    ):
        act()
        ticket.refresh_from_db()
        states.append((ticket.state, ticket.solved_at))

    assert states == [
        ("waiting", None),
        ("in_progress", None),
        ("solved", NOON),
        ("in_progress", None),
    ]
    assert [to.partition(".")[0] for to, _ in told()] == [
        "adam",
        "paul",
        "adam",
        "paul",
        "adam",
    ]


def test_internal_notes_are_for_those_who_answer(cast):
    ticket = ask(cast)
    letters_before = len(letters())

    note_internally(
        ticket.pk, "Schon wieder.", side=Side.CONTACT, by=cast.actor("admin"), at=NOON
    )

    texts = [m.text for m in messages_shown(ticket, with_internal=True)]
    assert texts == ["Es ist weg.", "Schon wieder."]
    texts = [m.text for m in messages_shown(ticket, with_internal=False)]
    assert texts == ["Es ist weg."]
    assert len(letters()) == letters_before
    handed_out = export(cast.pupil.person_id)[1].rows
    assert [row[3] for row in handed_out] == ["Es ist weg."]


def test_solving_twice_keeps_the_first_time(cast):
    ticket, admin = ask(cast), cast.actor("admin")
    solve_ticket(ticket.pk, side=Side.CONTACT, by=admin, at=NOON)

    solve_ticket(ticket.pk, side=Side.CONTACT, by=admin, at=NOON + DAY)

    ticket.refresh_from_db()
    assert ticket.solved_at == NOON


def test_two_weeks_after_it_was_solved_it_is_too_late(cast):
    ticket, pupil = ask(cast), cast.actor("pupil")
    solve_ticket(ticket.pk, side=Side.REPORTER, by=pupil, at=NOON)

    with pytest.raises(TooLateToReopenError):
        reopen_ticket(ticket.pk, side=Side.REPORTER, by=pupil, at=NOON + 14 * DAY)


def test_what_is_solved_is_closed_and_then_forgotten(cast, settings):
    ticket, pupil = ask(cast), cast.actor("pupil")
    solve_ticket(ticket.pk, side=Side.REPORTER, by=pupil, at=NOON)

    closed_at = NOON + 14 * DAY
    assert close_solved_tickets(at=closed_at - DAY) == 0
    assert close_solved_tickets(at=closed_at) == 1
    with pytest.raises(TicketIsClosedError):
        reply_to_ticket(
            ticket.pk, "Doch nicht.", side=Side.REPORTER, by=pupil, at=closed_at
        )
    kept = dt.timedelta(days=settings.EDUPORT.ticket_days)
    assert purge_tickets(at=closed_at + kept) == 0
    assert purge_tickets(at=closed_at + kept + DAY) == 1
    assert Message.objects.count() == 0


def test_a_closed_question_takes_no_reply_of_the_contact_either(cast):
    ticket = QuestionFactory(
        reporter=cast.pupil.person,
        state=TicketState.CLOSED,
        solved_at=NOON,
        closed_at=NOON,
    )

    with pytest.raises(TicketIsClosedError):
        reply_to_ticket(
            ticket.pk, "Noch etwas.", side=Side.CONTACT, by=cast.actor("admin"), at=NOON
        )


def test_tickets_follow_a_merge_and_its_undoing(cast):
    ticket, kept, journal = ask(cast), PersonFactory(), {}
    ids = {"kept_id": kept.pk, "merged_id": ticket.reporter_id}

    persons_merged.send(None, **ids, journal=journal, at=NOON)
    ticket.refresh_from_db()
    assert (ticket.reporter, ticket.message_set.get().author) == (kept, kept)

    persons_unmerged.send(None, **ids, journal=journal, at=NOON)
    ticket.refresh_from_db()
    assert ticket.reporter_id == ids["merged_id"]
