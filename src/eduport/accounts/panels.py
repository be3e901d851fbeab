"""What `accounts` shows in the frame of every page."""

from django.http import HttpRequest
from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.people.models import AdminRole, Role
from eduport.web.navigation import Identity
from eduport.web.templatetags.web_tags import initials

# A person with several roles is introduced by the first of these.
_RANK = [*AdminRole, Role.PRINCIPAL, Role.TEACHER, Role.SPECIALIST, Role.OFFICE]
_RANK += [Role.EXTERNAL, Role.STUDENT]


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
