"""Mail reaches a real mail server, and waits for one that is away."""

import datetime as dt
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from eduport.outbox.models import WaitingMail
from eduport.outbox.rules import FIRST_PAUSE, LONGEST_PAUSE, pause_after
from eduport.outbox.services import send_mail_later
from eduport.outbox.services.delivery import (
    CLAIM,
    FAILED_KEPT_FOR,
    deliver_mail,
    due_mail,
    forget_failed_mail,
    purge_failed_mail,
    revive_failed_mail,
)
from eduport.outbox.tasks import deliver_due_mail_task, deliver_mail_task
from tests.factories.outbox import WaitingMailFactory
from tests.factories.people import NOON
from tests.outbox.conftest import PASSWORD

pytestmark = pytest.mark.django_db
QUOTED = "p%40ss%2Fword%3A%20%23"


@pytest.fixture
def mail():
    send_mail_later("ada@home.example", "outbox/test.txt", {}, at=NOON)
    return WaitingMail.objects.get()


def state():
    mail = WaitingMail.objects.get()
    return (mail.tries, mail.fault, mail.next_try_at, mail.failed_at)


def test_a_mail_arrives_as_written_and_is_forgotten(mail_server, mail):
    with mail_server.listening():
        mail_server.use(f"smtp://{mail_server.address}")
        assert deliver_mail(mail.pk, at=NOON) is None

    (message,) = mail_server.received
    headers = {name: message[name] for name in ("From", "To", "Subject")}
    assert headers == {
        "From": "eduPort <eduport@portal.example>",
        "To": "ada@home.example",
        "Subject": "Test des Mailservers",
    }
    assert message["Message-ID"] == f"<{mail.uid}@portal.example>"
    assert parsedate_to_datetime(message["Date"]) == NOON
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "de"
    assert "eduPort kann an Personen schreiben" in message.get_content()
    assert WaitingMail.objects.count() == 0


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_tls_and_password_are_used(mail_server, mail, scheme):
    with mail_server.listening(scheme, password=PASSWORD, host="localhost"):
        mail_server.use(f"{scheme}://portal:{QUOTED}@{mail_server.address}")
        deliver_mail(mail.pk, at=NOON)

    assert len(mail_server.received) == 1


@pytest.mark.parametrize(
    ("listens", "speaks", "fault"),
    [
        ("smtp+starttls", "smtp+starttls://portal:wrong", "SMTPAuthenticationError"),
        # A password never goes over the line in the clear.
        ("smtp", f"smtp://portal:{QUOTED}", "SMTPNotSupportedError"),
        ("smtp", "smtps://portal:x", "SSLError"),
    ],
)
def test_what_is_not_safe_or_not_right_is_tried_again(
    mail_server, mail, listens, speaks, fault
):
    with mail_server.listening(listens, password=PASSWORD, host="localhost"):
        mail_server.use(f"{speaks}@{mail_server.address}")
        next_try_at = deliver_mail(mail.pk, at=NOON)

    assert mail_server.received == []
    assert next_try_at == NOON + FIRST_PAUSE
    assert state() == (1, fault, next_try_at, None)


def test_a_server_with_another_name_in_its_certificate_gets_nothing(mail_server, mail):
    with mail_server.listening("smtps"):
        mail_server.use(f"smtps://{mail_server.address}")
        deliver_mail(mail.pk, at=NOON)

    assert mail_server.received == []
    assert state()[1] == "SSLCertVerificationError"


def test_a_mail_waits_for_a_server_that_is_away(mail_server, mail):
    with mail_server.listening() as port:
        mail_server.use(f"smtp://{mail_server.address}")
    later = deliver_mail(mail.pk, at=NOON)
    assert state() == (1, "ConnectionRefusedError", later, None)
    assert deliver_mail(mail.pk, at=NOON) is None, "it is not due before"

    with mail_server.listening(port=port):
        deliver_mail(mail.pk, at=later)

    (message,) = mail_server.received
    assert message["Message-ID"] == f"<{mail.uid}@portal.example>"
    assert WaitingMail.objects.count() == 0


def test_a_refused_recipient_is_not_tried_again(mail_server, mail):
    mail_server.inbox.refusal = "550 5.1.1 No such person here"
    with mail_server.listening():
        mail_server.use(f"smtp://{mail_server.address}")
        assert deliver_mail(mail.pk, at=NOON) is None

    assert state()[1::2] == ("SMTPRecipientsRefused", NOON)


def test_a_full_mailbox_is_tried_again(mail_server, mail):
    mail_server.inbox.refusal = "452 4.2.2 Mailbox full"
    with mail_server.listening():
        mail_server.use(f"smtp://{mail_server.address}")
        assert deliver_mail(mail.pk, at=NOON) == NOON + FIRST_PAUSE

    assert state()[3] is None


def test_what_is_of_no_use_any_more_is_given_up(mail_server, mail):
    mail_server.use("smtp://127.0.0.1:9")
    almost = mail.expires_at - dt.timedelta(seconds=1)

    assert deliver_mail(mail.pk, at=almost) is None

    assert state()[3] == almost


def test_what_came_too_late_is_not_sent(mail_server, mail):
    with mail_server.listening():
        mail_server.use(f"smtp://{mail_server.address}")
        deliver_mail(mail.pk, at=mail.expires_at)

    assert mail_server.received == []
    assert state()[1::2] == ("expired", mail.expires_at)


def test_of_several_workers_one_has_a_mail(folder, mail):
    WaitingMail.objects.filter(pk=mail.pk).update(next_try_at=NOON + CLAIM)

    deliver_mail(mail.pk, at=NOON)

    assert WaitingMail.objects.count() == 1
    assert due_mail(at=NOON) == []
    assert due_mail(at=NOON + CLAIM) == [mail.pk]


def test_a_mail_that_cannot_be_read_is_given_up(folder):
    mail = WaitingMailFactory()

    assert deliver_mail(mail.pk, at=NOON) is None

    assert state()[1::2] == ("InvalidToken", NOON)


def test_the_task_comes_again(mail_server):
    # The task asks the real clock, and mail expires.
    send_mail_later("ada@home.example", "outbox/test.txt", {}, at=timezone.now())
    mail = WaitingMail.objects.get()
    mail_server.use("smtp://127.0.0.1:9")

    deliver_mail_task.func(mail.pk)

    again = DBTaskResult.objects.get()
    assert again.args_kwargs["kwargs"] == {"mail_id": mail.pk}
    assert again.run_after > timezone.now()


def test_the_hour_finds_what_was_left_lying(mail):
    deliver_due_mail_task.func()

    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {"mail_id": mail.pk}


def test_what_failed_is_revived_while_it_is_of_use():
    useful = WaitingMailFactory(failed_at=NOON, tries=9)
    WaitingMailFactory(failed_at=NOON, expires_at=NOON + dt.timedelta(hours=1))
    later = NOON + dt.timedelta(hours=2)

    assert revive_failed_mail(at=later) == 1

    assert due_mail(at=later) == [useful.pk]


def test_what_failed_is_forgotten_after_two_weeks_or_at_once():
    WaitingMailFactory(failed_at=NOON)
    waiting = WaitingMailFactory()

    purge_failed_mail(at=NOON + FAILED_KEPT_FOR)
    assert WaitingMail.objects.count() == 2
    purge_failed_mail(at=NOON + FAILED_KEPT_FOR + dt.timedelta(seconds=1))
    assert WaitingMail.objects.get() == waiting
    WaitingMailFactory(failed_at=NOON)

    assert forget_failed_mail() == 1
    assert WaitingMail.objects.get() == waiting


def test_pauses_grow_to_an_hour():
    assert [pause_after(n) for n in (1, 2)] == [FIRST_PAUSE, 2 * FIRST_PAUSE]
    assert pause_after(8) == pause_after(500) == LONGEST_PAUSE
