"""Reserving mail addresses for groups."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, count

from django.db import connection, transaction

from eduport.people.errors import (
    AddressReservedError,
    AddressTakenError,
    NoAddressError,
)
from eduport.people.models import BUILT_IN, Group, GroupAddress
from eduport.people.queries.years import in_active_year
from eduport.people.rules.group_addresses import (
    MAX_NAME,
    group_address_name,
    is_reserved,
)

AT_ONCE = 1000
# The same as in the trigger that guards the rows: whoever holds it is alone.
ADDRESS_LOCK = 7_358_003
ROOM_FOR_A_NUMBER = 5


def reserve_address(group: Group, wanted: str, *, at: datetime) -> GroupAddress:
    """Reserve what was typed; without it what the name gives, with a number if taken.

    Raises NoAddressError, AddressReservedError, AddressTakenError. Must run in a
    transaction.
    """
    name = group_address_name(wanted or group.name)
    if not name:
        raise NoAddressError(name=wanted or group.name)
    _stand_in_line()
    names = _Names(group.school.mail_domain)
    if not wanted:
        name = names.free(name, names.year_of(group))
    elif is_reserved(name):
        raise AddressReservedError(address=f"{name}@{names.domain}")
    elif not names.is_free(name, names.year_of(group)):
        raise AddressTakenError(address=f"{name}@{names.domain}")
    return GroupAddress.objects.create(
        group=group,
        school=group.school,
        name=name,
        domain=names.domain,
        starting_year=names.year_of(group),
        given_at=at,
    )


def reserve_missing_addresses(*, at: datetime) -> int:
    """Reserve one for every group of today without; return how many.

    For those that a source brought. One transaction a school at a time: killed at any
    moment, the next call goes on.
    """
    return sum(reserve_addresses(groups, at=at) for groups in _groups_without())


def _groups_without() -> Iterator[list[Group]]:
    """The groups without an address, school by school."""
    groups = Group.objects.filter(in_active_year(), address=None, ended_at=None)
    waiting = groups.exclude(kind__in=BUILT_IN)
    schools = waiting.order_by("school_id").values_list("school_id", flat=True)
    for school in list(schools.distinct()):
        rows = waiting.filter(school=school).order_by("pk")
        yield list(rows.select_related("school__authority", "session"))


@transaction.atomic
def reserve_addresses(groups: list[Group], *, at: datetime) -> int:
    """Reserve one for each of these groups of one school; return how many.

    A name without a letter or digit gives none.
    """
    _stand_in_line()
    names = _Names(groups[0].school.mail_domain)
    rows = [
        GroupAddress(
            group=group,
            school=group.school,
            name=names.free(name, names.year_of(group)),
            domain=names.domain,
            starting_year=names.year_of(group),
            given_at=at,
        )
        for group in groups
        if (name := group_address_name(group.name))
    ]
    GroupAddress.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


class _Names:
    """The names that are taken in a domain, by year; None is for permanent ones."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        given = GroupAddress.objects.filter(domain=domain)
        self.taken = set(given.values_list("name", "starting_year"))
        self.permanent = {name for name, year in self.taken if year is None}
        self.ever = {name for name, _year in self.taken}

    @staticmethod
    def year_of(group: Group) -> int | None:
        return group.session.starting_year if group.session else None

    def is_free(self, name: str, year: int | None) -> bool:
        """A permanent one must never have been given, another not in its year."""
        if year is None:
            return name not in self.ever
        return name not in self.permanent and (name, year) not in self.taken

    def free(self, name: str, year: int | None) -> str:
        """The name, or the first of name-2, name-3, … that is free; now taken."""
        stem = name[: MAX_NAME - ROOM_FOR_A_NUMBER].strip("-")
        numbered = (f"{stem}-{number}" for number in count(2))
        found = next(
            one
            for one in chain([name], numbered)
            if not is_reserved(one) and self.is_free(one, year)
        )
        self.taken.add((found, year))
        self.ever.add(found)
        if year is None:
            self.permanent.add(found)
        return found


def _stand_in_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDRESS_LOCK])
