"""The same mail to many people: queued by the database itself, sent in one go.

A copy is a row of `WaitingMail`; it is deleted as soon as the mail server has taken it.
"""

import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import override

from eduport.outbox.formats import message_of
from eduport.outbox.models import Circular, WaitingMail
from eduport.outbox.services.delivery import (
    CLAIM,
    EXPIRED,
    Fault,
    is_permanent,
    postpone,
)
from eduport.outbox.services.writing import USEFUL_FOR, Value, write_letter
from eduport.outbox.types import Letter

AT_A_TIME = 100
UNSUBSCRIBE = "{unsubscribe_url}"
"""In a template: where the reader's own address to end it will stand."""


def write_circular(
    template: str,
    context: Callable[[], Mapping[str, Value]],
    *,
    at: datetime,
    useful_for: timedelta = USEFUL_FOR,
    unsubscribe_url: str = "",
) -> Circular:
    """Write a mail in every language; nobody gets it before `copy_circular`.

    `context` is called once for each language, which is active then. A mail that can
    be ended without a login says where: an address with `{key}` in it, for which each
    reader brings the own one.
    """
    letters = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            values = context()
        letter = write_letter("", template, values, language=language)
        letters[language] = {"subject": letter.subject, "text": letter.text}
    return Circular.objects.create(
        uid=uuid4(),
        letters=letters,
        unsubscribe_url=unsubscribe_url,
        created_at=at,
        expires_at=at + useful_for,
    )


class Copied(NamedTuple):
    """How many were asked for, and the greatest key among them."""

    asked: int
    last_key: int


def copy_circular(
    circular: Circular, recipients: QuerySet[Any, Any], *, at: datetime
) -> Copied:
    """Let these people get it: one statement, without a row passing through here.

    `recipients` gives a key, an address and a language, and if the circular can be
    ended without a login, the reader's key for that. The Message-ID follows from
    circular and key, so that who is named twice gets one mail, as long as it waits.
    """
    asked, parameters = recipients.query.sql_with_params()
    stop = "stop" if circular.unsubscribe_url else "''"
    columns = "key, address, language" + (", stop" if circular.unsubscribe_url else "")
    statement = f"""
        WITH reader ({columns}) AS MATERIALIZED ({asked}),
        written AS (
            INSERT INTO outbox_waitingmail (
                uid, content, circular_id, recipient, language,
                created_at, expires_at, next_try_at, tries, fault, unsubscribe_key
            )
            SELECT md5(%s || ':' || key)::uuid, '', %s, address, language,
                   %s, %s, %s, 0, '', {stop}
            FROM reader
            ON CONFLICT (uid) DO NOTHING
        )
        SELECT count(*), coalesce(max(key), 0) FROM reader
    """  # noqa: S608 -- a statement that Django wrote, and constants
    given: list[Any] = [str(circular.uid), circular.pk]
    given += [circular.created_at, circular.expires_at, at]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *given])
        return Copied(*cursor.fetchone())


def deliver_copies(*, at: datetime, most: int) -> bool:
    """Send what is due, `most` at the most. Says whether there may be more.

    Each batch is claimed by one worker. A copy is deleted right after the server took
    it; of who dies in the middle the rest is due again after `CLAIM`, with the same
    Message-IDs.
    """
    for _ in range(max(1, most // AT_A_TIME)):
        copies = _claimed(at)
        if not _send_all(copies, at=at) or len(copies) < AT_A_TIME:
            return False
    return True


def has_due_copies(*, at: datetime) -> bool:
    """Whether somebody should send; an index knows."""
    return _due(at).exists()


def _due(at: datetime) -> QuerySet[WaitingMail]:
    return WaitingMail.objects.filter(
        circular__isnull=False, failed_at=None, next_try_at__lte=at
    )


def _claimed(at: datetime) -> list[WaitingMail]:
    with transaction.atomic():
        due = _due(at).order_by("next_try_at").select_for_update(skip_locked=True)
        keys = list(due.values_list("pk", flat=True)[:AT_A_TIME])
        mails = WaitingMail.objects.filter(pk__in=keys)
        mails.update(next_try_at=at + CLAIM, tries=F("tries") + 1)
    return list(mails.select_related("circular"))


def _send_all(copies: list[WaitingMail], *, at: datetime) -> bool:
    """Send over one connection; without a server all of them wait."""
    server = get_connection()
    try:
        server.open()
        for copy in copies:
            fault = EXPIRED if copy.expires_at <= at else _send(copy, server)
            if fault:
                postpone(copy, fault, at=at)
            else:
                _forget(copy)
    except OSError as error:
        for copy in copies:
            if copy.pk:
                postpone(copy, Fault(type(error).__name__, is_permanent=False), at=at)
        return False
    finally:
        server.close()
    return True


def _send(copy: WaitingMail, server: BaseEmailBackend) -> Fault | None:
    message = message_of(letter_of(copy), copy.uid, copy.created_at)
    message.connection = server
    try:
        message.send()
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        return Fault(type(error).__name__, is_permanent(error))
    return None


def _forget(copy: Model) -> None:
    # Its key is gone with it, which says that it was sent.
    copy.delete()


def letter_of(copy: WaitingMail) -> Letter:
    """A copy as its reader gets it: in the own language, else in the first one."""
    letters = copy.circular.letters if copy.circular else {}
    language = copy.language if copy.language in letters else settings.LANGUAGE_CODE
    words = letters[language]
    text, url = words["text"], ""
    if copy.circular and copy.circular.unsubscribe_url:
        url = copy.circular.unsubscribe_url.replace("{key}", copy.unsubscribe_key)
        text = text.replace(UNSUBSCRIBE, url)
    return Letter(copy.recipient, words["subject"], text, language, unsubscribe_url=url)
