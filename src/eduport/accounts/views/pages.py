"""What the pages around signing in have in common."""

from typing import Any

from django.http import HttpRequest
from django.views.generic.base import ContextMixin

from eduport.accounts.models import Account
from eduport.web.targets import safe_target


def own_account(request: HttpRequest) -> Account:
    """The account that is signed in; only for views with a permission."""
    account = request.user
    if not isinstance(account, Account):
        raise TypeError
    return account


def next_target(request: HttpRequest, default: str = "") -> str:
    """Where somebody wanted to go, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next")
    return safe_target(request, wanted, default)


class NextContextMixin(ContextMixin):
    """Hands `next_url` to the template, for a hidden field."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=next_target(self.request), **kwargs)
