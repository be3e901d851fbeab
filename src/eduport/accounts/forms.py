"""What people type around signing in, cleaned."""

from typing import Any

from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.accounts.errors import MissingDomainError
from eduport.accounts.rules.logins import cleaned_login, has_domain
from eduport.accounts.rules.passwords import MAX_LENGTH
from eduport.web.forms import EduPortForm, EduPortFormMixin

LOGIN_HINT = _("The whole address, such as first.last@school.hamburg.de")
PASSWORD_HINT = _(
    "At least 10 characters. A short sentence is safe and easy to remember."
)


def login_field() -> forms.CharField:
    widget = forms.TextInput(
        attrs={
            "autocomplete": "username",
            "autocapitalize": "none",
            "inputmode": "email",
            "spellcheck": "false",
        }
    )
    label = pgettext_lazy("field", "Login")
    return forms.CharField(
        label=label, widget=widget, max_length=254, help_text=LOGIN_HINT
    )


def password_field(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=hint,
        # More than any password of ours has, so that nothing huge is normalized.
        max_length=4 * MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class LoginForm(EduPortForm):
    """Login and password."""

    login = login_field()
    password = password_field(_("Password"), "current-password")


class ReauthenticateForm(EduPortFormMixin, AllauthReauthenticateForm):
    """The own password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Password"), "current-password")


class AddPasskeyForm(EduPortFormMixin, AddWebAuthnForm):
    """A new passkey: how it is called, and what it is good for."""

    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without the password"),
        help_text=_("Needs a finger, a face or a PIN each time."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class NewPasswordForm(EduPortForm):
    """A new password, typed twice."""

    new_password = password_field(_("New password"), "new-password", PASSWORD_HINT)
    repetition = password_field(_("New password again"), "new-password")

    def clean_repetition(self) -> str:
        repetition: str = self.cleaned_data["repetition"]
        if repetition != self.cleaned_data.get("new_password", repetition):
            message = _("The two passwords differ. Type the same one twice.")
            raise ValidationError(message)
        return repetition


class ChangePasswordForm(NewPasswordForm):
    """The own password, old and new."""

    current_password = password_field(_("Current password"), "current-password")
    field_order = ["current_password", "new_password", "repetition"]


class RecoveryAddressForm(EduPortForm):
    """A private mail address, and the password as a proof."""

    address = forms.EmailField(
        label=_("Private mail address"),
        help_text=_("Not an address of your school: you could not read it."),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "autocapitalize": "none"}
        ),
    )
    current_password = password_field(_("Current password"), "current-password")


class CurrentPasswordForm(EduPortForm):
    """The password as a proof."""

    current_password = password_field(_("Current password"), "current-password")


class ForgottenPasswordForm(EduPortForm):
    """Whose password is forgotten."""

    login = login_field()

    def clean_login(self) -> str:
        login = cleaned_login(self.cleaned_data["login"])
        if not has_domain(login):
            raise ValidationError(str(MissingDomainError()))
        return login


class ActivationForm(NewPasswordForm):
    """Everything that the first sign-in needs."""

    login = login_field()
    code = forms.CharField(
        label=_("Activation code"),
        help_text=_("12 letters and digits from your letter, such as K7WX-M2PA-9RTD"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )
    has_accepted = forms.BooleanField(label=_("I accept the terms of use"))
    field_order = ["login", "code", "new_password", "repetition", "has_accepted"]
