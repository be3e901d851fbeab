"""What the pages around signing in have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import View
from django.views.generic.base import ContextMixin

from eduport.accounts.models import Account
from eduport.accounts.signals import form_targets_wanted
from eduport.web.csp import allow_form_action
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


class LeadsOnMixin(View):
    """For pages whose form leads to where somebody wanted to go, perhaps a service."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        target = next_target(request)
        if target and isinstance(response, HttpResponse):
            allow_form_action(response, _origins(target))
        return response


def _origins(target: str) -> list[str]:
    answers = form_targets_wanted.send(LeadsOnMixin, next_url=target)
    return [origin for _, origins in answers for origin in origins or []]


class NextContextMixin(ContextMixin):
    """Hands `next_url` to the template, for a hidden field."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=next_target(self.request), **kwargs)
