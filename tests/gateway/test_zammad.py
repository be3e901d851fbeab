"""The connector against a server that keeps to Zammad's published contract."""

import datetime as dt
import hmac
import json

import pytest
from django_tasks_db.models import DBTaskResult
from pydantic import SecretStr

from eduport.core.actor import Actor
from eduport.gateway.models import ZammadArticle, ZammadTicket
from eduport.gateway.rules.zammad import state_here, state_to_push
from eduport.gateway.services.personal_data import erase
from eduport.gateway.services.zammad import due_links, pull, push
from eduport.gateway.tasks import (
    look_at_zammad_task,
    pull_from_zammad_task,
    push_to_zammad_task,
    resume_zammad,
)
from eduport.people.models import AdminRole
from eduport.support.models import Effect, Message, Side, Spread, Ticket, TicketState
from eduport.support.services.faults import FaultDraft, report_fault
from eduport.support.services.personal_data import erase as erase_support
from eduport.support.services.tickets import (
    note_internally,
    reopen_ticket,
    reply_to_ticket,
    solve_ticket,
)
from tests.factories.accounts import sign_in
from tests.factories.people import NOON
from tests.factories.support import AttachmentFactory
from tests.gateway.conftest import admin_of
from tests.gateway.zammad_server import running

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
BY = Actor.system("test")
HOUR = dt.timedelta(hours=1)
SIGNATURE = "signature token"
HOOK = "/api/zammad/webhook"


@pytest.fixture
def zammad(settings):
    with running() as server:
        settings.EDUPORT = settings.EDUPORT.model_copy(
            update={
                "zammad_url": server.url,
                "zammad_token": SecretStr(server.token),
                "zammad_group": "eduPort",
                "zammad_webhook_secret": SecretStr(SIGNATURE),
            }
        )
        yield server


@pytest.fixture
def ticket(zammad, reporter, school, mail):
    draft = FaultDraft(
        component=mail,
        effect=Effect.STOPPED,
        spread=Spread.SCHOOL,
        subject="E-Mail geht nicht",
        text="Seit heute früh.",
        school=school,
    )
    return report_fault(draft, reporter_id=reporter.person_id, by=BY, at=NOON)


def bring_up_to_date(at=NOON):
    for key in due_links(at=at):
        push(key, at=at)


@pytest.fixture
def there(ticket, zammad):
    """The report, when it has arrived."""
    bring_up_to_date()
    return ZammadTicket.objects.get()


def last_message(ticket):
    message = Message.objects.filter(ticket=ticket).last()
    return message.side, message.text, message.is_internal


def test_a_new_report_becomes_a_ticket_of_its_reporter(ticket, zammad):
    bring_up_to_date()

    link = ZammadTicket.objects.get()
    made = zammad.tickets[link.zammad_id]
    assert made["title"] == f"[eduPort #{ticket.pk}] E-Mail geht nicht"
    assert (made["group"], made["customer"]) == ("eduPort", "i.b@hafen.hamburg.de")
    assert zammad.said(link.zammad_id) == [("Customer", "Seit heute früh.")]
    assert link.zammad_number == made["number"]
    assert due_links(at=NOON + HOUR) == []


def test_bringing_up_to_date_again_sends_nothing_twice(there, zammad):
    ZammadTicket.objects.update(push_at=NOON)

    bring_up_to_date()

    assert len(zammad.tickets) == len(zammad.articles) == 1


def test_what_is_said_and_done_here_is_said_and_done_there(there, ticket, zammad):
    reply_to_ticket(ticket.pk, "Immer noch.", side=Side.REPORTER, by=BY, at=NOON)
    note_internally(ticket.pk, "Kabel?", side=Side.DESK, by=BY, at=NOON)
    solve_ticket(ticket.pk, side=Side.REPORTER, by=BY, at=NOON)
    bring_up_to_date()

    assert zammad.said(there.zammad_id) == [
        ("Customer", "Seit heute früh."),
        ("Customer", "Immer noch."),
    ]
    assert zammad.tickets[there.zammad_id]["state"] == "closed"
    reopen_ticket(ticket.pk, side=Side.REPORTER, by=BY, at=NOON + HOUR)
    bring_up_to_date(NOON + HOUR)
    assert zammad.tickets[there.zammad_id]["state"] == "open"


def test_an_answer_there_becomes_a_message_here_once_and_does_not_go_back(
    there, ticket, zammad
):
    zammad.say(there.zammad_id, "<p>Bitte neu starten.</p><script>x()</script>")

    pull(there.pk, at=NOON)
    pull(there.pk, at=NOON + HOUR)
    bring_up_to_date(NOON + HOUR)

    assert last_message(ticket) == ("desk", "Bitte neu starten.", False)
    assert Message.objects.count() == 2
    assert len(zammad.articles) == 2
    ticket.refresh_from_db()
    assert ticket.state == TicketState.WAITING


def test_internal_notes_and_words_of_systems_stay_there(there, ticket, zammad):
    zammad.say(there.zammad_id, "Nur für uns", internal=True)
    zammad.say(there.zammad_id, "Automatisch", sender="System")
    zammad.say(there.zammad_id, "Geht wieder", sender="Customer", type="email")

    pull(there.pk, at=NOON)

    assert Message.objects.filter(text__contains="uns").count() == 0
    assert last_message(ticket) == ("reporter", "Geht wieder", False)
    assert ZammadArticle.objects.count() == 4


@pytest.mark.parametrize(
    ("there_now", "here_then"),
    [
        ("closed", TicketState.SOLVED),
        ("merged", TicketState.SOLVED),
        ("pending reminder", TicketState.WAITING),
        ("open", TicketState.IN_PROGRESS),
    ],
)
def test_the_state_there_is_the_state_here(there_now, here_then, there, ticket, zammad):
    zammad.tickets[there.zammad_id]["state"] = there_now

    pull(there.pk, at=NOON)
    bring_up_to_date(NOON + HOUR)

    ticket.refresh_from_db()
    assert ticket.state == here_then
    assert "PUT tickets/20" not in zammad.asked


def test_an_answer_lets_it_wait_although_it_is_open_there(there, ticket, zammad):
    zammad.say(there.zammad_id, "Geht es?")
    zammad.tickets[there.zammad_id]["state"] = "open"

    pull(there.pk, at=NOON)

    ticket.refresh_from_db()
    assert ticket.state == TicketState.WAITING


def test_what_is_said_there_about_a_closed_report_is_kept_as_a_note(
    there, ticket, zammad
):
    solve_ticket(ticket.pk, side=Side.REPORTER, by=BY, at=NOON)
    Ticket.objects.update(state=TicketState.CLOSED, closed_at=NOON)
    zammad.say(there.zammad_id, "Doch noch etwas")

    pull(there.pk, at=NOON)

    assert last_message(ticket) == ("desk", "Doch noch etwas", True)


@pytest.mark.parametrize("said", [0, 1])
def test_what_was_done_without_an_answer_is_found_and_not_done_twice(
    said, ticket, zammad
):
    if said:
        bring_up_to_date()
        reply_to_ticket(ticket.pk, "Hallo?", side=Side.REPORTER, by=BY, at=NOON)
    zammad.lost_answers = 1

    bring_up_to_date()
    broken = ZammadTicket.objects.get()
    bring_up_to_date(NOON + HOUR)

    assert broken.fault
    assert broken.push_at > NOON
    assert len(zammad.tickets) == 1
    assert len(zammad.articles) == 1 + said
    link = ZammadTicket.objects.get()
    assert (link.push_at, link.fault, link.tries) == (None, "", 0)
    assert ZammadArticle.objects.count() == 1 + said


def test_while_zammad_is_away_everything_waits(ticket, zammad):
    zammad.is_down = True

    bring_up_to_date()

    link = ZammadTicket.objects.get()
    assert (link.fault, link.zammad_id) == ("answers 502", None)
    zammad.is_down = False
    bring_up_to_date(NOON + HOUR)
    assert len(zammad.tickets) == 1


def test_who_was_killed_in_the_middle_is_followed_by_somebody_else(ticket, zammad):
    # As a worker leaves it that was killed after its claim.
    ZammadTicket.objects.update(push_at=NOON + dt.timedelta(minutes=10), tries=1)

    bring_up_to_date()
    assert zammad.tickets == {}
    bring_up_to_date(NOON + HOUR)

    assert len(zammad.tickets) == 1


def test_what_changes_while_it_is_sent_is_sent_afterwards(ticket, zammad):
    link = ZammadTicket.objects.get()
    reply_to_ticket(ticket.pk, "Noch etwas", side=Side.REPORTER, by=BY, at=NOON)
    later = NOON + dt.timedelta(minutes=1)
    ZammadTicket.objects.update(push_at=later)

    push(link.pk, at=NOON)
    assert zammad.tickets == {}
    push(link.pk, at=later)

    assert len(zammad.articles) == 2


def signed(body, secret=SIGNATURE):
    digest = hmac.new(secret.encode(), body, "sha1").hexdigest()
    return {"X-Hub-Signature": f"sha1={digest}", "X-Zammad-Delivery": "1"}


def hook(client, zammad_id, **options):
    body = json.dumps({"ticket": {"id": zammad_id}, "article": {"id": 1}}).encode()
    headers = options.get("headers", signed(body))
    return client.post(HOOK, body, content_type="application/json", headers=headers)


def queued(task):
    """With what a task waits."""
    tasks = DBTaskResult.objects.filter(task_path=task.module_path).order_by("pk")
    return [one.args_kwargs["kwargs"] for one in tasks]


def test_a_trigger_there_lets_us_look(
    there, ticket, zammad, client, django_capture_on_commit_callbacks
):
    zammad.say(there.zammad_id, "Bitte neu starten.")

    with django_capture_on_commit_callbacks(execute=True):
        answers = [hook(client, there.zammad_id), hook(client, 4711)]

    assert [one.status_code for one in answers] == [202, 202]
    (look,) = queued(pull_from_zammad_task)
    pull_from_zammad_task.func(**look)
    assert last_message(ticket)[1] == "Bitte neu starten."
    zammad.is_down = True
    pull_from_zammad_task.func(**look)


def test_what_changes_is_brought_up_to_date_at_once_or_at_the_next_beat(
    there, ticket, zammad, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reply_to_ticket(ticket.pk, "Hallo?", side=Side.REPORTER, by=BY, at=NOON)
    assert queued(push_to_zammad_task) == [{"link_id": there.pk}]
    DBTaskResult.objects.all().delete()

    for _ in range(2):
        resume_zammad()

    (again,) = queued(push_to_zammad_task)
    push_to_zammad_task.func(**again)
    assert len(zammad.articles) == 2


def test_of_files_it_is_said_that_they_are_here(ticket, zammad):
    AttachmentFactory(message=Message.objects.get())

    bring_up_to_date()

    (said,) = zammad.said(20)
    page = f"http://127.0.0.1:8000/support/tickets/{ticket.uid}/"
    assert said[1] == f"Seit heute früh.\n\n[1: {page}]"


def test_the_page_says_what_waits_and_why(ticket, zammad, client):
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM))
    zammad.is_down = True
    bring_up_to_date()

    shown = client.get("/gateway/webhooks/").content.decode()

    assert zammad.url in shown
    assert "answers 502" in shown


def test_a_trigger_that_zammad_did_not_sign_is_refused(there, zammad, client):
    zammad.say(there.zammad_id, "Böse")
    body = b"{}"

    answers = [
        hook(client, there.zammad_id, headers=headers).status_code
        for headers in ({}, signed(body), {"X-Hub-Signature": "sha1="})
    ]
    wrong = hook(client, there.zammad_id, headers=signed(body, "other"))

    assert [*answers, wrong.status_code] == [401, 401, 401, 401]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"ticket": 1}', b"x", b"\xff"])
def test_a_trigger_that_makes_no_sense_does_nothing(body, zammad, client):
    answer = client.post(
        HOOK, body, content_type="application/json", headers=signed(body)
    )

    assert answer.status_code == 400


def test_without_a_secret_nobody_can_trigger_anything(client, zammad, settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(
        update={"zammad_webhook_secret": None}
    )

    assert hook(client, 1).status_code == 404


def test_every_hour_open_reports_are_looked_at(there, ticket, zammad):
    zammad.say(there.zammad_id, "Ohne Trigger")

    look_at_zammad_task.func()

    assert last_message(ticket)[1] == "Ohne Trigger"
    zammad.is_down = True
    look_at_zammad_task.func()


def test_erasing_a_person_forgets_the_numbers(there, reporter):
    people = [reporter.person_id]

    assert erase(people, at=NOON)["gateway.ZammadTicket"] == 1
    erase_support(people, at=NOON)
    assert not ZammadArticle.objects.exists()


def test_without_the_connector_nothing_is_noted(reporter, school, mail):
    draft = FaultDraft(
        component=mail,
        effect=Effect.MINOR,
        spread=Spread.ONE,
        subject="x",
        text="y",
        school=school,
    )
    report_fault(draft, reporter_id=reporter.person_id, by=BY, at=NOON)

    assert not ZammadTicket.objects.exists()


@pytest.mark.parametrize(
    ("state", "known", "told"),
    [
        ("new", "new", ""),
        ("waiting", "open", ""),
        ("in_progress", "pending reminder", ""),
        ("solved", "open", "closed"),
        ("closed", "merged", ""),
        ("in_progress", "closed", "open"),
    ],
)
def test_only_the_end_and_taking_up_again_are_told(state, known, told):
    assert state_to_push(state, known) == told


def test_states_that_an_operator_made_count_as_open():
    assert state_here("wartet auf Ersatzteil") == "in_progress"
