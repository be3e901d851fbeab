"""Handing mail to the mail server, again and again until it takes it."""

import json
import logging
import smtplib
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from cryptography.fernet import InvalidToken
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from eduport.core.encryption import decrypt
from eduport.core.errors import DomainError
from eduport.outbox.formats import message_of
from eduport.outbox.models import Circular, WaitingMail
from eduport.outbox.rules import pause_after
from eduport.outbox.services.writing import PURPOSE, write_letter
from eduport.outbox.types import Letter

logger = logging.getLogger(__name__)
# Longer than any conversation with a mail server: whoever died in one frees the mail.
CLAIM = timedelta(minutes=10)
FAILED_KEPT_FOR = timedelta(days=14)
_PERMANENT = 500


class MailServerError(DomainError):
    message = _("The mail server did not take the mail: %(reason)s.")


class Fault(NamedTuple):
    """Why a mail was not sent, and whether trying again is of no use."""

    name: str
    is_permanent: bool


EXPIRED = Fault("expired", is_permanent=True)


def deliver_mail(mail_id: int, *, at: datetime) -> datetime | None:
    """Send a mail. Returns when to try again, if at all.

    Of several workers one has it: the conditional update decides. A worker that dies
    in the middle leaves a mail that is due again after `CLAIM`; it has the same
    Message-ID then, so that mail systems can tell that it is the same.
    """
    claimed = WaitingMail.objects.filter(
        pk=mail_id, failed_at=None, next_try_at__lte=at
    ).update(next_try_at=at + CLAIM, tries=F("tries") + 1)
    if not claimed:
        return None
    mail = WaitingMail.objects.get(pk=mail_id)
    fault = EXPIRED if mail.expires_at <= at else _send(mail)
    if not fault:
        mail.delete()
        return None
    return postpone(mail, fault, at=at)


def _send(mail: WaitingMail) -> Fault | None:
    try:
        content = decrypt(mail.content, purpose=PURPOSE)
    except InvalidToken as error:  # written with another secret_key
        return Fault(type(error).__name__, is_permanent=True)
    message = message_of(Letter(**json.loads(content)), mail.uid, mail.created_at)
    try:
        _hand_over(message)
    except (OSError, smtplib.SMTPException) as error:
        return Fault(type(error).__name__, is_permanent(error))
    return None


def _hand_over(message: EmailMessage) -> None:
    connection = get_connection()
    try:
        connection.send_messages([message])
    finally:
        # Open still, if the server answered and then refused TLS or the password.
        connection.close()


def is_permanent(error: Exception) -> bool:
    """Whether the server refused this recipient or content for good (RFC 5321 §4.2)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _PERMANENT


def postpone(mail: WaitingMail, fault: Fault, *, at: datetime) -> datetime | None:
    """Try again later, or give up. Returns when."""
    next_try_at = at + pause_after(mail.tries)
    is_over = fault.is_permanent or next_try_at >= mail.expires_at
    mail.fault, mail.next_try_at = fault.name, next_try_at
    mail.failed_at = at if is_over else None
    mail.save(update_fields=["fault", "next_try_at", "failed_at"])
    logger.warning("Mail %s was not sent: %s", mail.uid, fault.name)
    return None if is_over else next_try_at


def due_mail(*, at: datetime) -> list[int]:
    """What should have been sent by now: its task was lost, or its worker died."""
    due = WaitingMail.objects.filter(failed_at=None, next_try_at__lte=at, circular=None)
    return list(due.order_by("next_try_at").values_list("pk", flat=True))


def purge_failed_mail(*, at: datetime) -> None:
    """Forget mail that could not be sent two weeks ago, and what nobody waits for."""
    WaitingMail.objects.filter(failed_at__lt=at - FAILED_KEPT_FOR).delete()
    waiting = WaitingMail.objects.filter(circular=OuterRef("pk"))
    Circular.objects.filter(~Exists(waiting), expires_at__lte=at).delete()


def revive_failed_mail(*, at: datetime) -> int:
    """Let what failed be tried again at once, as long as it is of use; says how many.

    For the day on which the mail server refused everybody, by a mistake of ours.
    """
    useful = WaitingMail.objects.filter(failed_at__isnull=False, expires_at__gt=at)
    return useful.update(failed_at=None, tries=0, next_try_at=at)


def forget_failed_mail() -> int:
    """Delete what could not be sent; says how many."""
    number, _ = WaitingMail.objects.exclude(failed_at=None).delete()
    return number


def send_test_mail(to: str, *, at: datetime) -> None:
    """Send a mail at once, for an operator who sets up the mail server.

    Raises ValidationError if `to` is no address, MailServerError with what the server
    said, which names nobody but the operator.
    """
    validate_email(to)
    letter = write_letter(to, "outbox/test.txt", {})
    try:
        _hand_over(message_of(letter, uuid4(), at))
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerError(reason=str(error)) from error
