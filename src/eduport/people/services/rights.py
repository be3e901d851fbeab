"""Giving and denying rights."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import AdminRole, Grant, GrantEffect, Group, Right, School
from eduport.people.models.groups import BUILT_IN
from eduport.people.rules.rights import RULES


class FixedRightError(DomainError):
    """Some roles have a right for ever, or can never get it."""

    message = _("This right is fixed for this role. It can be neither given nor taken.")


class CentralRightError(DomainError):
    """What concerns the service desk is not a school's to decide."""

    message = _("Only the central team decides about this right.")


class ForeignGroupError(DomainError):
    """A group's rights hold at its own school."""

    message = _("A right can be given to a group of this school only.")


class BuiltInGroupError(DomainError):
    """Everyone and all teachers follow from the roles."""

    message = _("Please give this right to the role, which all of this group have.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a right: a role at a school (or everywhere), or a group of a school."""

    school: School | None
    role: str = ""
    group: Group | None = None


@transaction.atomic
def set_right(
    right: Right,
    recipient: Recipient,
    effect: GrantEffect | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Allow or forbid a right, or with None take the decision back.

    Raises FixedRightError where the rules leave no choice, and CentralRightError where
    they leave it to the central team. Deciding the same twice
    changes nothing and is recorded once.
    """
    _check(right, recipient)
    if RULES[right].is_central and AdminRole.CENTRAL_TEAM not in by.roles:
        raise CentralRightError
    place = {"right": right, "school": recipient.school, "role": recipient.role}
    grants = Grant.objects.select_for_update().filter(group=recipient.group, **place)
    found = grants.first()
    if (found.effect if found else None) == effect:
        return
    if found:
        record("people.grant.taken_back", found, by=by, at=at)
        found.delete()
    if effect:
        made = Grant.objects.create(
            group=recipient.group, effect=effect, decided_at=at, **place
        )
        record(f"people.grant.{effect}", made, by=by, at=at)


def _check(right: Right, recipient: Recipient) -> None:
    rule = RULES[right]
    if not recipient.group:
        if not rule.is_settable(recipient.role):
            raise FixedRightError
        return
    if not rule.is_open:
        raise FixedRightError
    if recipient.group.kind in BUILT_IN:
        raise BuiltInGroupError
    if recipient.school != recipient.group.school:
        raise ForeignGroupError
