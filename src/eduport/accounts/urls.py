"""URLs of accounts.

allauth looks for some of its pages by name, so those names stay. Only pages that work
here are listed: there is no sign-up and no mail address to manage.
"""

from django.urls import URLPattern, URLResolver, include, path

from eduport.accounts.views import (
    codes,
    language,
    own_account,
    password_reset,
    recovery,
    second_factor,
    signing_in,
    terms,
)

FORGOTTEN = [
    path("", password_reset.ForgottenPasswordView.as_view(), name="forgotten_password"),
    path("sent/", password_reset.ResetLinkSentView.as_view(), name="reset_link_sent"),
    path(
        "link/<str:token>/",
        password_reset.OpenResetLinkView.as_view(),
        name="open_reset_link",
    ),
    path("new/", password_reset.ResetPasswordView.as_view(), name="reset_password"),
]
OWN: list[URLPattern | URLResolver] = [
    path("accounts/password/", include(FORGOTTEN)),
    path("accounts/confirmed/", signing_in.ConfirmedView.as_view(), name="confirmed"),
    path("accounts/activate/", signing_in.ActivateView.as_view(), name="activate"),
    path(
        "accounts/people/<uuid:person__uid>/code/",
        codes.IssueCodeView.as_view(),
        name="issue_code",
    ),
    path("account/", own_account.ProfileView.as_view(), name="profile"),
    path(
        "account/password/",
        own_account.ChangePasswordView.as_view(),
        name="change_password",
    ),
    path(
        "account/recovery-address/",
        recovery.RecoveryAddressView.as_view(),
        name="recovery_address",
    ),
    path(
        "account/recovery-address/confirm/<str:token>/",
        recovery.ConfirmRecoveryAddressView.as_view(),
        name="confirm_recovery_address",
    ),
    path(
        "account/recovery-address/remove/",
        recovery.RemoveRecoveryAddressView.as_view(),
        name="remove_recovery_address",
    ),
    path(
        "account/recovery-address/remind-tomorrow/",
        recovery.PostponeReminderView.as_view(),
        name="postpone_reminder",
    ),
    path(
        "account/recovery-address/remind-never/",
        recovery.StopReminderView.as_view(),
        name="stop_reminder",
    ),
    path("account/sessions/", own_account.SessionsView.as_view(), name="sessions"),
    path(
        "account/sessions/end-others/",
        own_account.EndOtherSessionsView.as_view(),
        name="end_other_sessions",
    ),
    path(
        "account/sessions/<int:pk>/end/",
        own_account.EndSessionView.as_view(),
        name="end_session",
    ),
    path("account/protection/", second_factor.ProtectView.as_view(), name="protect"),
    path(
        "account/protection/later/",
        second_factor.LaterView.as_view(),
        name="protect_later",
    ),
    path(
        "account/protection/read/",
        second_factor.RemovalReadView.as_view(),
        name="removal_read",
    ),
    path("account/terms/", terms.AcceptTermsView.as_view(), name="accept_terms"),
    path("terms/", terms.TermsView.as_view(), name="terms"),
]
SECOND_FACTOR = [
    path("", second_factor.IndexView.as_view(), name="mfa_index"),
    path(
        "authenticate/",
        second_factor.AuthenticateView.as_view(),
        name="mfa_authenticate",
    ),
    path(
        "reauthenticate/",
        second_factor.ReauthenticateView.as_view(),
        name="mfa_reauthenticate",
    ),
    path(
        "app/add/", second_factor.ActivateTotpView.as_view(), name="mfa_activate_totp"
    ),
    path(
        "app/remove/",
        second_factor.DeactivateTotpView.as_view(),
        name="mfa_deactivate_totp",
    ),
    path(
        "recovery-codes/",
        second_factor.ViewRecoveryCodesView.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery-codes/new/",
        second_factor.GenerateRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        second_factor.DownloadRecoveryCodesView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path(
        "passkeys/login/",
        second_factor.PasskeyLoginView.as_view(),
        name="mfa_login_webauthn",
    ),
    path(
        "passkeys/", second_factor.ListPasskeysView.as_view(), name="mfa_list_webauthn"
    ),
    path(
        "passkeys/add/", second_factor.AddPasskeyView.as_view(), name="mfa_add_webauthn"
    ),
    path(
        "passkeys/reauthenticate/",
        second_factor.ReauthenticatePasskeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "passkeys/<int:pk>/",
        second_factor.EditPasskeyView.as_view(),
        name="mfa_edit_webauthn",
    ),
    path(
        "passkeys/<int:pk>/remove/",
        second_factor.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
]
urlpatterns = [
    path("accounts/login/", signing_in.LoginView.as_view(), name="account_login"),
    path("accounts/logout/", signing_in.LogoutView.as_view(), name="account_logout"),
    path(
        "accounts/reauthenticate/",
        signing_in.ReauthenticateView.as_view(),
        name="account_reauthenticate",
    ),
    path("accounts/2fa/", include(SECOND_FACTOR)),
    path("language/", language.choose_language, name="set_language"),
    path("", include((OWN, "accounts"))),
]
