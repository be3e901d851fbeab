"""The listener as a process of its own, and real programs that hand it mail."""

import os
import smtplib
import socket
import threading
import time
from pathlib import Path

import pytest
from django.utils import timezone

from eduport.support.models import IncomingMail, Message, TicketState
from eduport.support.queries.reply_addresses import reply_address
from eduport.support.tasks import read_mail_task, resume_mail
from tests.factories.support import FaultFactory
from tests.status.servers import free_port
from tests.support.mail_programs import (
    PATIENCE,
    POSTFIX,
    listening,
    postfix,
    reading,
    swaks,
    wait_until,
)
from tests.support.mails import ANSWER, answer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TINA = "tina.b@hafen.hamburg.de"
MB = 1024 * 1024


@pytest.fixture
def fault(cast, mail_domain, socket_enabled):
    return FaultFactory(reporter=cast.teacher.person, school=cast.school)


@pytest.fixture
def address(fault):
    return reply_address(fault, fault.reporter_id, at=timezone.now())


def read_all():
    for key in IncomingMail.objects.order_by("pk").values_list("pk", flat=True):
        read_mail_task.func(mail_id=key)


def texts(ticket):
    said = Message.objects.filter(ticket=ticket).order_by("pk")
    return [one.text for one in said][1:]


def test_an_answer_that_swaks_sends_lands_in_the_ticket(fault, address):
    with listening() as listener:
        code, talk = swaks(
            listener.port, address, TINA, "--body", ANSWER, "--h-From", TINA
        )

    assert (code, "250 2.0.0 OK" in talk) == (0, True)
    read_all()
    assert texts(fault) == [ANSWER]


def test_the_same_over_smtp(fault, address):
    with listening(mail_intake_protocol="smtp") as listener:
        code, _talk = swaks(
            listener.port, address, TINA, "--body", ANSWER, protocol="SMTP"
        )

    assert code == 0
    read_all()
    assert texts(fault) == [ANSWER]


def test_a_wrong_address_is_refused_in_german_and_english(fault, address):
    with listening() as listener:
        code, talk = swaks(listener.port, "ticket+1.2.abc@tickets.example", TINA)

    assert code != 0
    assert (
        "550 5.1.1 Diese Adresse gibt es nicht oder nicht mehr. Bitte antworten Sie im "
        "Portal. / This address does not exist, or not any more. Please answer in the "
        "portal." in talk
    )
    assert IncomingMail.objects.count() == 0


def test_a_closed_ticket_refuses_answers(fault, address):
    fault.state, fault.solved_at = TicketState.CLOSED, timezone.now()
    fault.closed_at = timezone.now()
    fault.save()

    with listening() as listener:
        _code, talk = swaks(listener.port, address, TINA)

    assert "550 5.7.1 Dieses Gespraech ist geschlossen." in talk


def test_each_recipient_gets_an_answer(fault, address, cast):
    other = FaultFactory(reporter=cast.teacher.person, school=cast.school)
    second = reply_address(other, other.reporter_id, at=timezone.now())
    mail = answer(address, TINA).as_bytes()

    with listening() as listener, listener.client() as client:
        client.ehlo()
        client.mail(TINA)
        asked = [client.rcpt(to)[0] for to in (address, "x@y.example", second)]
        # Python's client reads but the first answer to the mail itself.
        said = [client.data(mail)[0], client.getreply()[0]]

    assert (asked, said) == ([250, 550, 250], [250, 250])
    assert IncomingMail.objects.count() == 2


def test_a_mail_of_25_mb_is_taken_and_a_larger_one_refused(fault, address):
    line = b"x" * 1022 + b"\r\n"
    head = b"From: " + TINA.encode() + b"\r\nSubject: gross\r\n\r\n"
    fits = head + line * (25 * 1024 - 1)

    with listening() as listener:
        with listener.client() as client:
            client.ehlo()
            assert client.esmtp_features["size"] == str(25 * MB)
            # Larger than announced: refused before it is sent.
            code, _said = client.mail(TINA, [f"size={25 * MB + 1}"])
            assert code == 552
            client.rset()
            client.sendmail(TINA, [address], fits)
            # It says nothing before and sends more.
            client.mail(TINA)
            client.rcpt(address)
            code, said = client.data(fits + line * 30 * 1024)
            assert (code, said[:5]) == (552, b"5.3.4")
            # The conversation goes on.
            client.sendmail(TINA, [address], answer(address, TINA).as_bytes())
        memory = listener.memory()

    assert sorted(IncomingMail.objects.values_list("size", flat=True))[1] == len(fits)
    assert memory < 300


def test_a_line_without_end_needs_no_memory(fault, address):
    with listening() as listener, listener.client() as client:
        client.ehlo()
        client.mail(TINA)
        client.rcpt(address)
        client.putcmd("data")
        client.getreply()
        before = listener.memory()
        for _ in range(100):
            client.sock.sendall(b"x" * MB)
        client.sock.sendall(b"\r\n.\r\n")
        assert client.getreply()[0] == 552
        assert listener.memory() - before < 100


def test_long_lines_and_dots_arrive_as_they_were_sent(fault, address):
    lines = ["." * 70_000, ".", "..a", "", "ende" + "x" * 200_000]
    mail = answer(address, TINA).as_bytes() + "\r\n".join(lines).encode() + b"\r\n"

    with listening() as listener, listener.client() as client:
        client.sendmail(TINA, [address], mail)

    assert bytes(IncomingMail.objects.get().content) == mail


def test_one_connection_too_many_is_told_so(fault):
    with (
        listening(mail_intake_connections=2) as listener,
        listener.client(),
        listener.client(),
        socket.create_connection(("127.0.0.1", listener.port), 5) as third,
    ):
        assert third.recv(100).startswith(b"421 4.7.0")
        assert third.recv(100) == b""


def test_who_says_nothing_is_hung_up_on(fault):
    with (
        listening(mail_intake_seconds=5) as listener,
        socket.create_connection(("127.0.0.1", listener.port), 60) as silent,
    ):
        begun = time.monotonic()
        assert silent.recv(100).startswith(b"220 tickets.example")
        assert silent.recv(100) == b""
        assert time.monotonic() - begun > 4


def test_a_mail_on_its_way_is_taken_before_the_end(fault, address):
    with listening() as listener, listener.client() as client:
        client.ehlo()
        client.mail(TINA)
        client.rcpt(address)
        client.putcmd("data")
        client.getreply()
        client.sock.sendall(b"From: <" + TINA.encode() + b">\r\n\r\nDan")
        ended = []
        stopping = threading.Thread(target=lambda: ended.append(listener.stop()))
        stopping.start()
        wait_until(lambda: not can_connect(listener.port))
        client.sock.sendall(b"ke.\r\n.\r\n")
        said = client.getreply()
        stopping.join()

    assert (said[0], ended) == (250, [0])
    read_all()
    assert texts(fault) == ["Danke."]


def can_connect(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Sender(threading.Thread):
    """A mail server: sends each mail until it hears that it was taken."""

    def __init__(self, port, address, texts):
        super().__init__()
        self.port, self.address, self.texts = port, address, texts
        self.tries = 0

    def run(self):
        for text in self.texts:
            mail = answer(self.address, TINA, text).as_bytes()
            while not self.is_taken(mail):
                time.sleep(0.05)

    def is_taken(self, mail):
        self.tries += 1
        try:
            with smtplib.LMTP("127.0.0.1", self.port, timeout=5) as client:
                client.sendmail(TINA, [self.address], mail)
        except (OSError, smtplib.SMTPException):
            return False
        return True


def test_no_mail_is_lost_or_doubled_by_kill_9(fault, address):
    """First who takes the mail is killed, then who reads it, at any moment."""
    # Not so many that a machine seems to write them.
    expected = [f"Antwort {n}" for n in range(18)]
    port = free_port()
    sender = Sender(port, address, expected)
    sender.start()
    for after in (0.02, 0.3, 0.05, 0.15):
        with listening(port=port):
            time.sleep(after)
    with listening(port=port):
        sender.join(PATIENCE)
    assert (sender.is_alive(), IncomingMail.objects.count()) == (False, len(expected))
    assert sender.tries > len(expected)

    for wanted in (2, 7, 12):
        with reading():
            wait_until(lambda: len(texts(fault)) >= wanted)  # noqa: B023 -- called here
    IncomingMail.objects.update(next_try_at=timezone.now())
    read_all()

    assert sorted(texts(fault)) == sorted(expected)


@pytest.mark.skipif(
    os.geteuid() != 0,
    reason="Postfix starts as root only: run this as root, as in a container",
)
def test_postfix_hands_answers_over(fault, address):
    assert Path(POSTFIX).exists(), "sh tools/setup-tests.sh"
    with listening() as listener, postfix(listener.port) as port:
        code, talk = swaks(
            port, address, TINA, "--body", ANSWER, "--h-From", TINA, protocol="SMTP"
        )
        assert code == 0, talk
        # Who guesses is refused while the sender is still there: nothing bounces.
        code, talk = swaks(port, "ticket+1.2.a@tickets.example", TINA, protocol="SMTP")
        assert "550 5.1.1" in talk
        wait_until(lambda: IncomingMail.objects.count() == 1)
        # Nobody listens for a while: Postfix keeps the mail and tries again.
        listener.kill()
        code, talk = swaks(
            port,
            address,
            TINA,
            "--body",
            "Noch eins.",
            "--h-From",
            TINA,
            protocol="SMTP",
        )
        with listening(port=listener.port):
            wait_until(lambda: IncomingMail.objects.count() == 2)

    resume_mail()
    read_all()
    assert texts(fault) == [ANSWER, "Noch eins."]
