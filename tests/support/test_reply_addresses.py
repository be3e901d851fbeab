"""Addresses to which people answer, and the mail that carries them."""

import datetime as dt
import json

import pytest

from eduport.core.encryption import decrypt
from eduport.outbox.formats import message_of
from eduport.outbox.models import WaitingMail
from eduport.outbox.services.writing import PURPOSE
from eduport.outbox.types import Letter
from eduport.support.models import Side, Ticket
from eduport.support.queries.reply_addresses import find_answer, reply_address
from eduport.support.rules.reply_addresses import Answer, local_part, read_local_part
from eduport.support.services.tickets import reply_to_ticket
from tests.factories.outbox import letters
from tests.factories.people import NOON
from tests.factories.support import QuestionFactory

SECRET, DAY = b"secret", dt.date(2026, 11, 29)
ANSWER = Answer(7, 4711)


def test_an_address_says_whose_answer_it_is_to_what():
    written = local_part(SECRET, ANSWER, DAY)

    assert written.startswith("ticket+7.4711.")
    assert read_local_part(SECRET, written.upper(), DAY) == ANSWER


def test_the_longest_one_fits_into_64_octets():
    largest = 2**63 - 1

    assert len(local_part(SECRET, Answer(largest, largest), DAY)) == 64


@pytest.mark.parametrize("change", ["8.4711", "7.4712", "07.4711", "7.4711x", "٧.4711"])
def test_another_number_or_person_is_not_signed(change):
    written = local_part(SECRET, ANSWER, DAY)

    assert read_local_part(SECRET, written.replace("7.4711", change, 1), DAY) is None


def test_each_letter_of_the_signature_counts():
    written = local_part(SECRET, ANSWER, DAY)

    for place in range(written.rindex(".") + 1, len(written)):
        other = "a" if written[place] != "a" else "b"
        forged = written[:place] + other + written[place + 1 :]
        assert read_local_part(SECRET, forged, DAY) is None


def test_another_secret_signs_otherwise():
    assert read_local_part(b"other", local_part(SECRET, ANSWER, DAY), DAY) is None


def test_an_address_ends_after_a_year_at_least():
    written = local_part(SECRET, ANSWER, dt.date(2026, 12, 31))

    assert read_local_part(SECRET, written, dt.date(2027, 12, 31)) == ANSWER
    assert read_local_part(SECRET, written, dt.date(2028, 1, 1)) is None
    # The mark of the half year comes again after 16 years; the signature does not.
    assert read_local_part(SECRET, written, dt.date(2042, 12, 31)) is None


@pytest.mark.django_db
def test_an_answer_can_be_given_by_mail(cast, mail_domain):
    ticket = QuestionFactory(reporter=cast.teacher.person)

    reply_to_ticket(
        ticket.pk, "Ja.", side=Side.CONTACT, by=cast.actor("admin"), at=NOON
    )

    (letter,) = letters()
    address = reply_address(ticket, cast.teacher.person_id, at=NOON)
    assert letter.reply_to == address
    assert letter.text.startswith("##- Bitte schreiben Sie Ihre Antwort oberhalb")
    assert find_answer(address, at=NOON) == Answer(ticket.pk, cast.teacher.person_id)


@pytest.mark.django_db
def test_without_a_domain_nobody_reads_answers(cast, settings):
    ticket = QuestionFactory(reporter=cast.teacher.person)

    reply_to_ticket(
        ticket.pk, "Ja.", side=Side.CONTACT, by=cast.actor("admin"), at=NOON
    )

    (letter,) = letters()
    assert letter.reply_to == ""
    assert "##-" not in letter.text
    assert "Antworten darauf liest niemand" in letter.text


def test_mail_of_a_ticket_stands_together(settings):
    settings.DEFAULT_FROM_EMAIL = "eduPort <eduport@portal.example>"
    letter = Letter("a@b.de", "S", "T", "de", "ticket+1@t.example", "ticket.9f")

    message = message_of(letter, "uid", NOON).message()

    names = ["Reply-To", "In-Reply-To", "References", "List-Id", "X-Loop"]
    assert [message[name] for name in [*names, "Auto-Submitted"]] == [
        "ticket+1@t.example",
        "<ticket.9f@portal.example>",
        "<ticket.9f@portal.example>",
        "<ticket.portal.example>",
        "portal.example",
        "auto-generated",
    ]


@pytest.mark.django_db
def test_what_is_empty_is_not_stored(cast):
    """A worker of the version before does not know these fields."""
    ticket = QuestionFactory(reporter=cast.teacher.person)
    Ticket.objects.filter(pk=ticket.pk).update(subject="x")

    reply_to_ticket(
        ticket.pk, "Ja.", side=Side.CONTACT, by=cast.actor("admin"), at=NOON
    )

    content = decrypt(WaitingMail.objects.get().content, purpose=PURPOSE)
    assert "reply_to" not in json.loads(content)
