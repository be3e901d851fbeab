"""Writing a mail: the one function that all domains use."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, Engine
from django.utils.module_loading import import_string
from django.utils.translation import override
from django_stubs_ext import StrOrPromise

from eduport.core.encryption import encrypt
from eduport.outbox.models import WaitingMail
from eduport.outbox.rules import one_line
from eduport.outbox.types import Letter

PURPOSE = "eduport.outbox"
USEFUL_FOR = timedelta(days=3)

Plain = StrOrPromise | int | date | None
Value = Plain | Sequence[Mapping[str, Plain]]


def send_mail_later(
    to: str,
    template: str,
    context: Mapping[str, Value],
    *,
    language: str = "",
    at: datetime,
    useful_for: timedelta = USEFUL_FOR,
) -> None:
    """Write a mail to one person; the worker sends it when the transaction commits.

    `template` extends `outbox/mail.txt` and fills its blocks `subject` and `text`.
    `language` is the reader's (`Account.language`), the installation's if empty. The
    context takes plain values only, and lists of such rows: names come from outside,
    and every text in it is made one line, so that a name cannot bring headers or
    paragraphs along. Is the mail server away, it is tried again for as long as the mail
    is `useful_for` somebody.
    Raises ValidationError if `to` is no address.
    """
    letter = write_letter(to, template, context, language=language)
    send_letter_later(letter, at=at, useful_for=useful_for)


def send_letter_later(
    letter: Letter, *, at: datetime, useful_for: timedelta = USEFUL_FOR
) -> None:
    """Send what `write_letter` wrote, as `send_mail_later` does.

    For letters that can be answered: `replace(letter, reply_to=…, thread=…)`.
    """
    validate_email(letter.to)
    # What is empty is left out: a worker of the version before knows fewer fields.
    fields = {name: value for name, value in asdict(letter).items() if value}
    content = encrypt(json.dumps(fields), purpose=PURPOSE)
    mail = WaitingMail.objects.create(
        uid=uuid4(),
        content=content,
        created_at=at,
        expires_at=at + useful_for,
        next_try_at=at,
    )
    # By its name: tasks are the layer above.
    task = import_string("eduport.outbox.tasks.deliver_mail_task")
    transaction.on_commit(lambda: task.enqueue(mail_id=mail.pk))


def write_letter(
    to: str, template: str, context: Mapping[str, Value], *, language: str = ""
) -> Letter:
    """Fill in a template; its first line is the subject."""
    language = language or settings.LANGUAGE_CODE
    with override(language):
        values = {name: _harmless(value) for name, value in context.items()}
        values["portal_url"] = settings.EDUPORT.public_url
        found = Engine.get_default().get_template(template)
        text = found.render(Context(values, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return Letter(to, one_line(subject), f"{body.strip()}\n", language)


def _harmless(value: Value) -> object:
    if value is None or isinstance(value, int | date):
        return value
    if isinstance(value, list | tuple):
        return [{key: _harmless(one) for key, one in row.items()} for row in value]
    return one_line(str(value))
