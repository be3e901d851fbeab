"""Mail that comes in: stored as it is, then read, then in the ticket or held."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from psycopg import Cursor

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.support.errors import (
    NoSuchReplyAddressError,
    NothingToTakeError,
    RefusedFileError,
    TicketIsClosedError,
    TicketIsFullError,
    TooMuchMailError,
)
from eduport.support.formats.incoming import (
    Content,
    ReadMail,
    UnreadableMailError,
    body_of,
    name_of,
    read_mail,
)
from eduport.support.formats.mail_text import visible
from eduport.support.models import (
    IncomingMail,
    MailReason,
    MailState,
    Message,
    Side,
    Ticket,
    TicketState,
)
from eduport.support.queries.mail import (
    answers_too_often,
    is_address_of,
    mail_actor,
    sends_too_much,
    side_of,
)
from eduport.support.queries.reply_addresses import find_answer
from eduport.support.queries.tickets import contacts_at
from eduport.support.rules.authentication import is_refuted
from eduport.support.rules.mail_kinds import Kind, kind_of
from eduport.support.rules.quoting import own_words
from eduport.support.rules.reply_addresses import Answer
from eduport.support.services.faults import tell_desk
from eduport.support.services.files import MOST_AT_ONCE, clean_files, store_files
from eduport.support.services.letters import tell
from eduport.support.services.tickets import REOPENED_WITHIN, reply_to_ticket
from eduport.support.types import CleanFile, Upload

LONGEST_ANSWER = 20_000
MOST_TRIES = 3
# Longer than anything takes to be read: whoever died over it frees the mail.
CLAIM = timedelta(minutes=2)
READ = ["state", "reason", "sender", "subject", "text"]


def check_recipient(address: str, *, at: datetime) -> Answer:
    """To what a mail to this address answers, asked before the mail is sent.

    Raises NoSuchReplyAddressError and TicketIsClosedError: the sender's mail server
    says so, and nobody believes to have answered. Raises TooMuchMailError, which is
    over within the hour.
    """
    answer = find_answer(address, at=at)
    ticket = answer and Ticket.objects.filter(pk=answer.ticket_id).first()
    if not answer or not ticket:
        raise NoSuchReplyAddressError
    ended = ticket.solved_at and ticket.solved_at <= at - REOPENED_WITHIN
    if ticket.state == TicketState.CLOSED or ended:
        raise TicketIsClosedError
    if sends_too_much(answer.person_id, at=at):
        raise TooMuchMailError
    return answer


@transaction.atomic
def store_mail(
    answer: Answer, content: Content, *, envelope_from: str, at: datetime
) -> IncomingMail:
    """Keep a mail as it came; the worker reads it. Twice is the same as once.

    The same is what has the same Message-ID, sender, recipient and body: a mail server
    that was not answered sends it again.
    """
    mail, is_new = IncomingMail.objects.get_or_create(
        digest=_digest(answer, content),
        defaults={
            "ticket_id": answer.ticket_id,
            "person_id": answer.person_id,
            "envelope_from": visible(envelope_from)[:320],
            "content": b"",
            "size": len(content),
            "received_at": at,
            "state": MailState.RECEIVED,
            "next_try_at": at,
        },
    )
    if is_new:
        _write_content(mail, content)
        # By its name: tasks are the layer above.
        task = import_string("eduport.support.tasks.read_mail_task")
        transaction.on_commit(lambda: task.enqueue(mail_id=mail.pk))
    return mail


def _write_content(mail: IncomingMail, content: Content) -> None:
    """Write a large mail as bytes: Django would write it into the statement, as text.

    That takes ten times the memory, of a process that may hold several.
    """
    table = connection.ops.quote_name(IncomingMail._meta.db_table)
    with Cursor(connection.connection) as cursor:
        statement = f"UPDATE {table} SET content = %b WHERE id = %s"  # noqa: S608 -- ours
        cursor.execute(statement.encode(), [content, mail.pk])


def _digest(answer: Answer, content: Content) -> str:
    named = hashlib.sha256(f"{answer.ticket_id}.{answer.person_id} ".encode())
    named.update(name_of(content) + b"\n\n")
    named.update(body_of(content))
    return named.hexdigest()


def claim_mail(mail_id: int, *, at: datetime) -> bool:
    """Say that one is about to read a mail. False if somebody else is, or did.

    What brought down whoever read it, again and again, is held instead.
    """
    due = IncomingMail.objects.filter(
        pk=mail_id, state=MailState.RECEIVED, next_try_at__lte=at
    )
    fresh = due.filter(tries__lt=MOST_TRIES)
    if fresh.update(next_try_at=at + CLAIM, tries=F("tries") + 1):
        return True
    if due.exists():
        hold_unread(mail_id, at=at)
    return False


@transaction.atomic
def hold_unread(mail_id: int, *, at: datetime) -> None:
    """Let somebody decide about a mail that cannot be read."""
    mail = _locked(mail_id)
    if mail.state == MailState.RECEIVED:
        _hold(mail, MailReason.UNREADABLE, at=at)


@transaction.atomic
def take_in(mail_id: int, *, at: datetime) -> None:
    """Read a stored mail: it becomes a message, is recorded as no answer, or is held.

    All of it or nothing happens, and only once: the state says whether it did.
    """
    mail = _locked(mail_id)
    if mail.state != MailState.RECEIVED:
        return
    try:
        read = read_mail(bytes(mail.content))
    except UnreadableMailError:
        _hold(mail, MailReason.UNREADABLE, at=at)
        return
    mail.sender, mail.subject = read.sender[:320], read.subject[:200]
    mail.text = _answer_in(read)
    if reason := _no_answer(mail, read):
        _settle(mail, MailState.RECORDED, reason, at=at)
    elif reason := _doubt(mail, read, at=at):
        _hold(mail, reason, at=at)
    else:
        _take(mail, read, at=at)


def _take(mail: IncomingMail, read: ReadMail, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            mail.message = _put_into_ticket(mail, read, at=at)
    except DomainError:
        _hold(mail, MailReason.OVER, at=at)
    else:
        # It is one of the person's; which one is nobody's business.
        mail.sender = ""
        _settle(mail, MailState.TAKEN, "", at=at)


@transaction.atomic
def accept_mail(mail_id: int, *, by: Actor, at: datetime) -> None:
    """Put a held mail into its ticket, as an answer of whom the address was given to.

    Doing so twice is the same as once. Raises NothingToTakeError if there are no words
    in it or the person has no part in the ticket, and what `reply_to_ticket` refuses.
    """
    mail = _locked(mail_id)
    if mail.state != MailState.HELD:
        return
    try:
        read = read_mail(bytes(mail.content))
    except UnreadableMailError:
        raise NothingToTakeError from None
    says_something = mail.text or _kept_files(read.attachments)[0]
    if not says_something or side_of(mail.person, mail.ticket) is None:
        raise NothingToTakeError
    mail.message = _put_into_ticket(mail, read, at=at)
    mail.settled_by_id = by.person_id
    _settle(mail, MailState.TAKEN, mail.reason, at=at)
    record("support.mail.accepted", mail.ticket, by=by, at=at)


@transaction.atomic
def throw_away_mail(mail_id: int, *, by: Actor, at: datetime) -> None:
    """Decide that a held mail is no answer. It is kept for some days still."""
    mail = _locked(mail_id)
    if mail.state != MailState.HELD:
        return
    mail.settled_by_id = by.person_id
    _settle(mail, MailState.THROWN_AWAY, mail.reason, at=at)
    record("support.mail.thrown_away", mail.ticket, by=by, at=at)


def purge_mail(*, at: datetime) -> int:
    """Forget mail that was settled, or held for longer than anybody waits."""
    settled = at - timedelta(days=settings.EDUPORT.mail_intake_days)
    held = at - timedelta(days=settings.EDUPORT.mail_held_days)
    over = Q(settled_at__lt=settled) | Q(settled_at=None, received_at__lt=held)
    number, _rows = IncomingMail.objects.filter(over).delete()
    return number


def _locked(mail_id: int) -> IncomingMail:
    rows = IncomingMail.objects.select_for_update(of=["self"])
    return rows.select_related("ticket__school", "person").get(pk=mail_id)


def _answer_in(read: ReadMail) -> str:
    words = own_words(read.text)
    if len(words) > LONGEST_ANSWER:
        return f"{words[:LONGEST_ANSWER].rstrip()} […]"
    return words


def _no_answer(mail: IncomingMail, read: ReadMail) -> MailReason | None:
    """Why it is nobody's answer, if so. Such mail is never answered (RFC 3834 §2)."""
    own = parseaddr(settings.EDUPORT.mail_from)[1].rpartition("@")[2]
    kind = kind_of(read.marks, envelope_from=mail.envelope_from, domain=own)
    if kind != Kind.PERSON:
        return MailReason(kind.value)
    if read.is_calendar:
        return MailReason.CALENDAR
    is_empty = not (mail.text or read.attachments or read.is_encrypted)
    return MailReason.EMPTY if is_empty else None


def _doubt(mail: IncomingMail, read: ReadMail, *, at: datetime) -> MailReason | None:
    """Why somebody has to look at it, if so."""
    if not is_address_of(mail.person, mail.sender):
        return MailReason.SENDER
    if is_refuted(read.authentication, settings.EDUPORT.mail_intake_authserv):
        return MailReason.FORGED
    if side_of(mail.person, mail.ticket) is None:
        return MailReason.NOT_INVOLVED
    if answers_too_often(mail.person_id, mail.ticket_id, at=at):
        return MailReason.TOO_MANY
    if read.is_encrypted:
        return MailReason.ENCRYPTED
    says_something = mail.text or _kept_files(read.attachments)[0]
    return None if says_something else MailReason.UNREADABLE


def _put_into_ticket(mail: IncomingMail, read: ReadMail, *, at: datetime) -> Message:
    side = side_of(mail.person, mail.ticket) or Side.REPORTER
    by = mail_actor(mail.person)
    files, refused = _kept_files(read.attachments)
    said = mail.text or _only_files(files)
    text = _with_names(said, refused)
    message = reply_to_ticket(mail.ticket_id, text, side=side, by=by, at=at)
    try:
        store_files(message, files, by=by, at=at)
    except TicketIsFullError:
        message.text = _with_names(said, [file.name for file in read.attachments])
        message.save(update_fields=["text"])
    return message


def _kept_files(files: Sequence[Upload]) -> tuple[list[CleanFile], list[str]]:
    """What can be kept of the files, and the names of the others.

    An answer is worth more than a file that is too large or of no known kind.
    """
    kept, refused = [], [file.name for file in files[MOST_AT_ONCE:]]
    for file in files[:MOST_AT_ONCE]:
        try:
            kept += clean_files([file])
        except RefusedFileError:
            refused.append(file.name)
    return kept, refused


def _only_files(files: Sequence[CleanFile]) -> str:
    """What stands there if somebody sent a picture without a word."""
    with override(settings.LANGUAGE_CODE):
        return _("(only files)") if files else ""


def _with_names(text: str, names: list[str]) -> str:
    """The text, and what could not be kept, in the language of the installation."""
    if not names:
        return text
    with override(settings.LANGUAGE_CODE):
        said = _("Not taken over from the mail: %(names)s")
    return f"{text}\n\n{said % {'names': ', '.join(names)}}".strip()


def _hold(mail: IncomingMail, reason: MailReason, *, at: datetime) -> None:
    held = IncomingMail.objects.filter(ticket=mail.ticket_id, state=MailState.HELD)
    is_first = not held.exists()
    mail.state, mail.reason = MailState.HELD, reason
    mail.save(update_fields=READ)
    if is_first:
        # Of more they read on the page: whoever forges mail makes no flood of ours.
        _tell_of_doubt(mail.ticket, at=at)


def _tell_of_doubt(ticket: Ticket, *, at: datetime) -> None:
    if not ticket.is_question or not ticket.school:
        tell_desk(ticket, "held", at=at)
        return
    contacts = contacts_at(ticket.school, ticket.addressee)
    others = contacts.exclude(pk=ticket.reporter_id)
    tell(ticket, others.values_list("pk", flat=True), "held", at=at)


def _settle(mail: IncomingMail, state: MailState, reason: str, *, at: datetime) -> None:
    mail.state, mail.reason, mail.settled_at = state, reason, at
    mail.save(update_fields=[*READ, "message", "settled_by", "settled_at"])
