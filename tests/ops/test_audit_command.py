"""`eduport audit verify`: whether somebody tampered with the logs."""

import re

import pytest
from click.testing import CliRunner
from django.db import connection

from eduport.audit.services import record
from eduport.audit.services.sealing import seal_all
from eduport.core.actor import Actor
from eduport.ops.cli import main
from tests.factories.people import NOON, SchoolFactory

pytestmark = pytest.mark.django_db


def verify(*arguments):
    return CliRunner().invoke(main, ["audit", "verify", *arguments])


@pytest.fixture
def entry():
    return record("people.test.done", SchoolFactory(), by=Actor.system("t"), at=NOON)


def test_an_untouched_log_ends_where_it_says(entry):
    result = verify()

    assert result.exit_code == 0
    found = re.fullmatch(
        r"LogEntry: 1 entries, unchanged\. End (1:[0-9a-f]{64})\n"
        r"SecurityEvent: empty\.\n",
        result.output,
    )
    assert verify("--expect", found[1]).exit_code == 0


def test_an_end_that_is_no_longer_there_is_said(entry):
    result = verify("--expect", "2:00")

    assert (result.exit_code, result.stderr) == (1, "2:00 is part of no log.\n")


def test_a_changed_entry_is_said(entry):
    seal_all()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_logentry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE audit_logentry SET action = 'people.test.undone'")
        cursor.execute("ALTER TABLE audit_logentry ENABLE TRIGGER ALL")

    result = verify()

    assert result.exit_code == 1
    assert "LogEntry: The entry with number 1 was changed.\n" in result.output
