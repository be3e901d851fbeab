"""Mail that comes in, from its storing to its forgetting."""

import datetime as dt
import time

import pytest
from django_tasks_db.models import DBTaskResult

from eduport.accounts.models import Account
from eduport.accounts.models.recovery import PURPOSE, RecoveryAddress
from eduport.audit.models import LogEntry
from eduport.core.encryption import encrypt
from eduport.outbox.models import WaitingMail
from eduport.people.models import Appointment, Person
from eduport.support.errors import (
    NoSuchReplyAddressError,
    NothingToTakeError,
    TicketIsClosedError,
    TooMuchMailError,
)
from eduport.support.models import (
    IncomingMail,
    MailState,
    Message,
    Side,
    Ticket,
    TicketState,
)
from eduport.support.queries.mail import mail_decided_by
from eduport.support.queries.reply_addresses import find_answer, reply_address
from eduport.support.services.mail import (
    accept_mail,
    check_recipient,
    claim_mail,
    purge_mail,
    store_mail,
    take_in,
    throw_away_mail,
)
from eduport.support.services.tickets import solve_ticket
from eduport.support.tasks import read_mail_task, resume_mail
from tests.factories.outbox import letters
from tests.factories.people import NOON
from tests.factories.support import FaultFactory, IncomingMailFactory, QuestionFactory
from tests.support.mails import ANSWER, answer, raw, strange_mails

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
TINA = "tina.b@hafen.hamburg.de"


@pytest.fixture
def question(cast, mail_domain):
    """A question of the teacher that was answered."""
    return QuestionFactory(
        reporter=cast.teacher.person, school=cast.school, state=TicketState.WAITING
    )


def address_of(ticket, person=None, at=NOON):
    return reply_address(ticket, (person or ticket.reporter).pk, at=at)


def arrives(content, ticket, person=None, *, envelope_from=TINA, at=NOON):
    """A mail is stored and read."""
    if not isinstance(content, bytes):
        content = content.as_bytes()
    given = find_answer(address_of(ticket, person), at=NOON)
    mail = store_mail(given, content, envelope_from=envelope_from, at=at)
    take_in(mail.pk, at=at)
    mail.refresh_from_db()
    return mail


def became(mail):
    return mail.state, mail.reason


def test_an_answer_stands_in_the_ticket(question):
    mail = arrives(answer(address_of(question), TINA), question)

    said = Message.objects.get(pk=mail.message_id)
    assert became(mail) == ("taken", "")
    assert (said.author, said.side, said.text) == (
        question.reporter,
        "reporter",
        ANSWER,
    )
    question.refresh_from_db()
    assert question.state == TicketState.IN_PROGRESS
    assert LogEntry.objects.get().action == "support.ticket.replied"


def test_the_other_side_is_told(question):
    arrives(answer(address_of(question), TINA), question)

    assert WaitingMail.objects.count() == 1


def test_a_contact_answers_by_mail(question, cast):
    adam = cast.admin.person
    sent = answer(address_of(question, adam), "adam.b@hafen.hamburg.de", "Kommt.")

    mail = arrives(sent, question, adam)

    said = Message.objects.get(pk=mail.message_id)
    assert (said.author, said.side, said.text) == (adam, Side.CONTACT, "Kommt.")
    question.refresh_from_db()
    assert question.state == TicketState.WAITING


def test_who_is_no_contact_any_more_is_held(question, cast):
    adam = cast.admin.person
    sent = answer(address_of(question, adam), "adam.b@hafen.hamburg.de")
    Appointment.objects.filter(person=adam).delete()

    mail = arrives(sent, question, adam)

    assert became(mail) == ("held", "not_involved")
    with pytest.raises(NothingToTakeError):
        accept_mail(mail.pk, by=cast.actor("admin"), at=NOON)


@pytest.mark.parametrize("shut", ["released", "disabled"])
def test_who_has_left_is_held(question, shut):
    if shut == "released":
        people = Person.objects.filter(pk=question.reporter_id)
        people.update(deletion_released_at=NOON)
    else:
        Account.objects.filter(person=question.reporter).update(disabled_at=NOON)

    mail = arrives(answer(address_of(question), TINA), question)

    assert became(mail) == ("held", "not_involved")


def test_a_solved_ticket_is_taken_up_again(question, cast):
    solve_ticket(question.pk, side=Side.CONTACT, by=cast.actor("admin"), at=NOON)

    arrives(answer(address_of(question), TINA), question, at=NOON + 13 * DAY)

    question.refresh_from_db()
    assert (question.state, question.solved_at) == (TicketState.IN_PROGRESS, None)


def test_what_was_closed_on_the_way_is_held(question, cast):
    solve_ticket(question.pk, side=Side.CONTACT, by=cast.actor("admin"), at=NOON)

    mail = arrives(answer(address_of(question), TINA), question, at=NOON + 15 * DAY)

    assert became(mail) == ("held", "over")


STRANGE = list(strange_mails("x@tickets.example", TINA))
BY_NAME = {name: content for name, _state, content in STRANGE}


@pytest.mark.parametrize(
    ("state", "content"),
    [one[1:] for one in STRANGE],
    ids=[one[0] for one in STRANGE],
)
def test_strange_mail_is_understood_or_seen_by_somebody(question, state, content):
    mail = arrives(content, question)

    assert (mail.state, bool(mail.message_id)) == (state, state == "taken")


def test_words_survive_every_charset(question):
    texts = {
        name: arrives(content, question, at=NOON + n * DAY / 48).text
        for n, (name, state, content) in enumerate(STRANGE)
        if state == "taken"
    }

    greetings = {name for name, text in texts.items() if text == "Grüße"}
    assert greetings == {
        "latin-1",
        "wrong charset",
        "unknown charset",
        "zero in charset",
        "utf-7",
    }
    said = {"html only", "alternative", "with files", "nested", "signed"}
    assert {texts[name] for name in said} == {ANSWER}


def test_html_brings_nothing_along(question):
    mail = arrives(BY_NAME["html only"], question)

    assert mail.text == ANSWER


def test_files_are_kept_and_the_others_named(question):
    mail = arrives(BY_NAME["with files"], question)

    said = Message.objects.get(pk=mail.message_id)
    assert said.text == f"{ANSWER}\n\nAus der Mail nicht übernommen: alles.zip"
    assert [file.name for file in said.attachment_set.all()] == ["bericht.pdf"]


def test_a_file_without_a_word_is_an_answer(question):
    mail = arrives(BY_NAME["only a file"], question)

    said = Message.objects.get(pk=mail.message_id)
    assert (said.text, said.attachment_set.count()) == ("(nur Dateien)", 1)


def test_a_full_ticket_takes_the_words(question, settings):
    changes = {"ticket_files_mb": 0}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=changes)

    mail = arrives(BY_NAME["with files"], question)

    said = Message.objects.get(pk=mail.message_id)
    names = "bericht.pdf, alles.zip"
    assert said.text == f"{ANSWER}\n\nAus der Mail nicht übernommen: {names}"
    assert said.attachment_set.count() == 0


def test_a_bounce_has_no_sender_to_return_to(question):
    mail = arrives(answer(address_of(question), TINA), question, envelope_from="")

    assert became(mail) == ("recorded", "bounce")


def test_no_machine_is_answered(question):
    for number, (_name, state, content) in enumerate(STRANGE):
        if state == "recorded":
            arrives(content, question, at=NOON + number * HOUR)

    assert WaitingMail.objects.count() == 0
    assert Message.objects.filter(ticket=question).count() == 1


def test_a_former_and_a_recovery_address_are_the_persons(question, cast):
    RecoveryAddress.objects.create(
        account=cast.teacher,
        encrypted=encrypt("Tina@privat.example", purpose=PURPOSE),
        confirmed_at=NOON,
    )

    mail = arrives(answer(address_of(question), "tina@PRIVAT.example"), question)

    assert (became(mail), mail.sender) == (("taken", ""), "")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("mx.example; dmarc=pass header.from=hafen.hamburg.de", ("taken", "")),
        ("mx.example; dmarc=fail; spf=pass", ("held", "forged")),
        ("mx.example; spf=none; dkim=none", ("held", "forged")),
        ("elsewhere.example; dmarc=fail", ("taken", "")),
        (None, ("taken", "")),
    ],
)
def test_what_the_own_mail_server_found_counts(question, settings, results, expected):
    changes = {"mail_intake_authserv": "mx.example"}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=changes)
    sent = answer(address_of(question), TINA, Authentication_Results=results)

    assert became(arrives(sent, question)) == expected


def test_twenty_answers_an_hour_are_enough(question):
    for number in range(21):
        sent = answer(address_of(question), TINA, f"Antwort {number}")
        mail = arrives(sent, question, at=NOON + number * dt.timedelta(minutes=1))

    assert became(mail) == ("held", "too_many")
    later = arrives(
        answer(address_of(question), TINA, "später"), question, at=NOON + 2 * HOUR
    )
    assert became(later) == ("taken", "")


def test_the_same_mail_is_taken_once(question):
    sent = answer(address_of(question), TINA)

    first, second = arrives(sent, question), arrives(sent, question, at=NOON + HOUR)

    assert first == second
    assert Message.objects.filter(ticket=question, text=ANSWER).count() == 1


def test_on_another_way_it_is_the_same_mail(question):
    sent = answer(address_of(question), TINA).as_bytes()
    other = b"Received: from a.example by b.example\r\n" + sent

    assert arrives(sent, question) == arrives(other, question)


def test_another_text_with_the_same_id_is_another_mail(question):
    fixed = {"Message_ID": "<1@x>"}
    first = arrives(answer(address_of(question), TINA, "eins", **fixed), question)
    second = arrives(answer(address_of(question), TINA, "zwei", **fixed), question)

    assert [became(first), became(second)] == [("taken", "")] * 2


def test_who_may_be_written_to(question, cast):
    assert check_recipient(address_of(question), at=NOON).ticket_id == question.pk

    Ticket.objects.filter(pk=question.pk).update(
        state=TicketState.SOLVED, solved_at=NOON
    )
    with pytest.raises(TicketIsClosedError):
        check_recipient(address_of(question), at=NOON + 14 * DAY)
    for address in ("ticket@tickets.example", "x@elsewhere.example", "", "@", "ä@ö"):
        with pytest.raises(NoSuchReplyAddressError):
            check_recipient(address, at=NOON)
    address = address_of(question)
    Ticket.objects.all().delete()
    with pytest.raises(NoSuchReplyAddressError):
        check_recipient(address, at=NOON)


def test_who_decides_is_told_once(question, cast, settings):
    changes = {"service_desk_mail": "spoc@desk.example"}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=changes)
    fault = FaultFactory(reporter=cast.teacher.person, school=cast.school)

    for ticket in (question, fault):
        for text in ("eins", "zwei"):
            arrives(answer(address_of(ticket), "x@example.org", text), ticket)

    assert [(letter.to, letter.subject, letter.reply_to) for letter in letters()] == [
        (
            "adam.b@hafen.hamburg.de",
            f"Eine Mail zu #{question.pk} wartet auf eine Entscheidung",
            "",
        ),
        (
            "spoc@desk.example",
            f"Eine Mail zu #{fault.pk} wartet auf eine Entscheidung",
            "",
        ),
    ]


def test_nobody_fills_the_disk(question):
    address = address_of(question)
    IncomingMailFactory(ticket=question, size=500 * 1024 * 1024)

    with pytest.raises(TooMuchMailError):
        check_recipient(address, at=NOON + HOUR / 2)
    assert check_recipient(address, at=NOON + HOUR).person_id == question.reporter_id


def test_a_held_mail_is_taken_over(question, cast):
    mail = arrives(answer(address_of(question), "fremd@example.org"), question)

    for _twice in range(2):
        accept_mail(mail.pk, by=cast.actor("admin"), at=NOON)

    mail.refresh_from_db()
    assert became(mail) == ("taken", "sender")
    assert mail.settled_by == cast.admin.person
    said = Message.objects.get(pk=mail.message_id)
    assert (said.author, said.side, said.text) == (
        question.reporter,
        "reporter",
        ANSWER,
    )
    actions = [entry.action for entry in LogEntry.objects.order_by("pk")]
    assert actions == ["support.ticket.replied", "support.mail.accepted"]


def test_a_held_mail_is_thrown_away(question, cast):
    mail = arrives(answer(address_of(question), "fremd@example.org"), question)

    throw_away_mail(mail.pk, by=cast.actor("admin"), at=NOON)
    accept_mail(mail.pk, by=cast.actor("admin"), at=NOON)

    mail.refresh_from_db()
    assert became(mail) == ("thrown_away", "sender")
    assert LogEntry.objects.get().action == "support.mail.thrown_away"


def test_who_decides_about_which(question, cast, operator):
    about_question = arrives(answer(address_of(question), "x@example.org"), question)
    fault = FaultFactory(reporter=cast.teacher.person, school=cast.school)
    about_fault = arrives(answer(address_of(fault), "x@example.org"), fault)

    seen = {
        name: set(mail_decided_by(cast.actor(name)))
        for name in ("pupil", "teacher", "admin", "it_contact", "stranger")
    }

    assert seen == {
        "pupil": set(),
        "teacher": set(),
        "admin": {about_question},
        "it_contact": set(),
        "stranger": set(),
    }
    assert set(mail_decided_by(operator)) == {about_fault}


def test_nobody_decides_about_mail_to_the_own_question(cast, mail_domain):
    own = QuestionFactory(reporter=cast.admin.person, school=cast.school)
    arrives(answer(address_of(own), "x@example.org"), own)

    assert set(mail_decided_by(cast.actor("admin"))) == set()


def test_mail_is_kept_for_some_days(question, cast):
    taken = arrives(answer(address_of(question), TINA), question)
    held = arrives(answer(address_of(question), "x@example.org"), question)

    assert purge_mail(at=NOON + 7 * DAY) == 0
    assert purge_mail(at=NOON + 8 * DAY) == 1
    assert set(IncomingMail.objects.all()) == {held}
    assert purge_mail(at=NOON + 31 * DAY) == 1
    assert Message.objects.filter(pk=taken.message_id).exists()


def test_what_brings_down_its_reader_is_held_in_the_end(question):
    mail = IncomingMailFactory(ticket=question)

    claims = [claim_mail(mail.pk, at=NOON + n * HOUR) for n in range(4)]

    mail.refresh_from_db()
    assert claims == [True, True, True, False]
    assert became(mail) == ("held", "unreadable")


def test_one_reader_at_a_time(question):
    mail = IncomingMailFactory(ticket=question)

    assert claim_mail(mail.pk, at=NOON)
    assert not claim_mail(mail.pk, at=NOON)


def test_what_waits_is_read_when_a_worker_is_back(
    question, django_capture_on_commit_callbacks
):
    IncomingMailFactory(ticket=question)

    with django_capture_on_commit_callbacks(execute=True):
        resume_mail()
        resume_mail()

    assert DBTaskResult.objects.filter(queue_name="intake").count() == 1


NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
    for n in range(5000)
)
BOMBS = {
    "nested": NESTED,
    "lines": b"\r\n" + b"\n" * 25_000_000,
    "headers": b"X: y\r\n" * 2_000_000,
    "one header": b"Subject: " + b"x" * 25_000_000,
    "folded header": b"Subject: a\r\n" + b" b\r\n" * 900_000,
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 4_000_000 + b"\r\n\r\nx",
    "continuations": b"Content-Disposition: attachment"
    + b"".join(b"; filename*%d=a" % n for n in range(500_000))
    + b"\r\n\r\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nx",
    "senders": b"From: " + b"<a@b>, " * 1_000_000 + b"\r\n\r\nx",
    "quotes": b"From: " + b'"\\' * 1_000_000 + b"\r\n\r\nx",
    "parts": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\n\r\na\r\n" * 300_000,
    "long text": b"\r\n" + b"a" * 25_000_000,
    "quoted lines": b"\r\n" + b"> x\r\n" * 900_000,
    "html": b"Content-Type: text/html\r\n\r\n" + b"<div><b>" * 3_000_000,
    "open tags": b"Content-Type: text/html\r\n\r\n" + b"<" * 25_000_000,
    "tables": b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 1_000_000,
    "base64": b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUFB\r\n" * 900_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_dealt_with_in_seconds(question, bomb):
    content = BOMBS[bomb][: 25 * 1024 * 1024]
    mail = IncomingMailFactory(ticket=question, content=content, size=len(content))
    begun = time.process_time()

    read_mail_task.func(mail_id=mail.pk)

    mail.refresh_from_db()
    assert mail.state in {MailState.HELD, MailState.RECORDED}
    assert time.process_time() - begun < 10


def test_a_part_is_read_by_its_own_name(question):
    content = raw(
        "x", TINA, "Content-Type: text/plain", body="Danke.\n-- \nTina\n> nichts"
    )

    assert arrives(content, question).text == "Danke."
