"""Fault reports over the API: reading, reporting, changing, answering."""

import datetime as dt
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from eduport.audit.models import LogEntry
from eduport.gateway.models import AcceptedRequest, Scope
from eduport.gateway.services.repeating import purge_accepted_requests
from eduport.people.models import AdminRole, Appointment
from eduport.support.models import Message, Side, Ticket, TicketState
from tests.factories.gateway import desk, desk_with_all
from tests.factories.outbox import letters
from tests.factories.people import NOON, AppointmentFactory, SchoolFactory
from tests.factories.status import IncidentFactory
from tests.factories.support import FaultFactory, MessageFactory, QuestionFactory
from tests.gateway.conftest import admin_of

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def new_report(**values):
    return {
        "reporter": "i.b@hafen.hamburg.de",
        "component": "mail",
        "effect": "stopped",
        "spread": "school",
        "subject": "E-Mail geht nicht",
        "text": "Seit heute früh.",
    } | values


@pytest.fixture
def report(school, reporter, mail):
    return FaultFactory(
        reporter=reporter.person,
        school=school,
        component=mail,
        subject="E-Mail geht nicht",
        phone="040 123",
        message__text="Seit heute früh.",
    )


def test_a_report_says_all_that_the_scopes_open(report, reporter):
    plain = desk(Scope.TICKETS_READ).get(f"/tickets/{report.uid}")
    full = desk(Scope.TICKETS_READ, Scope.REPORTERS_READ).get(f"/tickets/{report.uid}")

    assert plain.json() == {
        "id": str(report.uid),
        "number": report.pk,
        "state": "new",
        "subject": "E-Mail geht nicht",
        "component": "mail",
        "school": {"code": "hafen", "number": "5001", "name": "Hafenschule"},
        "effect": "hindered",
        "spread": "one",
        "priority": 4,
        "reporter": None,
        "assignee": None,
        "incident": None,
        "duplicate_of": None,
        "started_at": None,
        "created_at": "2026-11-23T12:00:00Z",
        "changed_at": "2026-11-23T12:00:00Z",
        "first_answer_due_at": "2026-11-24T12:00:00Z",
        "due_at": "2026-11-28T12:00:00Z",
        "answered_at": None,
        "solved_at": None,
        "closed_at": None,
        "url": f"http://127.0.0.1:8000/support/tickets/{report.uid}/",
    }
    assert full.json()["reporter"] == {
        "id": str(reporter.person.uid),
        "name": "Iris Berg",
        "address": "i.b@hafen.hamburg.de",
        "phone": "040 123",
    }


def test_questions_to_schools_are_nobody_elses_business(school):
    question = QuestionFactory(school=school)
    other = desk_with_all()

    assert other.get(f"/tickets/{question.uid}").status_code == 404
    assert other.get("/tickets").json()["items"] == []
    assert other.get(f"/tickets/{question.uid}/messages").status_code == 404
    body = {"text": "Hallo"}
    assert other.post(f"/tickets/{question.uid}/messages", body).status_code == 404
    patched = other.patch(f"/tickets/{question.uid}", {"state": "solved"})
    assert patched.status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_the_same_queries_however_long(
    number, django_assert_num_queries, agent
):
    incident = IncidentFactory()
    for _ in range(number):
        FaultFactory(assignee=agent.person, incident=incident)
    other = desk(Scope.TICKETS_READ, Scope.REPORTERS_READ)

    # The token, the count of its requests, the reports, the addresses of reporters.
    with django_assert_num_queries(4):
        answer = other.get("/tickets")

    assert len(answer.json()["items"]) == number


def test_a_list_is_walked_part_by_part_to_the_end():
    made = [FaultFactory(changed_at=NOON + n // 2 * MINUTE) for n in range(5)]
    other = desk(Scope.TICKETS_READ)
    seen, answer = [], other.get("/tickets", limit=2, state="new")
    while True:
        seen += [one["number"] for one in answer.json()["items"]]
        if answer.json()["next"] is None:
            break
        link = answer["Link"].removeprefix("<").removesuffix('>; rel="next"')
        query = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
        assert query["cursor"] == answer.json()["next"]
        answer = other.get("/tickets", **query)

    assert seen == [one.pk for one in made]
    assert "Link" not in answer


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0", "bnVsbA", "WyIyMDI2LTAxLTAxIiwxXQ"])
def test_a_cursor_of_somebody_else_is_refused(cursor):
    answer = desk(Scope.TICKETS_READ).get("/tickets", cursor=cursor)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/query/cursor"


def test_lists_are_filtered(report, agent):
    taken = FaultFactory(
        assignee=agent.person,
        state=TicketState.WAITING,
        incident=IncidentFactory(),
        changed_at=NOON + MINUTE,
    )
    other = desk(Scope.TICKETS_READ)

    def numbers(**query):
        return [one["number"] for one in other.get("/tickets", **query).json()["items"]]

    both, first, second = [report.pk, taken.pk], [report.pk], [taken.pk]
    assert numbers() == both
    assert numbers(component="mail") == first
    assert numbers(school="hafen") == first
    assert numbers(state="new") == first
    assert numbers(state=["new", "waiting"]) == both
    assert numbers(is_assigned="true") == second
    assert numbers(is_assigned="false") == first
    assert numbers(incident=str(taken.incident.uid)) == second
    assert numbers(number=report.pk) == first
    assert numbers(changed_since=(NOON + MINUTE).isoformat()) == second
    unfit = [{"colour": "red"}, {"changed_since": "0.5"}, {"limit": 201}]
    unfit.append({"changed_since": "2026-01-01T12:00:00"})
    assert {other.get("/tickets", **query).status_code for query in unfit} == {422}


def test_another_system_reports_for_somebody(school, reporter, mail):
    other = desk(Scope.TICKETS_CREATE)

    answer = other.post("/tickets", new_report(phone="040 1"))

    ticket = Ticket.objects.get()
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/tickets/{ticket.uid}"
    assert answer.json()["priority"] == 1
    assert (ticket.reporter, ticket.school) == (reporter.person, school)
    assert Message.objects.get().author == reporter.person
    entry = LogEntry.objects.get(action="support.fault.reported")
    assert entry.actor == f"token {other.token.prefix}"
    assert [letter.to for letter in letters()] == ["i.b@hafen.hamburg.de"]


def test_a_report_that_is_sent_twice_is_made_once(reporter, mail):
    other = desk(Scope.TICKETS_CREATE)

    first = other.post("/tickets", new_report(), key="a")
    again = other.post("/tickets", new_report(), key="a")
    changed = other.post("/tickets", new_report(subject="Anders"), key="a")
    another = desk(Scope.TICKETS_CREATE).post("/tickets", new_report(), key="a")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert changed.status_code == 422
    assert another.json()["id"] != first.json()["id"]
    assert Ticket.objects.count() == 2


def test_a_report_without_a_key_is_refused(reporter, mail):
    other = desk(Scope.TICKETS_CREATE)
    answer = other.client.post(
        "/api/v1/tickets",
        new_report(),
        content_type="application/json",
        headers=other.headers(),
    )

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["errors"][0]["pointer"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_reports_with_the_same_key_at_the_same_time_are_one(reporter, mail):
    other = desk(Scope.TICKETS_CREATE)
    answers = []

    def send():
        try:
            answers.append(other.post("/tickets", new_report(), key="a").json()["id"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [str(Ticket.objects.get().uid)] * 4


def test_keys_are_forgotten_after_a_day(reporter, mail):
    desk(Scope.TICKETS_CREATE).post("/tickets", new_report())
    now = timezone.now()

    assert purge_accepted_requests(at=now) == 0
    assert purge_accepted_requests(at=now + dt.timedelta(days=1, minutes=1)) == 1
    assert not AcceptedRequest.objects.exists()


def refusal(answer):
    assert answer.status_code == 409
    assert not Ticket.objects.exists()
    return answer.json()["detail"]


def test_who_may_not_report_is_refused_as_who_is_unknown(reporter, mail):
    other = desk(Scope.TICKETS_CREATE)
    unknown = refusal(other.post("/tickets", new_report(reporter="x@y.de")))
    Appointment.objects.update(ends_at=timezone.now())

    withdrawn = refusal(other.post("/tickets", new_report()))

    assert unknown.replace("x@y.de", "i.b@hafen.hamburg.de") == withdrawn


def test_nobody_reports_for_another_school(reporter, mail):
    SchoolFactory(code="deich")
    other = desk(Scope.TICKETS_CREATE)

    assert "Iris Berg" in refusal(other.post("/tickets", new_report(school="deich")))


def test_who_reports_for_several_schools_names_one(reporter, mail):
    AppointmentFactory(
        person=reporter.person,
        school=SchoolFactory(code="deich"),
        role=AdminRole.IT_CONTACT,
    )
    other = desk(Scope.TICKETS_CREATE)
    refusal(other.post("/tickets", new_report()))

    answer = other.post("/tickets", new_report(school="deich"))

    assert answer.json()["school"]["code"] == "deich"


@pytest.mark.parametrize(
    "unfit", [{"component": "nothing"}, {"started_at": "2999-01-01T00:00:00Z"}]
)
def test_what_does_not_fit_is_refused(unfit, reporter, mail):
    refusal(desk(Scope.TICKETS_CREATE).post("/tickets", new_report(**unfit)))


def test_a_report_is_given_to_somebody_moved_and_linked(report, agent):
    other = desk_with_all()
    incident = IncidentFactory()
    (known,) = other.get("/agents").json()["items"]
    etag = other.get(f"/tickets/{report.uid}")["ETag"]
    change = {"assignee": known["id"], "incident": str(incident.uid)}

    answer = other.patch(f"/tickets/{report.uid}", change, etag)

    changed = answer.json()
    assert changed["assignee"] == {"id": str(agent.person.uid), "name": "Dora Desk"}
    assert (changed["incident"], changed["state"]) == (str(incident.uid), "in_progress")
    assert answer["ETag"] != etag
    waiting = other.patch(f"/tickets/{report.uid}", {"state": "waiting"})
    assert waiting.json()["state"] == "waiting"
    freed = other.patch(f"/tickets/{report.uid}", {"assignee": None})
    assert freed.json()["assignee"] is None
    solved = other.patch(f"/tickets/{report.uid}", {"state": "solved"})
    assert solved.json()["state"] == "solved"
    again = other.patch(f"/tickets/{report.uid}", {"state": "in_progress"})
    assert (again.json()["state"], again.json()["solved_at"]) == ("in_progress", None)
    assert [letter.subject for letter in letters()] != []


def test_nobody_overwrites_what_changed_meanwhile(report):
    other = desk_with_all()
    etag = other.get(f"/tickets/{report.uid}")["ETag"]
    other.patch(f"/tickets/{report.uid}", {"state": "waiting"}, etag)

    late = other.patch(f"/tickets/{report.uid}", {"state": "solved"}, etag)
    blind = other.patch(f"/tickets/{report.uid}", {"state": "solved"}, None)

    assert (late.status_code, blind.status_code) == (412, 428)
    report.refresh_from_db()
    assert report.state == TicketState.WAITING


def test_what_a_report_cannot_become_is_refused(report, reporter):
    other = desk_with_all()
    path = f"/tickets/{report.uid}"
    over = IncidentFactory(state="resolved", resolved_at=timezone.now())

    stranger = other.patch(path, {"assignee": str(reporter.person.uid)})
    old = other.patch(path, {"incident": str(over.uid)})
    closed = other.patch(path, {"state": "closed"})
    Ticket.objects.update(
        state=TicketState.CLOSED, solved_at=NOON, closed_at=NOON + MINUTE
    )
    reopened = other.patch(path, {"state": "in_progress"})

    codes = [one.status_code for one in (stranger, old, closed, reopened)]
    assert codes == [409, 409, 422, 409]


def test_a_conversation_is_read_with_notes_only_by_their_scope(report, agent):
    MessageFactory(
        ticket=report, author=agent.person, side=Side.DESK, text="?", is_internal=True
    )
    path = f"/tickets/{report.uid}/messages"

    plain = desk(Scope.TICKETS_READ).get(path).json()["items"]
    full = desk(Scope.TICKETS_READ, Scope.NOTES, Scope.REPORTERS_READ).get(path)

    assert [(one["text"], one["author"]) for one in plain] == [
        ("Seit heute früh.", None)
    ]
    said = [(one["text"], one["author"]) for one in full.json()["items"]]
    assert said == [("Seit heute früh.", "Iris Berg"), ("?", "Dora Desk")]


def test_an_answer_is_told_to_the_reporter_once(report):
    other = desk(Scope.MESSAGES_WRITE)
    path = f"/tickets/{report.uid}/messages"

    answers = [other.post(path, {"text": "Geht es?"}, key="a") for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    message = Message.objects.get(side=Side.DESK)
    assert (message.text, message.author) == ("Geht es?", None)
    report.refresh_from_db()
    assert report.state == TicketState.WAITING
    assert [letter.to for letter in letters()] == ["i.b@hafen.hamburg.de"]


def test_a_note_needs_its_scope_and_is_told_to_nobody(report):
    path = f"/tickets/{report.uid}/messages"
    note = {"text": "Kabel?", "is_internal": True}

    refused = desk(Scope.MESSAGES_WRITE).post(path, note)
    written = desk(Scope.MESSAGES_WRITE, Scope.NOTES).post(path, note)

    assert refused.status_code == 403
    assert written.json()["is_internal"] is True
    assert Message.objects.filter(is_internal=True).count() == 1
    assert letters() == []


def test_only_people_of_the_desk_are_listed(agent, reporter):
    admin_of(AdminRole.SCHOOL_ADMIN)

    items = desk(Scope.TICKETS_WRITE).get("/agents").json()["items"]

    assert items == [{"id": str(agent.person.uid), "name": "Dora Desk"}]
