"""Asking the own school."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import School
from eduport.support.errors import NoContactError
from eduport.support.models import Addressee, Message, Side, Ticket, TicketKind
from eduport.support.queries.tickets import contacts_at
from eduport.support.services.files import clean_files, store_files
from eduport.support.services.letters import tell
from eduport.support.signals import ticket_changed
from eduport.support.types import Upload


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as somebody typed it."""

    school: School
    addressee: Addressee
    subject: str
    text: str
    files: tuple[Upload, ...] = ()
    browser: str = ""
    error_reference: str = ""


@transaction.atomic
def ask_school(draft: QuestionDraft, *, by: Actor, at: datetime) -> Ticket:
    """Ask the contacts of a school, who are told by mail.

    Raises NoContactError if the school has named nobody: nobody would read it; and
    RefusedFileError.
    """
    files = clean_files(draft.files)
    contacts = contacts_at(draft.school, draft.addressee)
    readers = list(contacts.values_list("pk", flat=True))
    if not readers:
        raise NoContactError(school=draft.school)
    ticket = Ticket.objects.create(
        kind=TicketKind.QUESTION,
        school=draft.school,
        reporter_id=by.person_id or 0,
        subject=draft.subject,
        addressee=draft.addressee,
        browser=draft.browser[:300],
        error_reference=draft.error_reference,
        created_at=at,
        changed_at=at,
    )
    message = Message.objects.create(
        ticket=ticket,
        author_id=by.person_id,
        side=Side.REPORTER,
        text=draft.text,
        at=at,
    )
    store_files(message, files, by=by, at=at)
    record("support.question.asked", ticket, by=by, at=at)
    tell(ticket, [key for key in readers if key != by.person_id], "asked", at=at)
    ticket_changed.send(Ticket, ticket=ticket, event="created", by=by, at=at)
    return ticket
