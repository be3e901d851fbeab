"""What templates say about rights."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from eduport.people.models import AdminRole, Role
from eduport.people.types import Decision, Granted, Reason

register = template.Library()
LABELS: dict[str, StrOrPromise] = {**dict(Role.choices), **dict(AdminRole.choices)}


@register.filter
def by_reason(
    decisions: Mapping[str, Decision],
) -> list[tuple[Reason, list[StrOrPromise]]]:
    """The roles of a right, put together by why they have it or have not.

    Roles for which it is not meant are left out.
    """
    found: dict[Reason, list[StrOrPromise]] = {}
    for role, decision in decisions.items():
        if decision.roles:
            found.setdefault(decision.reason, []).append(LABELS[role])
    return [(reason, found[reason]) for reason in Reason if reason in found]


@register.filter
def reason_title(reason: Reason) -> str:
    """A reason as the heading of a list of roles."""
    return {
        Reason.NEVER: _("Never"),
        Reason.ALWAYS: _("Always"),
        Reason.FORBIDDEN: _("Forbidden"),
        Reason.ALLOWED: _("Allowed"),
        Reason.PRESET: _("Preset"),
        Reason.NOT_SET: _("Not set"),
    }[reason]


@register.filter
def group_origin(decision: Decision) -> str:
    """Where a right of a group comes from, in words."""
    return {
        Reason.NEVER: _("fixed: follows from the role alone, no group can get it"),
        Reason.NOT_SET: _("not set: what the roles have counts"),
    }.get(decision.reason) or origin(decision)


@register.filter
def origin(decision: Decision) -> str:
    """Where a right comes from, or why it is not there, in words."""
    if decision.reason == Reason.NOT_SET and not decision.roles:
        return _("not meant for this role")
    roles = ", ".join(str(LABELS[role]) for role in decision.roles)
    return _sentence(decision.reason) % {
        "roles": roles,
        "grants": ", ".join(_grantee(one) for one in decision.grants),
    }


def _sentence(reason: Reason) -> str:
    return {
        Reason.NEVER: _("fixed: never for %(roles)s"),
        Reason.ALWAYS: _("fixed: as %(roles)s"),
        Reason.FORBIDDEN: _("forbidden: %(grants)s"),
        Reason.ALLOWED: _("allowed: %(grants)s"),
        Reason.PRESET: _("preset for %(roles)s"),
        Reason.NOT_SET: _("not set"),
    }[reason]


def _grantee(granted: Granted) -> str:
    who = str(LABELS[granted.role]) if granted.role else granted.group
    return (
        _("%(who)s at all schools") % {"who": who} if granted.is_of_authority else who
    )
