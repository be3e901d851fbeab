"""What a mail says, and what nobody can make it say."""

import pytest
from django.core.exceptions import ValidationError
from django_tasks_db.models import DBTaskResult

from eduport.outbox.models import WaitingMail
from eduport.outbox.rules import one_line
from eduport.outbox.services import send_mail_later
from eduport.outbox.services.writing import write_letter
from tests.factories.outbox import letters
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
TEMPLATE = "outbox/test.txt"


def test_a_mail_waits_encrypted_until_the_transaction_commits(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as callbacks:
        send_mail_later("ada@home.example", TEMPLATE, {}, at=NOON)

    mail = WaitingMail.objects.get()
    assert "ada" not in mail.content
    assert [letter.to for letter in letters()] == ["ada@home.example"]
    assert DBTaskResult.objects.count() == 0
    callbacks[0]()
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [], "kwargs": {"mail_id": mail.pk}}


def test_what_is_no_address_is_refused():
    with pytest.raises(ValidationError):
        send_mail_later("a@b.example\nBcc: all@b.example", TEMPLATE, {}, at=NOON)

    assert WaitingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("de", "Test des Mailservers"),
        ("en", "Test of the mail server"),
        ("", "Test des Mailservers"),
    ],
)
def test_a_mail_is_in_the_readers_language(language, subject):
    letter = write_letter("ada@home.example", TEMPLATE, {}, language=language)

    assert (letter.subject, letter.language) == (subject, language or "de")


@pytest.fixture
def greeting(tmp_path, settings):
    """A template with a name in subject and text."""
    (tmp_path / "hello.txt").write_text(
        '{% extends "outbox/mail.txt" %}'
        "{% block subject %}For {{ name }}{% endblock %}"
        "{% block text %}Dear {{ name }},{% endblock %}"
    )
    (entry,) = settings.TEMPLATES
    settings.TEMPLATES = [{**entry, "DIRS": [tmp_path]}]
    return "hello.txt"


def test_a_name_brings_neither_headers_nor_paragraphs_along(greeting):
    name = "Eve\r\nBcc: all@b.example\n\nClick\u2028here\u202e & <b>\x00"

    letter = write_letter("eve@b.example", greeting, {"name": name}, language="en")

    harmless = "Eve Bcc: all@b.example Click here & <b>"
    assert letter.subject == f"For {harmless}"
    assert letter.text.splitlines()[0] == f"Dear {harmless},"


def test_one_line_keeps_names_of_all_languages():
    assert one_line("Đức  Øster-Ńowak O’Neill") == "Đức Øster-Ńowak O’Neill"
