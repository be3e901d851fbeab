"""Who is in a group by hand, and who leads it."""

from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.errors import (
    BuiltInGroupError,
    NotOfTheSchoolError,
    PupilsDoNotLeadError,
    SyncedMemberError,
)
from eduport.people.models import (
    Affiliation,
    Group,
    Membership,
    MembershipRole,
    Person,
    Role,
    SourceKind,
)
from eduport.people.services.groups import locked_group
from eduport.people.services.sources import manual_source


@transaction.atomic
def add_member(group_id: int, person: Person, *, by: Actor, at: datetime) -> Membership:
    """Add somebody of the group's school by hand; a synced group takes them too.

    Whom the sync names as well is a member twice, and stays one as long as either says
    so. Raises BuiltInGroupError, NotOfTheSchoolError.
    """
    group = locked_group(group_id)
    if group.is_built_in:
        raise BuiltInGroupError(group=group.name)
    _roles_at_school(group, person)
    membership, is_new = Membership.objects.get_or_create(
        group=group,
        person=person,
        source=manual_source(group.school.authority),
        defaults={"role": MembershipRole.MEMBER},
    )
    if is_new:
        record("people.membership.added", person, by=by, at=at)
    return membership


@transaction.atomic
def remove_member(group_id: int, person: Person, *, by: Actor, at: datetime) -> None:
    """Take out who was added by hand. Whom nobody added is left alone.

    Raises SyncedMemberError for those whom a source names.
    """
    group = locked_group(group_id)
    rows = Membership.objects.filter(group=group, person=person)
    removed, _rows = rows.filter(source__kind=SourceKind.MANUAL).delete()
    if removed:
        record("people.membership.removed", person, by=by, at=at)
    elif rows.exists():
        raise SyncedMemberError(person=person)


@transaction.atomic
def appoint_leader(
    group_id: int, person: Person, *, by: Actor, at: datetime
) -> Membership:
    """Let a member of staff lead the group; who was no member becomes one.

    Raises PupilsDoNotLeadError and what `add_member` raises.
    """
    group = locked_group(group_id)
    if _roles_at_school(group, person) <= {Role.STUDENT}:
        raise PupilsDoNotLeadError(person=person)
    membership = add_member(group_id, person, by=by, at=at)
    if membership.role != MembershipRole.LEADER:
        membership.role = MembershipRole.LEADER
        membership.save(update_fields=["role"])
        record("people.group_leader.appointed", person, by=by, at=at)
    return membership


@transaction.atomic
def withdraw_leader(group_id: int, person: Person, *, by: Actor, at: datetime) -> None:
    """Make a leader by hand a plain member again. Who leads by the sync leads on."""
    group = locked_group(group_id)
    changed = Membership.objects.filter(
        group=group,
        person=person,
        role=MembershipRole.LEADER,
        source__kind=SourceKind.MANUAL,
    ).update(role=MembershipRole.MEMBER)
    if changed:
        record("people.group_leader.withdrawn", person, by=by, at=at)


def _roles_at_school(group: Group, person: Person) -> set[str]:
    present = Affiliation.objects.filter(
        person=person, school=group.school_id, ended_at=None
    )
    roles = set(present.values_list("role", flat=True))
    if not roles:
        raise NotOfTheSchoolError(person=person, school=group.school)
    return roles
