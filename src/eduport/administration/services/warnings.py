"""Telling people by mail that accounts made by hand are about to end."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.outbox.services import send_mail_later
from eduport.people.models import Address, AdminRole, Sponsorship
from eduport.people.models.addresses import WRITTEN
from eduport.people.queries import current_appointments
from eduport.people.services.manual_accounts import claim_warnings

# A school and a day: what a mail is about.
Subject = tuple[int, date]
TEMPLATE = "administration/mail/accounts_end.txt"
NAMED = 5


@transaction.atomic
def warn_of_ends(*, at: datetime) -> int:
    """Write to whoever answers and to the school admins; return how many mails.

    A mail tells of all accounts of a school that end on the same day, to each reader
    only those that concern them. Once for each of the warnings: called twice on one
    day it writes nothing.
    """
    told = _readers(list(claim_warnings(at=at)))
    people = {person_id for person_id, _ in told}
    addresses, languages = _addresses(people), _languages(people)
    written = 0
    for (person_id, _subject), rows in told.items():
        if address := addresses.get(person_id):
            language = languages.get(person_id, "")
            send_mail_later(address, TEMPLATE, _context(rows), language=language, at=at)
            written += 1
    return written


def _readers(
    rows: Iterable[Sponsorship],
) -> dict[tuple[int, Subject], list[Sponsorship]]:
    """Which accounts are told to whom."""
    rows = list(rows)
    admins = defaultdict(set)
    appointed = current_appointments().filter(
        role=AdminRole.SCHOOL_ADMIN,
        school__in={row.affiliation.school_id for row in rows},
    )
    for school_id, person_id in appointed.values_list("school", "person"):
        admins[school_id].add(person_id)
    told = defaultdict(list)
    for row in sorted(rows, key=lambda row: str(row.affiliation.person)):
        school_id = row.affiliation.school_id
        owner = {row.owner_id} if row.owner_id else set()
        for person_id in owner | admins[school_id]:
            told[person_id, (school_id, row.last_day_on)].append(row)
    return dict(told)


def _addresses(person_ids: Iterable[int]) -> dict[int, str]:
    """The addresses at home."""
    rows = Address.objects.filter(
        person__in=person_ids, replaced_at=None, school=F("person__home_school")
    ).annotate(text=WRITTEN)
    return dict(rows.values_list("person", "text"))


def _languages(person_ids: Iterable[int]) -> dict[int, str]:
    accounts = Account.objects.filter(person__in=person_ids, kind=AccountKind.PERSON)
    return dict(accounts.values_list("person", "language"))


def _context(rows: list[Sponsorship]) -> dict[str, str | int | date]:
    names = [str(row.affiliation.person) for row in rows]
    return {
        "count": len(rows),
        "names": ", ".join(names[:NAMED]),
        "more": max(0, len(names) - NAMED),
        "school": str(rows[0].affiliation.school),
        "last_day_on": rows[0].last_day_on,
        "path": reverse("administration:manual_accounts"),
    }
