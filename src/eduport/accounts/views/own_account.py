"""One's own account: what is stored, the password, the sessions."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.forms import ChangePasswordForm
from eduport.accounts.queries import present_addresses
from eduport.accounts.queries.accounts import belongings
from eduport.accounts.queries.recovery import can_have_recovery_address
from eduport.accounts.queries.security import security_state
from eduport.accounts.rules.devices import device_name
from eduport.accounts.services.passwords import change_own_password
from eduport.accounts.services.sessions import (
    end_other_sessions,
    end_session,
    live_sessions,
    move_session,
)
from eduport.accounts.views.pages import (
    NextContextMixin,
    check_own_password,
    next_target,
    own_account,
)
from eduport.web.access import is_signed_in
from eduport.web.navigation import account_links_of
from eduport.web.views import CommandView, FormPageView, PageView


class ProfileView(PageView):
    """What is stored about the own account, and the ways to change it."""

    permission = staticmethod(is_signed_in)
    template_name = "accounts/profile.html"
    page_title = _("My account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = own_account(self.request)
        person_id = account.person_id or 0
        return super().get_context_data(
            account=account,
            addresses=present_addresses(person_id),
            belongings=belongings(account),
            security=security_state(account),
            can_recover=can_have_recovery_address(account),
            links=account_links_of(self.request),
            **kwargs,
        )


class ChangePasswordView(NextContextMixin, FormPageView):
    """A new password; ends the sessions on other devices."""

    permission = staticmethod(is_signed_in)
    handles_duties = True
    template_name = "accounts/change_password.html"
    page_title = _("Change password")
    submit_label = _("Change password")
    form_class = ChangePasswordForm
    next_url = reverse_lazy("accounts:profile")
    success_message = _("Your password is changed. Other devices are signed out.")

    def perform(self, form: ChangePasswordForm, /) -> None:
        account, request = own_account(self.request), self.request
        check_own_password(request, form.cleaned_data["current_password"])
        old_key = request.session.session_key or ""
        change_own_password(
            account,
            form.cleaned_data["new_password"],
            at=timezone.now(),
            keep_session=old_key,
        )
        # Gives the session a new key as well.
        update_session_auth_hash(request, account)
        move_session(old_key, request.session.session_key or "")
        record_authentication(request, account, method="password")

    def get_next_url(self) -> str:
        return next_target(self.request, str(self.next_url))


class SessionsView(PageView):
    """Where the own account is signed in."""

    permission = staticmethod(is_signed_in)
    template_name = "accounts/sessions.html"
    page_title = _("Your sessions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.request.session.session_key
        rows = [
            {
                "id": row.pk,
                "device": device_name(row.user_agent),
                "started_at": row.created_at,
                "is_current": row.session_key == key,
            }
            for row in live_sessions(own_account(self.request))
        ]
        return super().get_context_data(sessions=rows, **kwargs)


class EndSessionView(CommandView):
    """Ends one of the own sessions."""

    permission = staticmethod(is_signed_in)
    next_url = reverse_lazy("accounts:sessions")
    success_message = _("The device is signed out.")

    def run(self) -> None:
        account = own_account(self.request)
        rows = account.usersession_set.exclude(
            session_key=self.request.session.session_key
        )
        session = get_object_or_404(rows, pk=self.kwargs["pk"])
        end_session(account, session.pk, at=timezone.now())


class EndOtherSessionsView(CommandView):
    """Ends all of the own sessions but this one."""

    permission = staticmethod(is_signed_in)
    next_url = reverse_lazy("accounts:sessions")
    success_message = _("All other devices are signed out.")

    def run(self) -> None:
        key = self.request.session.session_key or ""
        end_other_sessions(own_account(self.request), key, at=timezone.now())
