"""Ten thousand mutated mails: none is lost, nothing breaks, nothing takes long.

Most go through the function that the worker calls, a share over the socket as well.
The seed is fixed: a failure can be looked at again.
"""

import datetime as dt
import random
import time

import pytest
from django.utils import timezone

from eduport.support.models import IncomingMail, MailState, Message
from eduport.support.queries.reply_addresses import find_answer, reply_address
from eduport.support.services.mail import store_mail
from eduport.support.tasks import read_mail_task
from tests.factories.people import NOON, PersonFactory
from tests.factories.support import FaultFactory
from tests.support.mail_programs import listening
from tests.support.mails import answer, strange_mails, written_by_programs

pytestmark = pytest.mark.slow
TINA = "tina.b@hafen.hamburg.de"
SHARES = 4
EACH = 2500
SOCKET = 300
TOKENS = [
    b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n", b"--x--\r\n", b"\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uue\r\n",
    b"Content-Type: text/html; charset=",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"charset*0*=utf-8''%fc", b"=?utf-8?b?", b"?=", b"=?x?q?=FC?=", b"\x00", b"\xff",
    b"From: ", b"Auto-Submitted: ", b"> ", b"Am 1.1. schrieb x:\r\n", b"<!--", b"]]>",
    b"&#x110000;", b"&#0;", b"\xed\xa0\x80", b"begin 644 x\r\n", b"=\r\n", b"=ZZ", b";",
    b'"', b"\\", b"(", b"<", b"@", b"%", b"charset=undefined", b"charset=idna",
    b"Content-Disposition: attachment; filename*=x'y'z\r\n", b"\xe2\x80\xae",
]  # fmt: skip


def corpus(to):
    mails = [content for _name, _state, content in strange_mails(to, TINA)]
    mails += [answer(to, TINA, body).as_bytes() for _n, body in written_by_programs()]
    return mails


def mutated(mail, chance):
    """The mail with some bytes, lines or pieces changed, doubled, moved or gone."""
    content = bytearray(mail)
    for _ in range(chance.choice([0, 1, 1, 2, 3, 8])):
        place = chance.randrange(len(content) + 1)
        end = min(len(content), place + chance.choice([1, 2, 10, 80]))
        way = chance.randrange(6)
        if way == 0:
            content[place:end] = b""
        elif way == 1:
            content[place:place] = chance.choice(TOKENS)
        elif way == 2:
            content[place:end] = chance.randbytes(end - place)
        elif way == 3:
            content[place:place] = content[place:end] * chance.choice([2, 30])
        elif way == 4:
            content[place:] = b""
        else:
            other = chance.randrange(len(content) + 1)
            content[place:place] = content[other : other + 200]
    return bytes(content)


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_ten_thousand_mutated_mails_are_all_accounted_for(
    cast, mail_domain, caplog, share
):
    chance = random.Random(f"mail {share}")  # noqa: S311 -- to be the same each time
    faults = [FaultFactory(reporter=cast.teacher.person) for _ in range(10)]
    addresses = [reply_address(one, one.reporter_id, at=NOON) for one in faults]
    samples = corpus(addresses[0])
    slowest, at, seen = 0.0, NOON, set()
    for number in range(EACH):
        # So slowly that it is not taken for a machine.
        at += dt.timedelta(minutes=2)
        given = find_answer(addresses[number % 10], at=NOON)
        content = mutated(chance.choice(samples), chance)
        begun = time.process_time()
        mail = store_mail(
            given, content, envelope_from=chance.choice([TINA] * 9 + [""]), at=at
        )
        read_mail_task.func(mail_id=mail.pk)
        slowest = max(slowest, time.process_time() - begun)
        seen.add(mail.pk)

    rows = IncomingMail.objects.all()
    assert {row.pk for row in rows} == seen
    states = {state: rows.filter(state=state).count() for state in MailState.values}
    assert states["received"] == states["thrown_away"] == 0
    assert sum(states.values()) == len(seen)
    assert min(states["taken"], states["recorded"], states["held"]) > EACH // 20
    # What is taken stands in a ticket, once; the rest does not.
    said = Message.objects.exclude(text="Es ist weg.")
    assert said.count() == states["taken"] == rows.exclude(message=None).count()
    assert slowest < 10
    # Held because the reader gave up is no way out.
    assert caplog.records == []


@pytest.mark.django_db(transaction=True)
def test_over_the_socket_each_is_answered(cast, mail_domain, socket_enabled):
    chance = random.Random("socket")  # noqa: S311 -- to be the same each time
    # Of several people: one alone may not send so much within an hour.
    people = [cast.teacher.person, *PersonFactory.create_batch(4)]
    faults = [FaultFactory(reporter=person) for person in people]
    given = [reply_address(one, one.reporter_id, at=timezone.now()) for one in faults]
    samples, answers = [corpus(address) for address in given], []

    with listening() as listener, listener.client() as client:
        client.ehlo()
        for number in range(SOCKET):
            whose = number % len(people)
            content = mutated(chance.choice(samples[whose]), chance)
            client.mail(TINA)
            client.rcpt(given[whose])
            answers.append(client.data(content)[0])
    for key in IncomingMail.objects.values_list("pk", flat=True):
        read_mail_task.func(mail_id=key)

    assert set(answers) == {250}
    rows = IncomingMail.objects.all()
    # Some were not changed at all, and are the same as another one.
    assert SOCKET * 0.8 < rows.count() <= SOCKET
    assert rows.filter(state=MailState.RECEIVED).count() == 0
    assert rows.filter(state=MailState.TAKEN).count() == (
        Message.objects.filter(ticket__in=faults).count() - len(faults)
    )
