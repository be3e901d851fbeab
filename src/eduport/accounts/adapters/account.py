"""Our answers to what allauth's account flows ask."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.adapters.origins import origin_of, remember_device
from eduport.accounts.adapters.step_up import is_stepped_up
from eduport.accounts.errors import AccountDisabledError, LoginRefusedError
from eduport.accounts.models import Account
from eduport.accounts.queries.second_factor import factor_types
from eduport.accounts.services.passwords import check_strength
from eduport.accounts.services.signing_in import check_login
from eduport.core.errors import DomainError

# Whoever signs in or out sees that it worked.
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}

WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use the authenticator app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
RECOVERY_CODE = _("Use a recovery code")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by our rules; no sign-up, no mail addresses."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: the school does."""
        return False

    def get_login_stages(self) -> list[str]:
        """The second factor only; the stages for mail and telephone cost time."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def clean_password(
        self, password: str, user: AbstractBaseUser | None = None
    ) -> str:
        try:
            check_strength(password, user if isinstance(user, Account) else Account())
        except DomainError as error:
            raise ValidationError(str(error)) from error
        return password

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether somebody signed in knows the own password; failures count."""
        origin = origin_of(self.request)
        login = user.get_username()
        try:
            check_login(login, password, origin=origin, at=timezone.now())
        except LoginRefusedError:
            return False
        return True

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """As before everything dangerous."""
        return not is_stepped_up(self.request)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """The second factor only, where there is one; the first is the usual way."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [one for one in methods if one["id"] != "reauthenticate"]
        found = [{**one, "description": WAYS[one["id"]]} for one in factors or methods]
        if factors and Authenticator.Type.TOTP not in factor_types(user.pk or 0):
            for one in found:
                if one["id"] == "mfa_reauthenticate":
                    one["description"] = RECOVERY_CODE
        return sorted(found, key=lambda one: one["id"], reverse=True)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user.pk)
        return response

    def respond_user_inactive(
        self, request: HttpRequest, user: AbstractBaseUser
    ) -> HttpResponse:
        messages.error(request, str(AccountDisabledError()))
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)
