"""Two records of one human being become one, and can become two again.

Everything that moves is written down. What cannot move, because both have it, stays
behind or goes, and is written down as well.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import (
    ActionKind,
    ActionLine,
    Address,
    AdminRole,
    Affiliation,
    Appointment,
    Group,
    Membership,
    MembershipRole,
    Outcome,
    Person,
    PersonAction,
    Proposal,
    ProposalDecision,
    Secondment,
    SourceKind,
    Sponsorship,
)
from eduport.people.services.actions import begin_undo, lock_persons, open_action
from eduport.people.services.addresses import assign_addresses
from eduport.people.signals import (
    appointments_changed,
    persons_changed,
    persons_merged,
    persons_unmerged,
)

Journal = dict[str, Any]


class SamePersonError(DomainError):
    """It takes two."""

    message = _("A person cannot be merged with itself. Please choose another one.")


class ReleasedPersonError(DomainError):
    """Nobody is merged into somebody who goes."""

    message = _(
        "%(person)s is released for deletion. Please take that back first, or keep the "
        "other person."
    )


class OwnMergeError(DomainError):
    """Nobody gets somebody else's rights by an own decision."""

    message = _("That is you. Somebody else has to merge your records.")


class AppointedPersonError(DomainError):
    """Appointments are given by the central team, and moved by it."""

    message = _(
        "%(person)s holds an appointment, which would move. Only the central team can "
        "do that; or keep this person instead."
    )


class MergedAlreadyError(DomainError):
    """A record is merged once."""

    message = _("%(person)s was merged with somebody already.")


class TwoSourcesError(DomainError):
    """Two systems that both lead one person would take turns in changing it."""

    message = _(
        "%(kept)s comes from “%(one)s”, %(other)s from “%(another)s”. Two systems "
        "cannot lead one person: please end the person in one of them first."
    )


class NothingToSeparateError(DomainError):
    """One of the two is gone."""

    message = _("This cannot be undone any more: the other person was erased.")


@transaction.atomic
def merge_persons(
    kept: Person, other: Person, *, by: Actor, at: datetime
) -> PersonAction:
    """Let one person stay and take over all that the other one has; undoable.

    The uid, login, names and password of `kept` stay. Affiliations, groups,
    appointments and addresses of the other move; its addresses deliver on. The other
    is released for deletion. Of a person made by hand and one from a feed the feed
    leads the one that stays. Raises SamePersonError, OwnMergeError,
    AppointedPersonError, MergedAlreadyError, ReleasedPersonError, TwoSourcesError.
    """
    lock_persons([kept.pk, other.pk])
    for person in (kept, other):
        person.refresh_from_db()
    _check(kept, other, by=by, at=at)
    action = open_action(ActionKind.MERGE, by=by, at=at)
    journal: Journal = {"other": other.pk, **_hand_over_source(kept, other)}
    journal["released_at"] = _iso(other.deletion_released_at)
    other.merged_into = kept
    other.deletion_released_at = other.deletion_released_at or at
    other.save(update_fields=["merged_into", "deletion_released_at"])
    for move in (
        _move_affiliations,
        _move_memberships,
        _move_appointments,
        _move_addresses,
        _decide_proposals,
    ):
        journal |= move(kept, other, action)
    persons_merged.send(
        None, kept_id=kept.pk, merged_id=other.pk, journal=journal, at=at
    )
    ActionLine.objects.create(
        action=action, person=kept, outcome=Outcome.DONE, before=journal
    )
    ActionLine.objects.create(action=action, person=other, outcome=Outcome.DONE)
    _tell(kept, other, by=by, at=at)
    record("people.person.merged", kept, by=by, at=at)
    record("people.person.merged", other, by=by, at=at)
    return action


def _check(kept: Person, other: Person, *, by: Actor, at: datetime) -> None:
    if kept.pk == other.pk:
        raise SamePersonError
    if by.person_id in {kept.pk, other.pk}:
        raise OwnMergeError
    # Otherwise whoever merges could hand out what the central team gave.
    if AdminRole.CENTRAL_TEAM not in by.roles and _lasting(other, at):
        raise AppointedPersonError(person=other)
    for person in (kept, other):
        if person.merged_into_id:
            raise MergedAlreadyError(person=person)
    if kept.deletion_released_at:
        raise ReleasedPersonError(person=kept)
    led_by = {kept.source, other.source}
    if len(led_by) > 1 and all(one.kind != SourceKind.MANUAL for one in led_by):
        raise TwoSourcesError(
            kept=kept, one=kept.source, other=other, another=other.source
        )


def _hand_over_source(kept: Person, other: Person) -> Journal:
    """A feed leads on, whichever of the two it led before."""
    before = [_led(kept), _led(other)]
    if kept.source.kind == SourceKind.MANUAL != other.source.kind:
        led = _led(other)
        # One after the other: a key is known once.
        Person.objects.filter(pk=other.pk).update(
            source=kept.source_id, source_key=kept.source_key
        )
        Person.objects.filter(pk=kept.pk).update(source=led[0], source_key=led[1])
        kept.refresh_from_db()
        other.refresh_from_db()
    return {"led": before}


def _led(person: Person) -> list[Any]:
    return [person.source_id, person.source_key]


def _move_affiliations(kept: Person, other: Person, action: PersonAction) -> Journal:
    """Move what the one who stays has not; reopen what only the other still has."""
    at = action.done_at
    mine = {(one.school_id, one.role): one for one in kept.affiliation_set.all()}
    moved, reopened, ended = [], [], []
    for row in other.affiliation_set.all():
        same = mine.get((row.school_id, row.role))
        if same is None:
            moved.append(row.pk)
        elif row.ended_at is None:
            ended.append(row.pk)
            if same.ended_at is not None:
                reopened.append([same.pk, same.source_id, _iso(same.ended_at)])
                same.ended_at, same.source_id = None, row.source_id
                same.save(update_fields=["ended_at", "source"])
    Affiliation.objects.filter(pk__in=moved).update(person=kept)
    Affiliation.objects.filter(pk__in=ended).update(ended_at=at)
    seconded = list(other.secondment_set.values_list("pk", flat=True))
    Secondment.objects.filter(pk__in=seconded).update(person=kept)
    sponsored = list(other.sponsored.values_list("pk", flat=True))
    Sponsorship.objects.filter(pk__in=sponsored).update(owner=kept)
    return {
        "affiliations": moved,
        "reopened": reopened,
        "ended": ended,
        "sponsored": sponsored,
        "seconded": seconded,
    }


def _move_memberships(kept: Person, other: Person, action: PersonAction) -> Journal:
    """Move what the one who stays has not; who led a group leads it on."""
    mine = {(one.group_id, one.source_id): one for one in kept.membership_set.all()}
    moved, dropped, raised = [], [], []
    for row in other.membership_set.all():
        same = mine.get((row.group_id, row.source_id))
        if same is None:
            moved.append(row.pk)
            continue
        dropped.append([row.pk, row.group_id, row.source_id, row.role])
        if row.role == MembershipRole.LEADER != same.role:
            raised.append(same.pk)
    Membership.objects.filter(pk__in=moved).update(person=kept)
    Membership.objects.filter(pk__in=[row[0] for row in dropped]).delete()
    Membership.objects.filter(pk__in=raised).update(role=MembershipRole.LEADER)
    return {"memberships": moved, "dropped": dropped, "raised": raised}


def _move_appointments(kept: Person, other: Person, action: PersonAction) -> Journal:
    """Move them; where both hold the same, the other's ends."""
    at = action.done_at
    held = {(one.school_id, one.role) for one in _lasting(kept, at)}
    moved: list[int] = []
    ended: list[list[Any]] = []
    for row in _lasting(other, at):
        if (row.school_id, row.role) not in held:
            moved.append(row.pk)
            continue
        ended.append([row.pk, _iso(row.ends_at)])
        row.ends_at = max(at, row.starts_at)
        row.save(update_fields=["ends_at"])
    Appointment.objects.filter(pk__in=moved).update(person=kept)
    return {"appointments": moved, "ended_appointments": ended}


def _lasting(person: Person, at: datetime) -> list[Appointment]:
    """What the person holds, or will hold."""
    goes_on = Q(ends_at=None) | Q(ends_at__gt=at)
    return list(person.appointment_set.filter(goes_on))


def _move_addresses(kept: Person, other: Person, action: PersonAction) -> Journal:
    rows = Address.objects.filter(person=other)
    before = [[pk, _iso(at)] for pk, at in rows.values_list("pk", "replaced_at")]
    rows.update(person=kept, replaced_at=Coalesce("replaced_at", action.done_at))
    return {"addresses": before}


def _decide_proposals(kept: Person, other: Person, action: PersonAction) -> Journal:
    """The proposal that asked whether these two are one is answered."""
    led = [_led(kept), _led(other)]
    asked = Q()
    for source_id, key in led:
        if key is not None:
            asked |= Q(source=source_id, source_key=key)
    if not asked:
        return {"proposals": []}
    rows = Proposal.objects.filter(asked, person__in=[kept, other], decision="")
    found = list(rows.values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=found).update(
        decision=ProposalDecision.ACCEPTED, decided_at=action.done_at, action=action
    )
    return {"proposals": found}


@transaction.atomic
def undo_merge(action: PersonAction, *, by: Actor, at: datetime) -> PersonAction:
    """Make two persons of one again, each with what was its own.

    What has come since stays with the one who was kept. Raises AlreadyUndoneError,
    NothingToSeparateError.
    """
    undone = begin_undo(action.pk, at=at)
    line = undone.actionline_set.exclude(before={}).select_related("person").first()
    other = (
        line
        and Person.objects.filter(
            pk=line.before["other"], merged_into=line.person
        ).first()
    )
    if not line or not other:
        raise NothingToSeparateError
    kept, journal = line.person, line.before
    lock_persons([kept.pk, other.pk])
    # The addresses first: they move between the two records of one human being only.
    _return_addresses(kept, other, journal)
    _return_rows(kept, other, journal)
    _return_changes(undone, other, journal)
    _return_source(kept, other, journal)
    persons_unmerged.send(
        None, kept_id=kept.pk, merged_id=other.pk, journal=journal, at=at
    )
    _tell(kept, other, by=by, at=at)
    record("people.person.separated", kept, by=by, at=at)
    record("people.person.separated", other, by=by, at=at)
    return undone


def _return_addresses(kept: Person, other: Person, journal: Journal) -> None:
    for pk, replaced_at in journal["addresses"]:
        Address.objects.filter(pk=pk, person=kept).update(
            person=other, replaced_at=replaced_at
        )


def _return_rows(kept: Person, other: Person, journal: Journal) -> None:
    """Give back what still belongs to the one who was kept."""
    for rows, name in (
        (kept.affiliation_set, "affiliations"),
        (kept.membership_set, "memberships"),
        (kept.appointment_set, "appointments"),
    ):
        rows.filter(pk__in=journal[name]).update(person=other)
    Sponsorship.objects.filter(pk__in=journal["sponsored"], owner=kept).update(
        owner=other
    )
    seconded = Secondment.objects.filter(pk__in=journal["seconded"])
    seconded.filter(person=kept).update(person=other)
    Membership.objects.bulk_create(
        [
            Membership(group_id=group, person=other, source_id=source, role=role)
            for _pk, group, source, role in _still_there(journal["dropped"])
        ],
        ignore_conflicts=True,
    )


def _still_there(dropped: list[list[Any]]) -> list[list[Any]]:
    known = Group.objects.filter(pk__in=[row[1] for row in dropped])
    ids = set(known.values_list("pk", flat=True))
    return [row for row in dropped if row[1] in ids]


def _return_changes(undone: PersonAction, other: Person, journal: Journal) -> None:
    """Take back what was reopened, raised, ended and decided."""
    at = undone.done_at
    for pk, source, ended_at in journal["reopened"]:
        Affiliation.objects.filter(pk=pk, ended_at=None).update(
            source=source, ended_at=ended_at
        )
    ended = Affiliation.objects.filter(pk__in=journal["ended"], person=other)
    ended.filter(ended_at=at).update(ended_at=None)
    raised = Membership.objects.filter(pk__in=journal["raised"])
    raised.update(role=MembershipRole.MEMBER)
    for pk, ends_at in journal["ended_appointments"]:
        Appointment.objects.filter(pk=pk, person=other).update(ends_at=ends_at)
    Proposal.objects.filter(pk__in=journal["proposals"], action=undone).update(
        decision="", decided_at=None, action=None
    )


def _return_source(kept: Person, other: Person, journal: Journal) -> None:
    """The feed leads again whom it led before, unless that has changed since."""
    Person.objects.filter(pk=other.pk).update(
        merged_into=None, deletion_released_at=journal["released_at"]
    )
    (source, key), (other_source, other_key) = journal["led"]
    if _led(kept) == [other_source, other_key] != [source, key]:
        Person.objects.filter(pk=kept.pk).update(source=source, source_key=key)
        Person.objects.filter(pk=other.pk).update(
            source=other_source, source_key=other_key
        )


def _tell(kept: Person, other: Person, *, by: Actor, at: datetime) -> None:
    both = [kept.pk, other.pk]
    assign_addresses(both, at=at)
    persons_changed.send(None, person_ids=both, at=at)
    appointments_changed.send(None, person_ids=both, by=by, at=at)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
