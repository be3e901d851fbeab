"""People whom no feed delivers: made by hand, with an owner and an end."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import (
    Affiliation,
    Person,
    PersonAction,
    Role,
    School,
    SourceKind,
    Sponsorship,
)
from eduport.people.permissions import roles_given_by_hand
from eduport.people.queries import can_answer_for, namesakes_at
from eduport.people.rules.generic_names import Flaw, flaw_of
from eduport.people.services.addresses import address_base, assign_addresses
from eduport.people.services.deletion import end_affiliations
from eduport.people.services.sources import manual_source
from eduport.people.signals import persons_changed

WARNED_BEFORE = (30, 7, 1)
"""So many days before the end the owner and the school admins are warned."""


class GenericNameError(DomainError):
    """An account belongs to one human being."""

    message = _(
        "“%(text)s” names no person. An account belongs to one human being and has "
        "the first and the last name. For devices and rooms there are no accounts."
    )


class DigitInNameError(DomainError):
    """Names have no digits; `lehrer1` does."""

    message = _(
        "A name has no digits: “%(text)s”. An account belongs to one human being. Who "
        "has the same name as somebody else gets a number in the address by itself."
    )


class NameWithoutLettersError(DomainError):
    """There is nothing to make an address of."""

    message = _("First and last name need at least one letter each.")


class FeePaidError(DomainError):
    """Fee-paid staff has no accounts."""

    message = _(
        "Who is paid by fee gets no account: the works agreement covers employed and "
        "seconded staff only. Please talk to the central team if in doubt."
    )


class RoleNotAllowedError(DomainError):
    """Some roles come from above only."""

    message = _(
        "This role cannot be given by hand at a school. Heads of school are entered "
        "by the central team."
    )


class EndOutOfReachError(DomainError):
    """Accounts made by hand end, and not in the far future."""

    message = _("Please choose a last day between %(first)s and %(last)s.")


class NoOwnerError(DomainError):
    """Somebody of the school has to answer for the account."""

    message = _(
        "Whoever answers for the account has to be a member of staff of this school."
    )


class NamesakesError(DomainError):
    """There is somebody of this name at the school already."""

    message = _(
        "Somebody of this name is at the school already. Please look whether it is the "
        "same person."
    )


class EndedError(DomainError):
    """What has ended is not extended but taken back."""

    message = _(
        "This account has ended. Please take back the release for deletion first."
    )


class NotByHandError(DomainError):
    """What a source delivers is changed there."""

    message = _(
        "This person is delivered by the school administration system. Please change "
        "names and roles there: the next night follows."
    )


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What somebody typed about a person. `is_nobody_known`: looked at namesakes."""

    given_name: str
    family_name: str
    role: Role
    call_name: str = ""
    is_fee_paid: bool = False
    is_nobody_known: bool = False


def latest_day(at: dt.datetime) -> dt.date:
    """The last day that can be agreed now."""
    return localdate(at) + dt.timedelta(days=settings.EDUPORT.manual_account_days)


@transaction.atomic
def create_manual_account(
    new: NewPerson,
    *,
    school: School,
    owner: Person,
    last_day_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Person:
    """Make a person at a school, with address and account; a code opens it.

    Raises GenericNameError, DigitInNameError, NameWithoutLettersError, FeePaidError,
    RoleNotAllowedError, EndOutOfReachError, NoOwnerError, and NamesakesError unless
    somebody looked at those of the same name.
    """
    base = _checked_base(new)
    _check_role(new, by)
    _check_end(last_day_on, at)
    _check_owner(owner, school)
    # Two at once would both find no namesake.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    if not new.is_nobody_known and namesakes_at(school, base).exists():
        raise NamesakesError
    source = manual_source(school.authority)
    person = Person.objects.create(
        source=source,
        given_name=new.given_name,
        family_name=new.family_name,
        call_name=new.call_name,
        address_base=base,
        home_school=school,
        created_at=at,
    )
    affiliation = Affiliation.objects.create(
        person=person, school=school, role=new.role, source=source, started_at=at
    )
    sponsor(affiliation, owner=owner, last_day_on=last_day_on, at=at)
    assign_addresses([person.pk], at=at)
    persons_changed.send(None, person_ids=[person.pk], at=at)
    record("people.person.created", person, by=by, at=at)
    return person


@transaction.atomic
def change_manual_person(
    place: Affiliation, new: NewPerson, *, by: Actor, at: dt.datetime
) -> None:
    """Change the names of a person made by hand, and the role at the home school.

    Address and login follow as in the night of a sync: the old address stays the
    person's. So does the old affiliation, ended; its sponsorship goes on with the new.
    Raises what making the person raises, NotByHandError, and EndedError.
    """
    school = School.objects.select_for_update(no_key=True).get(pk=place.school_id)
    person = Person.objects.select_for_update(of=("self",)).get(pk=place.person_id)
    place = Affiliation.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if {person.source.kind, place.source.kind} != {SourceKind.MANUAL}:
        raise NotByHandError
    if place.ended_at:
        raise EndedError
    base = _checked_base(new)
    _check_role(new, by, present=Role(place.role))
    _check_namesakes(new, base, person, school)
    if not _write_names(person, new, base) and new.role == place.role:
        return
    _change_role(place, new.role, at=at)
    assign_addresses([person.pk], at=at)
    persons_changed.send(None, person_ids=[person.pk], at=at)
    record("people.person.changed", person, by=by, at=at)


def sponsor(
    affiliation: Affiliation,
    *,
    owner: Person | None,
    last_day_on: dt.date,
    at: dt.datetime,
) -> Sponsorship:
    """Write down who answers for an affiliation, in place of what was agreed before."""
    sponsorship, _ = Sponsorship.objects.update_or_create(
        affiliation=affiliation,
        defaults={
            "owner": owner,
            "agreed_on": localdate(at),
            "last_day_on": last_day_on,
            "warned_days": None,
        },
    )
    return sponsorship


@transaction.atomic
def extend_manual_account(
    affiliation: Affiliation,
    *,
    owner: Person,
    last_day_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Agree on a new last day, and on who answers; for the first time, too.

    Raises EndOutOfReachError, NoOwnerError, EndedError.
    """
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if affiliation.ended_at:
        raise EndedError
    _check_end(last_day_on, at)
    _check_owner(owner, affiliation.school)
    sponsor(affiliation, owner=owner, last_day_on=last_day_on, at=at)
    record("people.sponsorship.extended", affiliation.person, by=by, at=at)


@transaction.atomic
def end_manual_accounts(*, by: Actor, at: dt.datetime) -> PersonAction | None:
    """End what has had its last day; who has nothing else is released for deletion.

    Returns the journal, from which it can be undone, or None if there was nothing.
    """
    over = Sponsorship.objects.filter(
        affiliation__ended_at=None,
        affiliation__person__deletion_released_at=None,
        last_day_on__lt=localdate(at),
        # What a feed has taken over since ends with the feed.
        affiliation__source__kind="manual",
    )
    places = list(over.values_list("affiliation__person", "affiliation"))
    return end_affiliations(places, by=by, at=at) if places else None


@transaction.atomic
def claim_warnings(*, at: dt.datetime) -> QuerySet[Sponsorship]:
    """The sponsorships whose end is near enough for the next warning, each once.

    They count as warned from now on: called again on the same day it finds none.
    """
    claimed = []
    for days in sorted(WARNED_BEFORE):
        near = Sponsorship.objects.select_for_update().filter(
            Q(warned_days=None) | Q(warned_days__gt=days),
            affiliation__ended_at=None,
            affiliation__source__kind="manual",
            last_day_on__gte=localdate(at),
            last_day_on__lte=localdate(at) + dt.timedelta(days=days),
        )
        ids = list(near.values_list("pk", flat=True))
        Sponsorship.objects.filter(pk__in=ids).update(warned_days=days)
        claimed += ids
    related = ("affiliation__person", "affiliation__school", "owner")
    return Sponsorship.objects.filter(pk__in=claimed).select_related(*related)


def _checked_base(new: NewPerson) -> str:
    flaw = flaw_of(new.given_name, new.family_name, new.call_name)
    if flaw:
        reason, text = flaw
        error = DigitInNameError if reason == Flaw.DIGIT else GenericNameError
        raise error(text=text)
    base = address_base(new.given_name, new.family_name, new.call_name)
    if base is None:
        raise NameWithoutLettersError
    return base


def _write_names(person: Person, new: NewPerson, base: str) -> bool:
    """Write the names; whether any of them is another one now."""
    names = {
        "given_name": new.given_name,
        "family_name": new.family_name,
        "call_name": new.call_name,
        "address_base": base,
    }
    # No `save`: what the database computes of the names must be read anew.
    changed = {key: one for key, one in names.items() if getattr(person, key) != one}
    return bool(changed and Person.objects.filter(pk=person.pk).update(**changed))


def _change_role(place: Affiliation, role: Role, *, at: dt.datetime) -> None:
    """End what somebody was, and begin, or take up again, what they are now."""
    if role == place.role:
        return
    own = Affiliation.objects.filter(person=place.person_id, school=place.school_id)
    own.filter(pk=place.pk).update(ended_at=at)
    if not own.filter(role=role, ended_at=None).exists():
        Affiliation.objects.update_or_create(
            person_id=place.person_id,
            school_id=place.school_id,
            role=role,
            defaults={"source_id": place.source_id, "ended_at": None},
            create_defaults={"source_id": place.source_id, "started_at": at},
        )
    now = own.get(role=role)
    if Sponsorship.objects.filter(affiliation=place).exists():
        Sponsorship.objects.filter(affiliation=now).delete()
        Sponsorship.objects.filter(affiliation=place).update(affiliation=now)


def _check_namesakes(new: NewPerson, base: str, person: Person, school: School) -> None:
    """Only if the name that makes the address is another one than before."""
    if new.is_nobody_known or base == person.address_base:
        return
    if namesakes_at(school, base).exclude(pk=person.pk).exists():
        raise NamesakesError


def _check_role(new: NewPerson, by: Actor, present: Role | None = None) -> None:
    """A role that somebody has already was given from above; to keep it is no gift."""
    allowed = set(roles_given_by_hand(by))
    if new.role != present and not {new.role, present or new.role} <= allowed:
        raise RoleNotAllowedError
    if new.is_fee_paid and new.role != Role.STUDENT:
        raise FeePaidError


def _check_end(last_day_on: dt.date, at: dt.datetime) -> None:
    first, last = localdate(at), latest_day(at)
    if not first <= last_day_on <= last:
        raise EndOutOfReachError(
            first=date_format(first, "SHORT_DATE_FORMAT"),
            last=date_format(last, "SHORT_DATE_FORMAT"),
        )


def _check_owner(owner: Person, school: School) -> None:
    if not can_answer_for(school).filter(pk=owner.pk).exists():
        raise NoOwnerError
