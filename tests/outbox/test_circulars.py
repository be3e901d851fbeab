"""The same mail to many: queued by the database, each sent once."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from eduport.accounts.models import Account
from eduport.outbox.models import Circular, WaitingMail
from eduport.outbox.queries import failed_mail
from eduport.outbox.services.circulars import (
    copy_circular,
    deliver_copies,
    has_due_copies,
    write_circular,
)
from eduport.outbox.services.delivery import due_mail, purge_failed_mail
from eduport.outbox.tasks import deliver_copies_task, resume_copies
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def inbox(mail_server):
    """The mail server, listening."""
    with mail_server.listening():
        mail_server.use(f"smtp://{mail_server.address}")
        yield mail_server.inbox


def circular(**values):
    return write_circular("outbox/test.txt", dict, at=NOON, **values)


def readers():
    return Account.objects.order_by("pk").values_list("pk", "username", "language")


def test_a_circular_is_written_once_in_each_language():
    letters = circular().letters

    assert set(letters) == {"de", "en"}
    assert letters["de"]["text"] != letters["en"]["text"]


def test_copies_are_queued_in_one_statement_however_many(django_assert_num_queries):
    AccountFactory.create_batch(3)
    one = circular()

    with django_assert_num_queries(1):
        copied = copy_circular(one, readers(), at=NOON)

    addresses = WaitingMail.objects.order_by("pk").values_list("recipient", flat=True)
    assert copied == (3, Account.objects.latest("pk").pk)
    assert list(addresses) == [username for _pk, username, _ in readers()]


def test_who_is_named_twice_gets_it_once():
    AccountFactory.create_batch(2)
    one = circular()

    for _ in range(2):
        copy_circular(one, readers(), at=NOON)

    assert WaitingMail.objects.count() == 2


def test_nobody_to_write_to_is_nobody():
    assert copy_circular(circular(), readers(), at=NOON) == (0, 0)


def test_each_gets_it_once_in_the_own_language(inbox):
    AccountFactory(language="en", username="ada@s.de")
    AccountFactory(language="", username="bob@s.de")
    copy_circular(circular(), readers(), at=NOON)

    is_more = deliver_copies(at=NOON, most=100)

    got = {mail["To"]: mail["Content-Language"] for mail in inbox.received}
    assert got == {"ada@s.de": "en", "bob@s.de": "de"}
    assert len({mail["Message-ID"] for mail in inbox.received}) == 2
    assert (is_more, WaitingMail.objects.count()) == (False, 0)


def test_a_full_batch_may_leave_some(inbox, monkeypatch):
    monkeypatch.setattr("eduport.outbox.services.circulars.AT_A_TIME", 2)
    AccountFactory.create_batch(3)
    copy_circular(circular(), readers(), at=NOON)

    assert deliver_copies(at=NOON, most=2) is True
    assert deliver_copies(at=NOON, most=2) is False
    assert len(inbox.received) == 3


def test_without_a_mail_server_all_wait_and_are_sent_later(mail_server):
    AccountFactory.create_batch(2)
    copy_circular(circular(), readers(), at=NOON)
    with mail_server.listening() as port:
        mail_server.use(f"smtp://{mail_server.address}")
    deliver_copies(at=NOON, most=100)
    waiting = WaitingMail.objects.values_list("failed_at", "tries", "next_try_at")
    assert list(waiting) == [(None, 1, NOON + MINUTE / 2)] * 2

    with mail_server.listening(port=port):
        deliver_copies(at=NOON + MINUTE, most=100)

    assert len(mail_server.received) == 2


def test_one_that_is_refused_holds_up_nobody(inbox):
    AccountFactory.create_batch(2)
    copy_circular(circular(), readers(), at=NOON)
    inbox.refusal = "550 nobody here"

    deliver_copies(at=NOON, most=100)

    assert failed_mail().count() == 2


def test_what_came_too_late_is_not_sent(inbox):
    AccountFactory()
    copy_circular(circular(useful_for=MINUTE), readers(), at=NOON)

    deliver_copies(at=NOON + MINUTE, most=100)

    assert inbox.received == []
    assert failed_mail().get().fault == "expired"


def test_a_worker_that_died_loses_nothing(inbox):
    AccountFactory()
    copy_circular(circular(), readers(), at=NOON)
    # As it is when somebody claimed it and was killed.
    WaitingMail.objects.update(next_try_at=NOON + 10 * MINUTE, tries=1)

    deliver_copies(at=NOON + 9 * MINUTE, most=100)
    early = len(inbox.received)
    deliver_copies(at=NOON + 10 * MINUTE, most=100)

    assert (early, len(inbox.received)) == (0, 1)


def test_copies_are_no_business_of_the_track_of_the_mail():
    AccountFactory()
    copy_circular(circular(), readers(), at=NOON)

    assert due_mail(at=NOON) == []
    assert has_due_copies(at=NOON)


def test_the_beat_orders_one_task_for_all_that_waits():
    AccountFactory()
    resume_copies()
    assert not DBTaskResult.objects.exists()
    copy_circular(circular(), readers(), at=NOON)

    resume_copies()
    resume_copies()

    task = DBTaskResult.objects.get()
    assert task.task_path == deliver_copies_task.module_path


def test_a_circular_goes_when_nobody_waits_for_it_any_more():
    AccountFactory()
    waiting, done, new = circular(), circular(), circular(useful_for=9 * 1440 * MINUTE)
    copy_circular(waiting, readers(), at=NOON)

    purge_failed_mail(at=NOON + 5 * 1440 * MINUTE)

    assert set(Circular.objects.all()) == {waiting, new}
    assert done not in Circular.objects.all()


@pytest.mark.parametrize(
    "values", [{"content": ""}, {"recipient": "ada@s.de"}, {"circular": Circular(pk=1)}]
)
def test_a_mail_is_a_letter_or_a_copy(values):
    row = {"uid": "0" * 32, "content": "x", "created_at": NOON} | values
    row |= {"expires_at": NOON + MINUTE, "next_try_at": NOON}

    with pytest.raises(IntegrityError):
        WaitingMail.objects.create(**row)
