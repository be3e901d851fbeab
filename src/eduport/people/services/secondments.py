"""Giving people to another school for a while, with its consent."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import (
    ActionKind,
    AdminRole,
    Affiliation,
    Person,
    Role,
    School,
    Secondment,
    SourceKind,
    Sponsorship,
)
from eduport.people.services.actions import lock_persons
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.deletion import RESPITE_DAYS, end_affiliations
from eduport.people.services.manual_accounts import sponsor
from eduport.people.services.sources import manual_source
from eduport.people.signals import persons_changed

LONGEST = dt.timedelta(days=731)
"""Two school years at a time."""


class NotOfTheHomeSchoolError(DomainError):
    """The home school gives, nobody else."""

    message = _("Only the home school or the central team seconds %(person)s.")


class NotOfTheGuestSchoolError(DomainError):
    """Consent is for the school that gets somebody."""

    message = _("%(school)s has to agree to this secondment.")


class SameGuestSchoolError(DomainError):
    """At home nobody is a guest."""

    message = _("%(person)s is at %(school)s already. Please choose another school.")


class SecondedTwiceError(DomainError):
    """Two periods at one school overlap."""

    message = _(
        "%(person)s is seconded to %(school)s in this time already. Please withdraw or "
        "end that first."
    )


class RoleNotHeldError(DomainError):
    """A guest is what somebody is at home."""

    message = _("%(person)s does not have this role at the home school.")


class PeriodOutOfReachError(DomainError):
    """Secondments lie ahead, and end."""

    message = _(
        "Please choose a first day from %(first)s on, and a last day until %(last)s."
    )


class OwnSecondmentError(DomainError):
    """Nobody decides about oneself."""

    message = _("That is you. Somebody else has to end this secondment.")


class SecondmentDecidedError(DomainError):
    """It is too late for that."""

    message = _(
        "This secondment has begun, ended or been withdrawn meanwhile. Please look at "
        "it again."
    )


@dataclass(frozen=True, slots=True)
class SecondmentDraft:
    """Where somebody is to go, as what and when; the last day counts."""

    guest_school: School
    role: Role
    starts_on: dt.date
    last_day_on: dt.date


def speaks_for(by: Actor, school_id: int) -> bool:
    """Whether somebody decides for a school: its school admins."""
    return AdminRole.SCHOOL_ADMIN in by.roles and school_id in by.school_ids


def is_central(by: Actor) -> bool:
    return AdminRole.CENTRAL_TEAM in by.roles


@transaction.atomic
def ask_secondment(
    person: Person, draft: SecondmentDraft, *, by: Actor, at: dt.datetime
) -> Secondment:
    """Offer somebody to another school for a period, which that school agrees to.

    Also what the central team asks for needs the consent; whoever looks after both
    schools gives it by asking. Raises NotOfTheHomeSchoolError, SameGuestSchoolError,
    RoleNotHeldError, PeriodOutOfReachError, SecondedTwiceError.
    """
    lock_persons([person.pk])
    person.refresh_from_db()
    _check_draft(person, draft, by=by, at=at)
    secondment = Secondment.objects.create(
        person=person,
        home_school_id=person.home_school_id,
        guest_school=draft.guest_school,
        role=draft.role,
        starts_on=draft.starts_on,
        last_day_on=draft.last_day_on,
        asked_at=at,
        agreed_at=at if speaks_for(by, draft.guest_school.pk) else None,
    )
    record("people.secondment.asked", person, by=by, at=at)
    _begin_if_due(secondment, by=by, at=at)
    return secondment


@transaction.atomic
def agree_to_secondment(
    secondment: Secondment, *, by: Actor, at: dt.datetime
) -> Secondment:
    """Say yes for the guest school; it begins on its first day, or at once.

    The central team may do so for a school. Raises NotOfTheGuestSchoolError,
    SecondmentDecidedError.
    """
    locked = _locked(secondment)
    if not (is_central(by) or speaks_for(by, locked.guest_school_id)):
        raise NotOfTheGuestSchoolError(school=locked.guest_school)
    if not locked.is_pending:
        raise SecondmentDecidedError
    if locked.agreed_at is None:
        locked.agreed_at = at
        locked.save(update_fields=["agreed_at"])
        record("people.secondment.agreed", locked.person, by=by, at=at)
    _begin_if_due(locked, by=by, at=at)
    return locked


@transaction.atomic
def withdraw_secondment(
    secondment: Secondment, *, by: Actor, at: dt.datetime
) -> Secondment:
    """Withdraw or decline it: either school can, until it begins.

    Raises SecondmentDecidedError.
    """
    locked = _locked(secondment)
    if not locked.is_pending:
        raise SecondmentDecidedError
    _withdraw(locked, by=by, at=at)
    return locked


@transaction.atomic
def end_secondment(secondment: Secondment, *, by: Actor, at: dt.datetime) -> Secondment:
    """End it before its last day: either school can.

    Raises OwnSecondmentError, SecondmentDecidedError.
    """
    locked = _locked(secondment)
    if by.person_id == locked.person_id:
        raise OwnSecondmentError
    if not locked.is_running:
        raise SecondmentDecidedError
    _end([locked], by=by, at=at)
    return locked


def follow_secondments(*, by: Actor, at: dt.datetime) -> int:
    """End what is over and begin what is due; return how many; every night.

    Whoever goes on at the same school in the same role stays in its groups.
    """
    with transaction.atomic():
        over = list(_over(at))
        if over:
            lock_persons(sorted({one.person_id for one in over}))
            _end(over, by=by, at=at)
    due = Secondment.objects.filter(
        agreed_at__isnull=False,
        begun_at=None,
        withdrawn_at=None,
        starts_on__lte=localdate(at),
    ).order_by("pk")
    begun = 0
    for secondment in due:
        with transaction.atomic():
            locked = _locked(secondment)
            if locked.is_pending:
                _begin_if_due(locked, by=by, at=at)
                begun += 1
    return len(over) + begun


def _over(at: dt.datetime) -> QuerySet[Secondment]:
    running = Secondment.objects.filter(begun_at__isnull=False, ended_at=None)
    return running.filter(last_day_on__lt=localdate(at)).order_by("pk")


def _locked(secondment: Secondment) -> Secondment:
    lock_persons([secondment.person_id])
    related = ("person", "guest_school__authority")
    secondments = Secondment.objects.select_related(*related)
    return secondments.select_for_update(of=["self"]).get(pk=secondment.pk)


def _check_draft(
    person: Person, draft: SecondmentDraft, *, by: Actor, at: dt.datetime
) -> None:
    school, today = draft.guest_school, localdate(at)
    if not (is_central(by) or speaks_for(by, person.home_school_id)):
        raise NotOfTheHomeSchoolError(person=person)
    present = Affiliation.objects.filter(person=person, ended_at=None)
    if person.deletion_released_at or not present.filter(
        school=person.home_school_id, role=draft.role
    ):
        raise RoleNotHeldError(person=person)
    if not today <= draft.starts_on <= draft.last_day_on <= today + LONGEST:
        raise PeriodOutOfReachError(
            first=date_format(today, "SHORT_DATE_FORMAT"),
            last=date_format(today + LONGEST, "SHORT_DATE_FORMAT"),
        )
    same = Secondment.objects.filter(
        person=person, guest_school=school, withdrawn_at=None, ended_at=None
    )
    if same.filter(
        starts_on__lte=draft.last_day_on, last_day_on__gte=draft.starts_on
    ).exists():
        raise SecondedTwiceError(person=person, school=school)
    is_running = same.filter(begun_at__isnull=False).exists()
    if present.filter(school=school).exists() and not is_running:
        raise SameGuestSchoolError(person=person, school=school)


def _begin_if_due(secondment: Secondment, *, by: Actor, at: dt.datetime) -> None:
    if secondment.agreed_at is None or secondment.starts_on > localdate(at):
        return
    person, school = secondment.person, secondment.guest_school
    is_over = secondment.last_day_on < localdate(at)
    if is_over or person.deletion_released_at or person.home_school_id == school.pk:
        _withdraw(secondment, by=by, at=at)
        return
    affiliation, is_new = Affiliation.objects.get_or_create(
        person=person,
        school=school,
        role=secondment.role,
        defaults={"source": manual_source(school.authority), "started_at": at},
    )
    if not is_new and affiliation.ended_at is not None:
        affiliation.ended_at, affiliation.source = None, manual_source(school.authority)
        affiliation.save(update_fields=["ended_at", "source"])
        # The day on which it ended before is over; the secondment ends it this time.
        Sponsorship.objects.filter(affiliation=affiliation).delete()
    secondment.begun_at = at
    secondment.save(update_fields=["begun_at"])
    record("people.secondment.begun", person, by=by, at=at)
    assign_addresses([person.pk], at=at)
    persons_changed.send(None, person_ids=[person.pk], at=at)


def _withdraw(secondment: Secondment, *, by: Actor, at: dt.datetime) -> None:
    secondment.withdrawn_at = at
    secondment.save(update_fields=["withdrawn_at"])
    record("people.secondment.withdrawn", secondment.person, by=by, at=at)


def _end(over: list[Secondment], *, by: Actor, at: dt.datetime) -> None:
    """End these, and what people have at the guest schools by them."""
    ids = [one.pk for one in over]
    for one in over:
        record("people.secondment.ended", one.person, by=by, at=at)
    places = _places_of(ids, at)
    at_home = places.filter(school=F("person__home_school"))
    for affiliation in at_home.filter(sponsorship=None):
        # The guest school has become the home: it decides how it goes on.
        last_day_on = localdate(at) + dt.timedelta(days=RESPITE_DAYS)
        sponsor(affiliation, owner=None, last_day_on=last_day_on, at=at)
    leaving = places.exclude(school=F("person__home_school"))
    pairs = list(leaving.values_list("person", "pk"))
    if pairs:
        end_affiliations(pairs, kind=ActionKind.RETURN, by=by, at=at)
    Secondment.objects.filter(pk__in=ids, ended_at=None).update(ended_at=at)


def _places_of(ids: list[int], at: dt.datetime) -> QuerySet[Affiliation]:
    """What these secondments gave; not what goes on by the next one, or by a feed."""
    today = localdate(at)
    goes_on = Secondment.objects.filter(
        agreed_at__isnull=False,
        withdrawn_at=None,
        ended_at=None,
        starts_on__lte=today,
        last_day_on__gte=today,
    ).exclude(pk__in=ids)
    kept = {(one.person_id, one.guest_school_id, one.role) for one in goes_on}
    meant = Q(pk__in=[])
    for one in Secondment.objects.filter(pk__in=ids):
        key = (one.person_id, one.guest_school_id, one.role)
        if key not in kept:
            meant |= Q(person=key[0], school=key[1], role=key[2])
    return Affiliation.objects.filter(
        meant, ended_at=None, source__kind=SourceKind.MANUAL
    )
