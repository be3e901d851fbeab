"""Reading mail that came in: who decides about which, and who has a part in what."""

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.models.recovery import RecoveryAddress
from eduport.core.actor import Actor
from eduport.people.models import Address, Person
from eduport.people.models.addresses import WRITTEN
from eduport.support.models import IncomingMail, MailState, Side, Ticket
from eduport.support.queries.tickets import contacts_at, faults_for_desk, questions_for

AN_HOUR = timedelta(hours=1)
MOST_IN_TICKET = 20
"""So many answers of one person in one ticket within an hour."""
MOST_OF_PERSON = 60
"""And so many in all tickets together."""

MOST_STORED, MOST_BYTES = 200, 500 * 1024 * 1024
"""So many mails, and so large together, are stored for one person within an hour."""


def mail_decided_by(actor: Actor) -> QuerySet[IncomingMail]:
    """Mail about reports for the desk, about questions for who answers them."""
    tickets = faults_for_desk(actor).values("pk")
    questions = questions_for(actor).exclude(reporter=actor.person_id).values("pk")
    mails = IncomingMail.objects.filter(ticket__in=tickets)
    mails |= IncomingMail.objects.filter(ticket__in=questions)
    return mails.defer("content").select_related("ticket", "person")


def held_mail(mails: QuerySet[IncomingMail]) -> QuerySet[IncomingMail]:
    """What waits for a decision, or has not been read."""
    return mails.filter(state__in=[MailState.HELD, MailState.RECEIVED])


def side_of(person: Person, ticket: Ticket) -> Side | None:
    """On which side somebody answers by mail now; None who has no part in it.

    The desk answers in the portal only: its mailbox is nobody's own.
    """
    if person.deletion_released_at or not has_open_account(person):
        return None
    if ticket.reporter_id == person.pk:
        return Side.REPORTER
    if ticket.is_question and ticket.school:
        contacts = contacts_at(ticket.school, ticket.addressee)
        if contacts.filter(pk=person.pk).exists():
            return Side.CONTACT
    return None


def has_open_account(person: Person) -> bool:
    """Whether somebody has an everyday account that is not shut."""
    accounts = Account.objects.filter(person=person, kind=AccountKind.PERSON)
    return accounts.filter(disabled_at=None).exists()


def mail_actor(person: Person) -> Actor:
    """The everyday account of somebody who writes by mail."""
    account = Account.objects.filter(person=person, kind=AccountKind.PERSON).first()
    return account.actor if account else Actor("mail", person_id=person.pk)


def is_address_of(person: Person, address: str) -> bool:
    """Whether it is one of the person's: at a school, now or before, or a private one.

    Private is the recovery address, which its owner has confirmed.
    """
    base, _, domain = address.rpartition("@")
    if not base:
        return False
    found = Address.objects.filter(person=person, domain=domain)
    if found.annotate(text=WRITTEN).filter(text=address).exists():
        return True
    private = RecoveryAddress.objects.filter(account__person=person)
    return any(row.address.lower() == address for row in private)


def answers_too_often(person_id: int, ticket_id: int, *, at: datetime) -> bool:
    """Whether there were so many answers within an hour that a machine writes them."""
    taken = IncomingMail.objects.filter(
        person=person_id, state=MailState.TAKEN, received_at__gt=at - AN_HOUR
    )
    keys = list(taken.values_list("ticket", flat=True)[:MOST_OF_PERSON])
    return len(keys) >= MOST_OF_PERSON or keys.count(ticket_id) >= MOST_IN_TICKET


def sends_too_much(person_id: int, *, at: datetime) -> bool:
    """Whether so much came to a person's addresses that it would fill the disk."""
    recent = IncomingMail.objects.filter(person=person_id, received_at__gt=at - AN_HOUR)
    found = recent.aggregate(number=Count("pk"), size=Sum("size"))
    return found["number"] >= MOST_STORED or (found["size"] or 0) >= MOST_BYTES


def due_mail(*, at: datetime) -> list[int]:
    """What should have been read by now: its task was lost, or its worker died."""
    due = IncomingMail.objects.filter(state=MailState.RECEIVED, next_try_at__lte=at)
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:1000])


def mail_outside(ticket: Ticket) -> QuerySet[IncomingMail]:
    """Mail to a ticket that does not stand in its conversation."""
    shown = [MailState.HELD, MailState.RECORDED]
    found = IncomingMail.objects.filter(ticket=ticket, state__in=shown)
    return found.defer("content").order_by("received_at", "pk")
