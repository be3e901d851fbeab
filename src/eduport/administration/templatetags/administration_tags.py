"""What templates say about rights."""

from collections.abc import Mapping
from typing import TypeVar

from django import template
from django.utils.translation import gettext as _

from eduport.people.models import AdminRole, Role
from eduport.people.types import Decision, Granted, Reason

V = TypeVar("V")
register = template.Library()
LABELS = {**dict(Role.choices), **dict(AdminRole.choices)}


@register.filter
def at(mapping: Mapping[str, V], key: str) -> V:
    """The value of a key that the template has in a variable."""
    return mapping[key]


@register.filter
def origin(decision: Decision) -> str:
    """Where a right comes from, or why it is not there, in words."""
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
