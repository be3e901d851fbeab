"""What `accounts` shows in the frame of every page."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries.second_factor import has_second_factor, is_role_protected
from eduport.people.models import AdminRole, Role
from eduport.web.navigation import Banner, Identity
from eduport.web.templatetags.web_tags import initials

# A person with several roles is introduced by the first of these.
_RANK = [*AdminRole, Role.PRINCIPAL, Role.TEACHER, Role.SPECIALIST, Role.OFFICE]
_RANK += [Role.EXTERNAL, Role.STUDENT]

# The session's mark for a reminder that was put off.
LATER = "accounts_second_factor_later"


def second_factor_banners(request: HttpRequest) -> list[Banner]:
    """What somebody should know about the own second factor."""
    account = request.user
    if not isinstance(account, Account):
        return []
    if account.second_factor_removed_at:
        return [_removed(account.second_factor_removed_at)]
    due_at, roles = account.second_factor_due_at, settings.EDUPORT.second_factor_roles
    is_hidden = LATER in request.session
    if not due_at or due_at <= timezone.now() or is_hidden:
        return []
    if has_second_factor(account) or not is_role_protected(account, roles):
        return []
    return [_due(due_at)]


def _removed(at: datetime) -> Banner:
    return Banner(
        title=_("Your second factor was removed"),
        text=_(
            "This was done on %(day)s by those who look after your account. If you did "
            "not ask for it, tell them at once."
        )
        % {"day": _day(at)},
        link_url=reverse("mfa_index"),
        link_label=_("Set up a second factor"),
        dismiss_url=reverse("accounts:removal_read"),
    )


def _due(at: datetime) -> Banner:
    return Banner(
        title=_("Your account needs a second factor"),
        text=_("Set it up by %(day)s; from then on nothing else opens before.")
        % {"day": _day(at)},
        kind="info",
        link_url=reverse("accounts:protect"),
        link_label=_("Set it up now"),
        dismiss_url=reverse("accounts:protect_later"),
    )


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def identity(request: HttpRequest) -> Identity | None:
    """Who is signed in: name, role and home school for the header."""
    account = request.user
    if not isinstance(account, Account):
        return None
    name = str(account.person or account.username)
    role = next((role for role in _RANK if role in account.actor.roles), None)
    is_admin = account.kind == AccountKind.ADMIN
    return Identity(
        name=name,
        initials=initials(name),
        role=role.label if role else AccountKind(account.kind).label,
        school=""
        if is_admin or not account.person
        else account.person.home_school.name,
        account_url=reverse("accounts:profile"),
    )
