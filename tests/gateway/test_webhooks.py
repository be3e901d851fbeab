"""Webhooks: to a real receiver that checks them with somebody else's code."""

import datetime as dt
import json
import socket

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from eduport.audit.models import LogEntry
from eduport.gateway.clients.outgoing import Reach, UnreachableError, post
from eduport.gateway.errors import NoEventError, UnsafeAddressError
from eduport.gateway.models import Delivery, Ending, Event, EventKind, WebhookEndpoint
from eduport.gateway.rules.webhooks import PAUSES, headers_for, pause_after
from eduport.gateway.services.delivering import (
    deliver_due,
    endpoints_with_due,
    purge_events,
    send_again,
)
from eduport.gateway.services.webhooks import (
    EndpointDraft,
    add_endpoint,
    change_endpoint,
    disable_endpoint,
    enable_endpoint,
    renew_secret,
    secrets_of,
)
from eduport.gateway.tasks import resume_webhooks
from eduport.people.models import AdminRole
from eduport.status.models import IncidentState
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
    update_incident,
)
from eduport.support.models import Side
from eduport.support.services.tickets import note_internally, reply_to_ticket
from tests.factories.gateway import (
    SECRET,
    SYSTEM,
    DeliveryFactory,
    EndpointFactory,
    desk,
)
from tests.factories.outbox import letters
from tests.factories.people import NOON, AddressFactory
from tests.factories.support import FaultFactory, QuestionFactory
from tests.gateway.conftest import admin_of
from tests.gateway.receiver import listening

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
AT = dt.datetime.now(dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def receiver():
    with listening() as found:
        yield found


@pytest.fixture
def endpoint(receiver):
    return EndpointFactory(url=receiver.url)


def waiting(endpoint, at=AT, **values):
    return DeliveryFactory(
        endpoint=endpoint, next_try_at=at, event__created_at=at, **values
    )


def test_what_is_told_is_genuine_for_the_library_of_the_standard(receiver, endpoint):
    # The library takes nothing that is older than five minutes.
    now = timezone.now()
    delivery = waiting(endpoint, now)

    assert deliver_due(endpoint.pk, at=now) is False

    delivery.refresh_from_db()
    assert receiver.came == [(str(delivery.event.uid), json.loads(delivery.event.body))]
    assert (delivery.delivered_at, delivery.status, delivery.tries) == (now, 204, 1)


def test_the_signature_is_that_of_the_specification():
    # The example of the specification, “Signature scheme”.
    headers = headers_for(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        '{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-signature"] == expected


def test_while_a_secret_is_renewed_the_old_one_and_the_new_one_are_good(
    receiver, endpoint
):
    now = timezone.now()
    new = renew_secret(endpoint, by=SYSTEM, at=now)

    for secret in (SECRET, new.text):
        receiver.secret = secret
        waiting(endpoint, now)
        deliver_due(endpoint.pk, at=now)

    assert [said is not None for _uid, said in receiver.came] == [True, True]
    endpoint.refresh_from_db()
    assert secrets_of(endpoint, now + DAY) == [new.text]
    assert SECRET not in endpoint.old_secret


def test_what_is_not_taken_is_told_again_later_under_the_same_id(receiver, endpoint):
    delivery = waiting(endpoint)
    receiver.answers = [500, None, 302, 200]
    at, tries = AT, []
    for _ in range(4):
        deliver_due(endpoint.pk, at=at)
        delivery.refresh_from_db()
        tries.append((delivery.status, delivery.fault))
        at = delivery.next_try_at

    assert tries == [
        (500, ""),
        (None, "RemoteDisconnected"),
        (302, ""),
        (200, ""),
    ]
    assert {uid for uid, _said in receiver.came} == {str(delivery.event.uid)}
    assert at > AT
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_it_waits_as_long_as_the_receiver_asks(receiver, endpoint):
    delivery = waiting(endpoint)
    receiver.answers, receiver.headers = [503], {"Retry-After": "7200"}

    deliver_due(endpoint.pk, at=AT)

    delivery.refresh_from_db()
    assert delivery.next_try_at == AT + 2 * HOUR


def test_pauses_grow_to_three_days_and_are_spread():
    whole = sum((pause_after(n, chance=0.5) for n in range(1, 10)), dt.timedelta())

    assert whole == sum(PAUSES, dt.timedelta())
    assert 3 * DAY < whole < 4 * DAY
    assert pause_after(2, chance=0) < PAUSES[1] < pause_after(2, chance=1)
    assert pause_after(10, chance=0.5) is None


def test_a_worker_that_was_killed_loses_nothing(receiver, endpoint):
    delivery = waiting(endpoint)
    # As a worker leaves it that was killed after its claim, before or after the answer.
    Delivery.objects.update(tries=1, next_try_at=AT + dt.timedelta(minutes=2))

    deliver_due(endpoint.pk, at=AT)
    assert receiver.came == []
    deliver_due(endpoint.pk, at=AT + dt.timedelta(minutes=2))

    assert [uid for uid, _said in receiver.came] == [str(delivery.event.uid)]


def test_a_round_tells_ten_and_says_that_there_are_more(receiver, endpoint):
    made = [waiting(endpoint) for _ in range(12)]

    assert deliver_due(endpoint.pk, at=AT) is True
    assert deliver_due(endpoint.pk, at=AT) is False

    assert [uid for uid, _said in receiver.came] == [str(one.event.uid) for one in made]


def test_one_that_does_not_answer_costs_one_try_a_round(endpoint):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
    WebhookEndpoint.objects.update(url=f"http://127.0.0.1:{port}/")
    for _ in range(3):
        waiting(endpoint)

    assert deliver_due(endpoint.pk, at=AT) is False

    tries = Delivery.objects.order_by("pk").values_list("tries", "fault")
    assert list(tries) == [(1, "ConnectionRefusedError"), (0, ""), (0, "")]


def give_up(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(tries=len(PAUSES))
    deliver_due(delivery.endpoint_id, at=AT)
    delivery.refresh_from_db()
    delivery.endpoint.refresh_from_db()
    return delivery.endpoint


def test_who_takes_nothing_for_days_is_told_no_more_and_the_team_hears_of_it(
    receiver, endpoint
):
    team = admin_of(AdminRole.CENTRAL_TEAM, name="Carla")
    AddressFactory(person=team.person)
    delivery = waiting(endpoint)
    receiver.answers = [500]

    stopped = give_up(delivery)

    assert delivery.given_up_at == AT
    assert (stopped.disabled_at, stopped.disabled_because) == (AT, Ending.FAILING)
    (letter,) = letters()
    assert endpoint.name in letter.subject
    assert f"/gateway/webhooks/{endpoint.uid}/" in letter.text
    assert LogEntry.objects.get().action == "gateway.webhook.disabled"


def test_who_took_something_meanwhile_goes_on(receiver, endpoint):
    delivery = waiting(endpoint)
    waiting(endpoint, delivered_at=AT + HOUR)
    receiver.answers = [500]

    assert give_up(delivery).is_active


def test_who_is_gone_for_good_is_told_no_more(receiver, endpoint):
    waiting(endpoint)
    second = waiting(endpoint)
    receiver.answers = [410]

    deliver_due(endpoint.pk, at=AT)

    endpoint.refresh_from_db()
    assert endpoint.disabled_because == Ending.GONE
    second.refresh_from_db()
    assert second.tries == 0
    assert endpoints_with_due(at=AT) == []
    enable_endpoint(endpoint, by=SYSTEM, at=AT)
    assert endpoints_with_due(at=AT + HOUR) == [endpoint.pk]


def test_what_was_told_can_be_told_again_under_the_same_id(receiver, endpoint):
    delivery = waiting(endpoint)
    deliver_due(endpoint.pk, at=AT)

    send_again(delivery, by=SYSTEM, at=AT + HOUR)
    deliver_due(endpoint.pk, at=AT + HOUR)

    uid = str(delivery.event.uid)
    assert [one for one, _said in receiver.came] == [uid, uid]


def test_a_report_is_told_without_names_and_words_of_people(
    endpoint, school, reporter, mail, django_capture_on_commit_callbacks
):
    other = desk("tickets:create", "tickets:write", "messages:write", "notes")
    body = {
        "reporter": "i.b@hafen.hamburg.de",
        "component": "mail",
        "effect": "stopped",
        "spread": "school",
        "subject": "Geheim",
        "text": "Streng geheim",
        "phone": "040 123",
    }
    with django_capture_on_commit_callbacks():
        made = other.post("/tickets", body).json()
        note = {"text": "auch geheim", "is_internal": True}
        other.post(f"/tickets/{made['id']}/messages", note)
        other.patch(f"/tickets/{made['id']}", {"state": "solved"})

    events = Event.objects.order_by("pk")
    told = [json.loads(event.body) for event in events]
    kinds = ["ticket.created", "ticket.message.created", "ticket.updated"]
    assert [one["type"] for one in told] == kinds
    assert told[0]["data"] == {
        "id": made["id"],
        "number": made["number"],
        "state": "new",
        "priority": 1,
        "component": "mail",
        "school": "hafen",
        "incident": None,
        "changed_at": told[0]["data"]["changed_at"],
        "url": f"http://127.0.0.1:8000/api/v1/tickets/{made['id']}",
    }
    assert told[1]["data"]["message"]["is_internal"] is True
    whole = "".join(event.body for event in events)
    secret = ["Geheim", "geheim", "Iris", "i.b@", "040"]
    assert [word for word in secret if word in whole] == []


def test_incidents_are_told(endpoint, mail):
    draft = IncidentDraft("Aus", "", "outage", Said("Wir suchen."), Scope([mail]), AT)
    incident = open_incident(draft, by=SYSTEM, at=AT)
    for state in (IncidentState.MONITORING, IncidentState.RESOLVED):
        update_incident(incident.pk, state, Said("Gut."), by=SYSTEM, at=AT)

    kinds = ["incident.opened", "incident.updated", "incident.resolved"]
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == kinds
    data = json.loads(Event.objects.first().body)["data"]
    assert (data["id"], data["components"]) == (str(incident.uid), ["mail"])


def test_only_who_wants_it_is_told_and_questions_are_told_to_nobody():
    wanting = EndpointFactory(kinds=[EventKind.MESSAGE_CREATED])
    EndpointFactory(kinds=[EventKind.TICKET_CLOSED])
    EndpointFactory(disabled_at=NOON, disabled_because=Ending.BY_HAND)

    for ticket in (FaultFactory(), QuestionFactory()):
        note_internally(ticket.pk, "?", side=Side.DESK, by=SYSTEM, at=AT)

    assert [one.endpoint for one in Delivery.objects.all()] == [wanting]


def test_what_was_taken_back_was_never_told(endpoint):
    ticket = FaultFactory()
    with transaction.atomic():
        reply_to_ticket(ticket.pk, "Ja", side=Side.DESK, by=SYSTEM, at=AT)
        assert Event.objects.count() == 1
        transaction.set_rollback(True)

    assert not Event.objects.exists()


def test_a_task_is_queued_once_however_much_waits(
    endpoint, django_capture_on_commit_callbacks
):
    ticket = FaultFactory()
    with django_capture_on_commit_callbacks(execute=True):
        for text in ("Eins", "Zwei"):
            reply_to_ticket(ticket.pk, text, side=Side.DESK, by=SYSTEM, at=NOON)

    resume_webhooks()

    tasks = DBTaskResult.objects.filter(queue_name="webhooks")
    assert tasks.get().args_kwargs["kwargs"] == {"endpoint_id": endpoint.pk}


def test_events_are_forgotten_with_their_deliveries(endpoint, settings):
    waiting(endpoint)
    days = settings.EDUPORT.webhook_days

    assert purge_events(at=AT + days * DAY) == 0
    assert purge_events(at=AT + days * DAY + HOUR) == 1
    assert not Delivery.objects.exists()


def draft(url="https://desk.example/hook", kinds=(EventKind.TICKET_CREATED,)):
    return EndpointDraft("Desk", url, kinds)


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/",
        "ftp://desk.example/",
        "https://user:pw@desk.example/",
        "https://desk.example/#x",
        "https:///x",
        "https://desk.example:0/",
        "https://desk.example:99999/",
        "https://desk.example/a b",
        "desk.example",
    ],
)
def test_addresses_that_are_not_safe_are_refused(url):
    with pytest.raises(UnsafeAddressError):
        add_endpoint(draft(url), by=SYSTEM, at=AT)


def test_an_endpoint_is_added_changed_stopped_and_goes_on():
    with pytest.raises(NoEventError):
        add_endpoint(draft(kinds=()), by=SYSTEM, at=AT)

    new = add_endpoint(draft(), by=SYSTEM, at=AT)
    endpoint = new.endpoint
    assert secrets_of(endpoint, AT) == [new.text]
    assert new.text not in endpoint.secret
    change_endpoint(endpoint, draft("https://other.example/"), by=SYSTEM, at=AT)
    for _ in range(2):
        disable_endpoint(endpoint, by=SYSTEM, at=AT)
    for _ in range(2):
        enable_endpoint(endpoint, by=SYSTEM, at=AT)
    renew_secret(endpoint, by=SYSTEM, at=AT)

    done = ["added", "changed", "disabled", "enabled", "secret_renewed"]
    actions = LogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [f"gateway.webhook.{one}" for one in done]
    assert letters() == []


def test_plain_http_to_this_machine_is_for_development_only(receiver, settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"development": False})

    with pytest.raises(UnsafeAddressError):
        add_endpoint(draft(receiver.url), by=SYSTEM, at=AT)
    with pytest.raises(UnreachableError):
        post(receiver.url, "{}", {}, reach=Reach())

    assert receiver.came == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",  # noqa: S104 -- an address to be refused
        "224.0.0.1",
        "2130706433",
    ],
)
def test_no_webhook_leads_into_the_house(host):
    with pytest.raises(UnreachableError, match=r"not allowed|not found"):
        post(f"https://{host}/", "{}", {}, reach=Reach())


def test_a_private_network_can_be_allowed():
    with socket.create_server(("127.0.0.1", 0)) as plain:
        url = f"https://127.0.0.1:{plain.getsockname()[1]}/"
        plain.settimeout(0.01)
        plain.close()

        with pytest.raises(UnreachableError, match="ConnectionRefusedError"):
            post(url, "{}", {}, reach=Reach(["127.0.0.0/8"]))
