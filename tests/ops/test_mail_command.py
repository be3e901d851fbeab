"""`eduport mail`: trying the mail server, and what it did not take."""

import pytest
from click.testing import CliRunner
from django_tasks_db.models import DBTaskResult

from eduport.ops.cli import main
from eduport.outbox.models import WaitingMail
from tests.factories.outbox import WaitingMailFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def eduport(*arguments):
    result = CliRunner().invoke(main, ["mail", *arguments])
    return result.exit_code, result.output


def test_without_a_mail_server_it_says_where_the_mail_lies(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    settings.EMAIL_BACKEND = "eduport.outbox.clients.folder.FolderBackend"

    code, output = eduport("test", "operator@example.org")

    assert (code, "No mail server is set up" in output) == (0, True)
    (file,) = tmp_path.iterdir()
    assert b"To: operator@example.org" in file.read_bytes()


def test_a_mail_server_that_is_away_is_named(settings, socket_enabled):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    code, output = eduport("test", "operator@example.org")

    sentence = "The mail server did not take the mail: [Errno 111] Connection refused."
    assert (code, output) == (1, f"Error: {sentence}\n")


def test_what_is_no_address_is_refused():
    assert eduport("test", "x") == (2, "Error: “x” is no mail address.\n")


def test_the_list_shows_what_waits_and_what_failed():
    assert eduport("list") == (0, "No mail waits, and none was undeliverable.\n")
    failed = WaitingMailFactory(failed_at=NOON, tries=1, fault="SMTPDataError")
    waiting = WaitingMailFactory()

    expected = (
        f"{waiting.uid}  2026-11-23 13:00  waiting  0 tries\n"
        f"{failed.uid}  2026-11-23 13:00  undeliverable  1 tries, SMTPDataError\n"
    )
    assert eduport("list") == (0, expected)


def test_what_failed_is_tried_again_or_forgotten():
    far = NOON.replace(year=2200)
    WaitingMailFactory(failed_at=NOON, expires_at=far)

    assert eduport("retry") == (0, "1 mails are tried again.\n")
    assert DBTaskResult.objects.get().task_path.endswith("deliver_due_mail_task")
    WaitingMail.objects.update(failed_at=NOON)
    assert eduport("forget") == (0, "1 mails are deleted.\n")
    assert WaitingMail.objects.count() == 0
