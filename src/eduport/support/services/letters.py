"""Telling people by mail that something happened to a ticket.

The mail names the ticket and leads to it. What was said stays in the portal. Where mail
is taken, an answer to it lands in the ticket: its address says whose answer it is.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.outbox.services import send_letter_later, write_letter
from eduport.people.models import Address
from eduport.people.models.addresses import WRITTEN
from eduport.support.models import Ticket
from eduport.support.queries.reply_addresses import reply_address


def tell(
    ticket: Ticket, person_ids: Iterable[int], event: str, *, at: datetime
) -> None:
    """Write to these people, each in their language, that `event` happened.

    Events: `asked`, `reply`, `solved`, `reopened`, `received`, `reported`, `linked`,
    `merged`, `report_solved`, `held`. Who has no address is not told; the ticket waits
    on their page.
    """
    keys = list(person_ids)
    addresses, languages = addresses_of(keys, ticket.school_id), languages_of(keys)
    for key, address in addresses.items():
        # An answer would go to whoever asked, which is not meant then.
        reply_to = "" if event == "held" else reply_address(ticket, key, at=at)
        letter = write_letter(
            address,
            "support/mail/ticket.txt",
            {
                "event": event,
                "number": ticket.pk,
                "subject": ticket.subject,
                "path": reverse("support:ticket", args=[ticket.uid]),
                "can_reply": bool(reply_to),
            },
            language=languages.get(key, ""),
        )
        thread = f"ticket.{ticket.uid}"
        send_letter_later(replace(letter, reply_to=reply_to, thread=thread), at=at)


def addresses_of(person_ids: list[int], school_id: int | None = None) -> dict[int, str]:
    """The address at the school that it is about, otherwise any."""
    found = Address.objects.filter(person__in=person_ids, replaced_at=None)
    rows = list(
        found.annotate(text=WRITTEN)
        .order_by("pk")
        .values_list("person", "school", "text")
    )
    chosen = {person: text for person, _school, text in reversed(rows)}
    return chosen | {person: text for person, at, text in rows if at == school_id}


def languages_of(person_ids: list[int]) -> dict[int, str]:
    """In which language each of them reads."""
    everyday = Account.objects.filter(person__in=person_ids, kind=AccountKind.PERSON)
    return dict(everyday.values_list("person", "language"))
