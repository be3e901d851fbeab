"""Fault reports, from the form to the end of an incident."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.core.actor import Actor
from eduport.people.models import AdminRole
from eduport.status.models import IncidentState, Proposal
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
    update_incident,
)
from eduport.support.errors import (
    AnsweredMeanwhileError,
    IncidentIsOverError,
    NoSuchTicketError,
)
from eduport.support.models import (
    Effect,
    IncidentFollower,
    Message,
    Side,
    Spread,
    Ticket,
)
from eduport.support.queries.tickets import tickets_visible_to
from eduport.support.services.desk import (
    escalate_late_tickets,
    link_to_incident,
    merge_ticket,
    put_back_ticket,
    take_ticket,
)
from eduport.support.services.faults import FaultDraft, follow_incident, report_fault
from eduport.support.services.tickets import reply_to_ticket, solve_ticket
from tests.factories.accounts import sign_in
from tests.factories.outbox import letters
from tests.factories.people import NOON, AppointmentFactory
from tests.factories.status import ComponentFactory
from tests.factories.support import FaultFactory, MessageFactory, QuestionFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SYSTEM = Actor.system("test")
REPORT = reverse("support:report")


@pytest.fixture
def mail(db):
    return ComponentFactory(slug="mail", name_de="E-Mail")


def report(cast, mail, *, at=NOON, **values):
    draft = {
        "component": mail,
        "effect": Effect.STOPPED,
        "spread": Spread.SCHOOL,
        "subject": "E-Mail geht nicht",
        "text": "Seit heute früh.",
        "school": cast.school,
    }
    admin = cast.actor("admin")
    return report_fault(
        FaultDraft(**draft | values), reporter_id=admin.person_id, by=admin, at=at
    )


def incident_of(mail):
    draft = IncidentDraft(
        "E-Mail steht", "", "outage", Said("Wir suchen."), Scope([mail]), NOON
    )
    return open_incident(draft, by=SYSTEM, at=NOON)


def resolve(incident):
    update_incident(
        incident.pk, IncidentState.RESOLVED, Said("Geht."), by=SYSTEM, at=NOON + HOUR
    )


def subjects():
    return [(one.to.partition(".")[0], one.subject) for one in letters()]


def form(cast, mail, **values):
    return {
        "component": mail.pk,
        "subject": "E-Mail geht nicht",
        "text": "Seit heute früh.",
        "spread": "school",
        "effect": "stopped",
        "school": cast.school.pk,
    } | values


def test_a_report_gets_priority_and_due_times(cast, mail, settings):
    settings.EDUPORT.service_desk_mail = "spoc@hamburg.de"
    ticket = report(cast, mail)

    assert (ticket.priority, ticket.state) == (1, "new")
    assert (ticket.first_answer_due_at, ticket.due_at) == (NOON + HOUR, NOON + 4 * HOUR)
    assert subjects() == [
        ("adam", f"Meldung #{ticket.pk} ist angekommen"),
        ("spoc@hamburg", f"Neue Meldung #{ticket.pk}, Priorität 1"),
    ]
    settings.EDUPORT.service_desk_mail = ""


def test_three_similar_reports_propose_an_incident(cast, mail):
    for minute in range(2):
        report(cast, mail, at=NOON + dt.timedelta(minutes=minute))
    assert Proposal.objects.count() == 0

    report(cast, mail, at=NOON + dt.timedelta(minutes=2))

    assert Proposal.objects.get().component == mail


def test_who_sees_a_report(cast, mail, operator):
    ticket = report(cast, mail)
    names = ("pupil", "teacher", "admin", "it_contact", "stranger")

    seen = {name: list(tickets_visible_to(cast.actor(name))) for name in names}

    assert seen == {name: [] for name in names} | {"admin": [ticket]}
    assert list(tickets_visible_to(operator)) == [ticket]


def test_the_first_answer_is_kept_and_two_at_once_are_noticed(cast, mail, operator):
    ticket = report(cast, mail)
    seen = ticket.message_set.get().pk
    reply_to_ticket(
        ticket.pk, "Seit wann?", side=Side.DESK, seen=seen, by=operator, at=NOON
    )

    with pytest.raises(AnsweredMeanwhileError):
        reply_to_ticket(
            ticket.pk, "Wo?", side=Side.DESK, seen=seen, by=operator, at=NOON + HOUR
        )

    ticket.refresh_from_db()
    assert (ticket.state, ticket.answered_at) == ("waiting", NOON)


def test_the_asker_stays_informed_and_sees_no_report(cast, mail, operator):
    question = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    ticket = report(cast, mail, question=question)
    solve_ticket(ticket.pk, side=Side.DESK, by=operator, at=NOON)

    pupil = [subject for to, subject in subjects() if to == "paul"]
    assert pupil == [f"Wie es mit #{question.pk} weitergeht"] * 2
    assert list(tickets_visible_to(cast.actor("pupil"))) == [question]


def test_taking_and_putting_back(cast, mail, operator):
    ticket = report(cast, mail)

    take_ticket(ticket, by=operator, at=NOON)
    ticket.refresh_from_db()
    assert (ticket.assignee_id, ticket.state) == (operator.person_id, "in_progress")

    put_back_ticket(ticket, by=operator, at=NOON)
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_merging_keeps_one_and_makes_no_chains(cast, mail, operator):
    first, second, third = (report(cast, mail) for _ in range(3))
    merge_ticket(third, second.pk, by=operator, at=NOON)
    merge_ticket(second, first.pk, by=operator, at=NOON)

    for one in (second, third):
        one.refresh_from_db()
        assert (one.duplicate_of, one.state) == (first, "solved")
    for wrong in (first.pk, second.pk, QuestionFactory().pk, 0):
        with pytest.raises(NoSuchTicketError):
            merge_ticket(first, wrong, by=operator, at=NOON)


def test_the_end_of_an_incident_solves_its_reports_and_tells_followers(
    cast, mail, operator
):
    incident = incident_of(mail)
    ticket = report(cast, mail)
    link_to_incident([ticket.pk], incident, by=operator, at=NOON)
    follow_incident(incident, by=cast.actor("it_contact"), at=NOON)
    follow_incident(incident, by=cast.actor("it_contact"), at=NOON)
    before = len(letters())

    resolve(incident)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.solved_at) == ("solved", NOON + HOUR)
    assert subjects()[before:] == [
        ("adam", f"Gelöst: #{ticket.pk}"),
        ("iris", "Eine Störung ist vorbei"),
    ]
    assert IncidentFollower.objects.count() == 0
    with pytest.raises(IncidentIsOverError):
        follow_incident(incident, by=cast.actor("it_contact"), at=NOON)


def test_the_end_of_an_incident_is_told_to_who_asked_the_question(cast, mail, operator):
    question = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    incident = incident_of(mail)
    ticket = report(cast, mail, question=question)
    link_to_incident([ticket.pk], incident, by=operator, at=NOON)
    before = len(letters())

    resolve(incident)

    assert subjects()[before:] == [
        ("adam", f"Gelöst: #{ticket.pk}"),
        ("paul", f"Wie es mit #{question.pk} weitergeht"),
    ]


def test_what_is_late_is_escalated_once(cast, mail, settings, operator):
    settings.EDUPORT.service_desk_mail = "spoc@hamburg.de"
    ticket = report(cast, mail)
    answered = report(cast, mail)
    reply_to_ticket(answered.pk, "Ja?", side=Side.DESK, by=operator, at=NOON)

    counts = [
        escalate_late_tickets(by=SYSTEM, at=NOON + part)
        for part in (HOUR, 2 * HOUR, 3 * HOUR)
    ]

    assert counts == [0, 1, 0]
    assert subjects()[-1][1] == f"Überfällig: Meldung #{ticket.pk}, Priorität 1"
    settings.EDUPORT.service_desk_mail = ""


def test_a_school_admin_reports_in_the_browser(client, cast, mail):
    sign_in(client, cast.admin)
    response = client.post(REPORT, form(cast, mail), headers={"User-Agent": "Firefox"})

    ticket = Ticket.objects.get()
    assert response["Location"] == reverse("support:ticket", args=[ticket.uid])
    assert (ticket.school, ticket.browser) == (cast.school, "Firefox")
    assert ticket.reporter == cast.admin.person


def test_nobody_reports_for_another_school(client, cast, mail):
    sign_in(client, cast.admin)
    other = cast.stranger.person.home_school

    response = client.post(REPORT, form(cast, mail, school=other.pk))

    assert (response.status_code, Ticket.objects.count()) == (422, 0)


def test_a_question_is_handed_over_by_who_answers_it_only(client, cast, mail):
    question = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    url = f"{REPORT}?question={question.uid}"

    sign_in(client, cast.stranger)
    assert client.get(url).status_code == 404

    sign_in(client, cast.admin)
    assert "Es ist weg." in client.get(url).content.decode()
    client.post(url, form(cast, mail))
    assert question.reports.get().reporter == cast.admin.person
    sign_in(client, cast.pupil)
    page = client.get(reverse("support:ticket", args=[question.uid])).content.decode()
    assert f"#{question.reports.get().pk}" in page
    assert str(question.reports.get().uid) not in page


def test_known_incidents_are_offered_while_typing(client, cast, mail):
    incident, other = incident_of(mail), ComponentFactory()
    ticket = report(cast, mail)
    sign_in(client, cast.admin)
    known = reverse("support:known")

    page = client.get(known, {"component": mail.pk}).content.decode()
    assert reverse("support:follow", args=[incident.uid]) in page
    assert f"#{ticket.pk}" in page
    assert client.get(known, {"component": other.pk}).content.decode().strip() == ""
    by_words = client.get(known, {"component": other.pk, "subject": "e-mail langsam"})
    assert "E-Mail steht" in by_words.content.decode()

    client.post(reverse("support:follow", args=[incident.uid]))
    assert IncidentFollower.objects.get().person == cast.admin.person


def test_the_desk_works_in_the_browser(desk, cast, mail):
    incident = incident_of(mail)
    ticket = FaultFactory(reporter=cast.admin.person, component=mail)
    MessageFactory(ticket=ticket, side="desk", is_internal=True, text="Nur wir.")
    here = reverse("support:ticket", args=[ticket.uid])

    assert ticket.subject in desk.get(reverse("support:queue")).content.decode()
    desk.post(reverse("support:take", args=[ticket.uid]))
    mine = desk.get(reverse("support:queue"), {"view": "mine"}).content.decode()
    assert here in mine
    assert "Nur wir." in desk.get(here).content.decode()
    desk.post(here, {"text": "Wir sehen nach."})
    desk.post(
        reverse("support:link"), {"ids": [ticket.pk], "incident": str(incident.pk)}
    )

    ticket.refresh_from_db()
    assert (ticket.incident, ticket.state) == (incident, "in_progress")


def test_who_answers_at_the_same_time_reads_the_other_first(desk, cast, mail):
    ticket = FaultFactory(reporter=cast.admin.person, component=mail)
    here = reverse("support:ticket", args=[ticket.uid])
    seen = ticket.message_set.get().pk
    MessageFactory(ticket=ticket, side="desk", text="Schon geschehen.")

    refused = desk.post(here, {"text": "Wir sehen nach.", "seen": seen})
    page = refused.content.decode()
    newest = ticket.message_set.latest("pk").pk
    desk.post(here, {"text": "Wir sehen nach.", "seen": newest})

    assert refused.status_code == 422
    assert "Schon geschehen." in page
    assert f'name="seen" value="{newest}"' in page
    assert ticket.message_set.latest("pk").text == "Wir sehen nach."


def test_the_reporter_reads_no_internal_note_and_no_name_of_the_desk(
    client, cast, mail, operator
):
    ticket = report(cast, mail)
    MessageFactory(ticket=ticket, side="desk", is_internal=True, text="Nur wir.")
    Message.objects.create(
        ticket=ticket,
        author_id=operator.person_id,
        side="desk",
        text="Wir sehen nach.",
        at=NOON,
    )
    sign_in(client, cast.admin)

    page = client.get(reverse("support:ticket", args=[ticket.uid])).content.decode()

    assert "Wir sehen nach." in page
    assert "Nur wir." not in page
    assert "Dieter Desk" not in page


def test_a_caller_is_checked_and_the_report_written_down(desk, cast, mail):
    from eduport.support.queries.reporters import pin_for  # noqa: PLC0415

    call = reverse("support:report_call")
    assert desk.get(call)["Location"] == reverse("support:check_caller")
    pin = pin_for(cast.it_contact.person, at=timezone.now())
    desk.post(
        reverse("support:check_caller"),
        {"login": cast.it_contact.username, "pin": pin},
    )
    desk.post(call, form(cast, mail))

    assert Ticket.objects.get().reporter == cast.it_contact.person
    assert desk.get(call).status_code == 302


def test_the_central_team_reports_for_all_schools(client, cast, mail):
    AppointmentFactory(
        person=cast.admin.person, school=None, role=AdminRole.CENTRAL_TEAM
    )
    sign_in(client, cast.admin)

    client.post(REPORT, form(cast, mail, school=""))

    assert Ticket.objects.get().school is None


def test_the_queue_costs_the_same_however_long(
    desk, mail, django_assert_max_num_queries
):
    url = reverse("support:queue")
    desk.get(url)

    for number in (1, 3):
        while Ticket.objects.count() < number:
            FaultFactory(component=mail)
        with django_assert_max_num_queries(14):
            page = desk.get(url).content.decode()
        assert page.count('href="/support/tickets/') == number
