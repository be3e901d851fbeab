"""Reading the log about a person: one asks, another decides, both may read.

Works agreement: nobody reads alone what somebody else did or had done to them.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduport.accounts.models import Account
from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.inquiries.errors import (
    AboutOneselfError,
    AlreadyDecidedError,
    NoOfficerError,
    OwnInquiryError,
    UnknownPersonError,
)
from eduport.inquiries.models import Inquiry, InquiryDecision
from eduport.inquiries.queries import EntryRow, entries_about
from eduport.outbox.services import send_mail_later
from eduport.people.models import Person

READABLE_FOR = timedelta(days=7)


@transaction.atomic
def ask_inquiry(login: str, reason: str, *, by: Actor, at: datetime) -> Inquiry:
    """Ask to read the entries about whoever has this login.

    The data protection officer of the person's school is told, or that of the
    installation. Raises NoOfficerError if there is neither, UnknownPersonError, and
    AboutOneselfError for the own person.
    """
    account = Account.objects.filter(username=login.strip().lower()).first()
    if not account or not account.person:
        raise UnknownPersonError
    if account.person_id == by.person_id:
        raise AboutOneselfError
    _officer_of(account.person)
    inquiry = Inquiry.objects.create(
        person=account.person, reason=reason, asked_by=_person(by), asked_at=at
    )
    record("inquiries.inquiry.asked", inquiry, by=by, at=at)
    _tell_officer(inquiry, "asked", at)
    return inquiry


@transaction.atomic
def decide_inquiry(
    inquiry_id: int, decision: InquiryDecision, *, by: Actor, at: datetime
) -> Inquiry:
    """Let the two of them read for some days, or not.

    The data protection officer is told. Raises NoOfficerError, OwnInquiryError to
    whoever asked, AboutOneselfError to whom it is about, and AlreadyDecidedError.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry_id)
    _officer_of(inquiry.person)
    if inquiry.asked_by_id == by.person_id:
        raise OwnInquiryError
    if inquiry.person_id == by.person_id:
        raise AboutOneselfError
    if inquiry.decision:
        raise AlreadyDecidedError
    inquiry.decision = decision
    inquiry.decided_by = _person(by)
    inquiry.decided_at = at
    if decision == InquiryDecision.APPROVED:
        inquiry.ends_at = at + READABLE_FOR
    inquiry.save()
    record(f"inquiries.inquiry.{decision}", inquiry, by=by, at=at)
    _tell_officer(inquiry, decision, at)
    return inquiry


@transaction.atomic
def read_entries(inquiry: Inquiry, *, by: Actor, at: datetime) -> list[EntryRow]:
    """The entries about the person of an inquiry; that they were read is recorded.

    Whether the actor may is for `permissions.can_read_entries` to say.
    """
    record("inquiries.inquiry.read", inquiry, by=by, at=at)
    return entries_about(inquiry.person)


def purge_inquiries(*, at: datetime) -> int:
    """Forget inquiries as the entries that were read; return how many."""
    before = at - timedelta(days=settings.EDUPORT.audit_days)
    count, _ = Inquiry.objects.filter(asked_at__lt=before).delete()
    return count


def _officer_of(person: Person) -> str:
    own = person.home_school.data_protection_mail
    address: str = own or settings.EDUPORT.data_protection_mail
    if not address:
        raise NoOfficerError
    return address


def _person(by: Actor) -> Person:
    return Person.objects.get(pk=by.person_id or 0)


def _tell_officer(inquiry: Inquiry, what: str, at: datetime) -> None:
    send_mail_later(
        _officer_of(inquiry.person),
        "inquiries/mail/inquiry.txt",
        {
            "what": what,
            "number": inquiry.pk,
            "person": str(inquiry.person),
            "reason": inquiry.reason,
            "asked_by": str(inquiry.asked_by),
            "decided_by": str(inquiry.decided_by or ""),
        },
        at=at,
    )
