"""What the pages around signing in have in common."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.views.generic.base import ContextMixin

from eduport.accounts.adapters import origin_of
from eduport.accounts.errors import LoginRefusedError, WrongPasswordError
from eduport.accounts.models import Account
from eduport.accounts.services.signing_in import check_login
from eduport.web.targets import safe_target


def own_account(request: HttpRequest) -> Account:
    """The account that is signed in; only for views with a permission."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError
    return account


def check_own_password(request: HttpRequest, password: str) -> None:
    """Raise WrongPasswordError unless somebody signed in knows the own password.

    It counts as an attempt to sign in; too many failures are said as they are.
    """
    login, origin = own_account(request).username, origin_of(request)
    try:
        check_login(login, password, origin=origin, at=timezone.now())
    except LoginRefusedError as error:
        is_plain = type(error) is LoginRefusedError
        raise (WrongPasswordError() if is_plain else error) from error


def next_target(request: HttpRequest, default: str = "") -> str:
    """Where somebody wanted to go, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next")
    return safe_target(request, wanted, default)


class NextContextMixin(ContextMixin):
    """Hands `next_url` to the template, for a hidden field."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=next_target(self.request), **kwargs)
