"""Second factors: allauth's views with our pages and permissions."""

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from eduport.web.access import is_signed_in

# allauth's classes are untyped, and check by themselves who is signed in.
# mypy: disable-error-code="misc"


class TitleMixin:
    """Gives the template `page_title`."""

    page_title: object = ""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {"page_title": self.page_title, **context}


class AuthenticateView(TitleMixin, base.AuthenticateView):
    """The second step of signing in."""

    is_public = True
    handles_duties = True
    template_name = "accounts/mfa/authenticate.html"
    page_title = _("Second step")

    def form_invalid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class IndexView(TitleMixin, base.IndexView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/index.html"
    page_title = _("Second factor")


class ReauthenticateView(TitleMixin, base.ReauthenticateView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/reauthenticate.html"
    page_title = _("Confirm that it is you")


class ActivateTotpView(TitleMixin, totp.ActivateTOTPView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/totp_activate.html"
    page_title = _("Set up an authenticator app")


class DeactivateTotpView(TitleMixin, totp.DeactivateTOTPView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/totp_deactivate.html"
    page_title = _("Remove the authenticator app")


class ViewRecoveryCodesView(TitleMixin, recovery.ViewRecoveryCodesView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/recovery_codes.html"
    page_title = _("Recovery codes")


class GenerateRecoveryCodesView(TitleMixin, recovery.GenerateRecoveryCodesView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/recovery_codes_generate.html"
    page_title = _("New recovery codes")


class DownloadRecoveryCodesView(recovery.DownloadRecoveryCodesView):
    permission = staticmethod(is_signed_in)


class ListPasskeysView(TitleMixin, webauthn.ListWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkeys.html"
    page_title = _("Passkeys")


class AddPasskeyView(TitleMixin, webauthn.AddWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkey_add.html"
    page_title = _("Add a passkey")


class EditPasskeyView(TitleMixin, webauthn.EditWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkey_edit.html"
    page_title = _("Rename the passkey")


class RemovePasskeyView(TitleMixin, webauthn.RemoveWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkey_remove.html"
    page_title = _("Remove the passkey")


class ReauthenticatePasskeyView(TitleMixin, webauthn.ReauthenticateWebAuthnView):
    permission = staticmethod(is_signed_in)
    template_name = "accounts/mfa/passkey_reauthenticate.html"
    page_title = _("Confirm that it is you")
