"""Groups in groups, and rules by which people belong to one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.errors import (
    BuiltInGroupError,
    ContainsItselfError,
    GradeNotNeededError,
)
from eduport.people.models import (
    Group,
    GroupNesting,
    MembershipRule,
    Role,
    School,
)
from eduport.people.services.groups import locked_group, refuse_unless_by_hand

CYCLE = "a group would contain itself"
"""What the trigger says."""


@transaction.atomic
def put_into(group_id: int, child: Group, *, by: Actor, at: datetime) -> GroupNesting:
    """Put a group into another: its people belong to both. Twice is once.

    Whether the group would contain itself is decided by the database, one at a time:
    two who do it at once cannot make a circle together. Raises ContainsItselfError,
    BuiltInGroupError.
    """
    group = locked_group(group_id)
    if group.is_built_in:
        raise BuiltInGroupError(group=group.name)
    try:
        with transaction.atomic():
            nesting, is_new = GroupNesting.objects.get_or_create(
                parent=group, child=child
            )
    except IntegrityError as error:
        if CYCLE not in str(error):
            raise
        raise ContainsItselfError(child=child.name, group=group.name) from error
    if is_new:
        record("people.group.put_into", group, by=by, at=at)
    return nesting


@transaction.atomic
def take_out(nesting: GroupNesting, *, by: Actor, at: datetime) -> None:
    """Take a group out of another. Both stay as they are."""
    removed, _rows = GroupNesting.objects.filter(pk=nesting.pk).delete()
    if removed:
        record("people.group.taken_out", nesting.parent, by=by, at=at)


@transaction.atomic
def add_rule(
    group_id: int,
    school: School,
    role: Role,
    grade: int | None = None,
    *,
    by: Actor,
    at: datetime,
) -> MembershipRule:
    """Let all of a role at a school belong to the group, now and in future.

    Twice is once. Raises GradeNotNeededError, SyncedGroupError, BuiltInGroupError.
    """
    group = locked_group(group_id)
    refuse_unless_by_hand(group)
    if grade is not None and role != Role.STUDENT:
        raise GradeNotNeededError
    rule, is_new = MembershipRule.objects.get_or_create(
        group=group, school=school, role=role, grade=grade
    )
    if is_new:
        record("people.group_rule.added", group, by=by, at=at)
    return rule


@transaction.atomic
def remove_rule(rule: MembershipRule, *, by: Actor, at: datetime) -> None:
    """Remove a rule. Who belonged by it alone belongs no more, at once."""
    removed, _rows = MembershipRule.objects.filter(pk=rule.pk).delete()
    if removed:
        record("people.group_rule.removed", rule.group, by=by, at=at)
