"""Making, changing and ending groups by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eduport.audit.services import record, record_all
from eduport.core.actor import Actor
from eduport.people.errors import (
    BuiltInGroupError,
    SyncedGroupError,
    YearNeededError,
    YearNotNeededError,
)
from eduport.people.models import OF_A_YEAR, AcademicSession, Group, GroupKind, School
from eduport.people.services.group_addresses import reserve_address
from eduport.people.services.sources import manual_source

PURGED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """What a person types to make a group. Without an address the name makes it."""

    kind: GroupKind
    name: str
    session: AcademicSession | None = None
    address: str = ""


def group_grace() -> timedelta:
    """How long a group that was deleted can be brought back."""
    return timedelta(days=settings.EDUPORT.group_deletion_days)


@transaction.atomic
def create_group(
    school: School, draft: GroupDraft, *, by: Actor, at: datetime
) -> Group:
    """Make a group of the school with an address of its own.

    Raises BuiltInGroupError, YearNeededError, YearNotNeededError and what
    `reserve_address` raises.
    """
    refuse_wrong_year(draft.kind, draft.session)
    group = Group.objects.create(
        school=school,
        kind=draft.kind,
        name=draft.name,
        session=draft.session,
        source=manual_source(school.authority),
        created_at=at,
    )
    reserve_address(group, draft.address, at=at)
    record("people.group.created", group, by=by, at=at)
    return group


def refuse_wrong_year(kind: GroupKind, session: AcademicSession | None) -> None:
    """Raise if a group of this kind cannot be made, or not with this session."""
    if kind in {GroupKind.SCHOOL, GroupKind.TEACHERS}:
        raise BuiltInGroupError(group=kind.label)
    if kind in OF_A_YEAR and session is None:
        raise YearNeededError
    if kind not in OF_A_YEAR and session is not None:
        raise YearNotNeededError


@transaction.atomic
def rename_group(group_id: int, name: str, *, by: Actor, at: datetime) -> Group:
    """Give a group made by hand another name; its address stays.

    Raises SyncedGroupError, BuiltInGroupError.
    """
    group = locked_group(group_id)
    if group.name == name:
        return group
    refuse_unless_by_hand(group)
    group.name = name
    group.save(update_fields=["name"])
    record("people.group.renamed", group, by=by, at=at)
    return group


@transaction.atomic
def end_group(group_id: int, *, by: Actor, at: datetime) -> Group:
    """Take a group out of use. Members stay stored. Twice keeps the first time.

    Raises SyncedGroupError, BuiltInGroupError.
    """
    group = locked_group(group_id)
    refuse_unless_by_hand(group)
    if group.ended_at is None:
        group.ended_at = at
        group.save(update_fields=["ended_at"])
        record("people.group.ended", group, by=by, at=at)
    return group


@transaction.atomic
def release_group(group_id: int, *, by: Actor, at: datetime) -> Group:
    """End a group and delete it for good when the grace period is over.

    Twice keeps the first time. Raises SyncedGroupError, BuiltInGroupError.
    """
    group = end_group(group_id, by=by, at=at)
    if group.deletion_released_at is None:
        group.deletion_released_at = at
        group.save(update_fields=["deletion_released_at"])
        record("people.group.released", group, by=by, at=at)
    return group


@transaction.atomic
def reopen_group(group_id: int, *, by: Actor, at: datetime) -> Group:
    """Bring back a group that ended or waits for its deletion, with its members.

    Raises SyncedGroupError, BuiltInGroupError.
    """
    group = locked_group(group_id)
    refuse_unless_by_hand(group)
    if group.ended_at is not None:
        group.ended_at = group.deletion_released_at = None
        group.save(update_fields=["ended_at", "deletion_released_at"])
        record("people.group.reopened", group, by=by, at=at)
    return group


def purge_groups(*, by: Actor, at: datetime) -> int:
    """Delete the groups whose grace period is over; return how many.

    In small transactions: killed at any moment, the next call goes on.
    """
    purged = 0
    while count := _purge_some(by=by, at=at):
        purged += count
    return purged


@transaction.atomic
def _purge_some(*, by: Actor, at: datetime) -> int:
    due = Group.objects.filter(deletion_released_at__lte=at - group_grace())
    rows = list(due.select_for_update(skip_locked=True).order_by("pk")[:PURGED_AT_ONCE])
    record_all("people.group.purged", rows, by=by, at=at)
    Group.objects.filter(pk__in=[group.pk for group in rows]).delete()
    return len(rows)


def locked_group(group_id: int) -> Group:
    """The group, kept from others until the transaction ends."""
    groups = Group.objects.select_related("school__authority", "session", "source")
    # Rows may point at it meanwhile; otherwise two who nest groups into each other's
    # would wait for each other.
    return groups.select_for_update(of=("self",), no_key=True).get(pk=group_id)


def refuse_unless_by_hand(group: Group) -> None:
    """Raise if somebody else leads the group: a source, or the affiliations."""
    if group.is_built_in:
        raise BuiltInGroupError(group=group.name)
    if group.is_synced:
        raise SyncedGroupError(group=group.name, source=group.source.name)
