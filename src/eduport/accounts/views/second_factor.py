"""Second factors: allauth's views with our pages and permissions."""

from functools import cached_property
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.errors import LastFactorError
from eduport.accounts.models import Account
from eduport.accounts.panels import LATER
from eduport.accounts.queries.duties import PROTECT
from eduport.accounts.queries.second_factor import factor_types, has_second_factor
from eduport.accounts.services.second_factor import (
    demo_number,
    forget_removal,
    keep_one,
)
from eduport.accounts.views.pages import next_target, own_account
from eduport.web.access import is_signed_in
from eduport.web.views import CommandView, PageView

# allauth's classes are untyped, and check by themselves who is signed in.
# mypy: disable-error-code="misc"


class TitleMixin:
    """Gives the template `page_title`."""

    page_title: object = ""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {"page_title": self.page_title, **context}


class KeepOneMixin:
    """Lets the last second factor go only where it is no duty."""

    request: HttpRequest

    def factor(self) -> Authenticator:
        raise NotImplementedError

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            keep_one(
                own_account(self.request),
                self.factor().pk,
                protected_roles=settings.EDUPORT.second_factor_roles,
                at=timezone.now(),
            )
        except LastFactorError as error:
            messages.error(self.request, str(error))
            return redirect("mfa_index")
        response: HttpResponse = super().form_valid(form)
        return response


class ProofMixin:
    """Whoever sets up a second factor has just shown it, and is not asked again."""

    request: HttpRequest
    factor_type = Authenticator.Type.TOTP

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        account = own_account(self.request)
        record_authentication(self.request, account, "mfa", type=self.factor_type)
        return response


class ProtectView(PageView):
    """What somebody finds who must set up a second factor first."""

    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/protect.html"
    page_title = _("Set up a second factor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_one = has_second_factor(own_account(self.request))
        return super().get_context_data(has_second_factor=has_one, **kwargs)


class LaterView(CommandView):
    """Hides the reminder until the next sign-in."""

    permission = staticmethod(is_signed_in)

    def run(self) -> None:
        self.request.session[LATER] = True


class RemovalReadView(CommandView):
    """Somebody has read that the second factors were taken away."""

    permission = staticmethod(is_signed_in)

    def run(self) -> None:
        forget_removal(own_account(self.request))


class WaysMixin:
    """Offers the ways that somebody has; in development also what the app shows."""

    request: HttpRequest

    @cached_property
    def ways(self) -> frozenset[str]:
        return factor_types(self.owner().pk)

    def owner(self) -> Account:
        return own_account(self.request)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        number = demo_number(self.owner(), at=timezone.now())
        return {
            **context,
            "demo_number": number,
            "has_app": Authenticator.Type.TOTP in self.ways,
            "has_codes": Authenticator.Type.RECOVERY_CODES in self.ways,
        }


class AuthenticateView(TitleMixin, WaysMixin, base.AuthenticateView):
    """The second step of signing in."""

    is_public = True
    handles_duties = True
    template_name = "accounts/mfa/authenticate.html"
    page_title = _("Second step")

    def owner(self) -> Account:
        owner: Account = self.stage.login.user
        return owner

    def _build_forms(self) -> Any:
        """Without the form for passkeys where there is none."""
        posted = super()._build_forms()  # type: ignore[no-untyped-call]  # of allauth
        if Authenticator.Type.WEBAUTHN not in self.ways:
            self.webauthn_form = None
        return posted

    def form_invalid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class IndexView(TitleMixin, base.IndexView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/index.html"
    page_title = _("Second factor")


class ReauthenticateView(TitleMixin, WaysMixin, base.ReauthenticateView):
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/reauthenticate.html"
    page_title = _("Confirm that it is you")


class ActivateTotpView(TitleMixin, ProofMixin, totp.ActivateTOTPView):
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/totp_activate.html"
    page_title = _("Set up an authenticator app")


class DeactivateTotpView(TitleMixin, KeepOneMixin, totp.DeactivateTOTPView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/totp_deactivate.html"
    page_title = _("Remove the authenticator app")

    def factor(self) -> Authenticator:
        return self.authenticator


class ViewRecoveryCodesView(TitleMixin, recovery.ViewRecoveryCodesView):
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/recovery_codes.html"
    page_title = _("Recovery codes")


class GenerateRecoveryCodesView(TitleMixin, recovery.GenerateRecoveryCodesView):
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/recovery_codes_generate.html"
    page_title = _("New recovery codes")


class DownloadRecoveryCodesView(recovery.DownloadRecoveryCodesView):
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT


class ListPasskeysView(TitleMixin, webauthn.ListWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkeys.html"
    page_title = _("Passkeys")


class AddPasskeyView(TitleMixin, ProofMixin, webauthn.AddWebAuthnView):
    factor_type = Authenticator.Type.WEBAUTHN
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/passkey_add.html"
    page_title = _("Add a passkey")


class EditPasskeyView(TitleMixin, webauthn.EditWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkey_edit.html"
    page_title = _("Rename the passkey")


class RemovePasskeyView(TitleMixin, KeepOneMixin, webauthn.RemoveWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkey_remove.html"
    page_title = _("Remove the passkey")

    def factor(self) -> Authenticator:
        return self.object


class ReauthenticatePasskeyView(TitleMixin, webauthn.ReauthenticateWebAuthnView):
    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/mfa/passkey_reauthenticate.html"
    page_title = _("Confirm that it is you")


class PasskeyLoginView(webauthn.LoginWebAuthnView):
    """Signing in with a passkey alone; it has checked a finger, a face or a PIN."""

    is_public = True
    handles_duties = True
    http_method_names = ("get", "post")

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        wanted = next_target(self.request) or None
        login = Login(user=authenticator.user, redirect_url=wanted)
        response: HttpResponse = perform_passwordless_login(
            self.request, authenticator, login
        )
        # As with a password: a school's computer forgets whoever closes the browser.
        self.request.session.set_expiry(0)
        return response
