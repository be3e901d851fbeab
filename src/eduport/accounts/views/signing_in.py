"""Signing in and out, the first time, and once more before something that matters."""

import time
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import (
    get_pending_stage,
    redirect_to_pending_stage,
)
from allauth.account.models import Login
from allauth.account.views import LogoutView as AllauthLogoutView
from allauth.account.views import ReauthenticateView as AllauthReauthenticateView
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eduport.accounts.adapters import origin_of
from eduport.accounts.errors import LoginRefusedError
from eduport.accounts.forms import ActivationForm, LoginForm
from eduport.accounts.models import Account, Terms
from eduport.accounts.queries import current_terms
from eduport.accounts.queries.duties import PROTECT
from eduport.accounts.services.activation import activate
from eduport.accounts.services.signing_in import check_login
from eduport.accounts.services.terms import accept_terms
from eduport.accounts.views.pages import NextContextMixin, next_target
from eduport.accounts.views.terms import terms_context
from eduport.core.errors import DomainError
from eduport.web.access import is_signed_in
from eduport.web.theming import theme_of
from eduport.web.views import FormPageView, PageView

# Stands for the token in a kept page; as long as a token, and nowhere else in one.
TOKEN = "t" * 64
KEPT_SECONDS = 60
# Whoever has one of these sees a page of their own: a message is for one reader.
PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}


def sign_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Let somebody in whose password is right, or ask for the second factor first."""
    login = Login(user=account, redirect_url=next_target(request, default="/"))
    credentials = {"username": account.username}
    response: HttpResponse = perform_password_login(request, credentials, login)
    # A school's computer forgets whoever closes the browser.
    request.session.set_expiry(0)
    return response


class LoginView(NextContextMixin, FormPageView):
    """Login and password.

    Not allauth's view, whose layers take as long as three queries. The page is the
    same for everybody who comes without a wish, a session or a message, so a process
    keeps it for a minute: at a quarter to eight a whole city asks for it.
    """

    is_public = True
    handles_duties = True
    template_name = "accounts/login.html"
    page_title = _("Sign in")
    form_class = LoginForm
    kept: dict[tuple[str | None, str, int], str] = {}

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(next_target(request, default="/"))
        stage = get_pending_stage(request)
        if stage and stage.is_resumable(request):
            return redirect_to_pending_stage(request, stage)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET or not PERSONAL_COOKIES.isdisjoint(request.COOKIES):
            return super().get(request, *args, **kwargs)
        minute = int(time.monotonic() // KEPT_SECONDS)
        key = (get_language(), theme_of(request), minute)
        if key not in self.kept:
            context = {**self.get_context_data(), "csrf_token": TOKEN}
            page = render_to_string(self.template_name, context, request)
            # One assignment, so that no other thread sees a cache half made.
            fresh = {k: v for k, v in self.kept.items() if k[2] == minute}
            LoginView.kept = {**fresh, key: page}
        return HttpResponse(self.kept[key].replace(TOKEN, get_token(request)))

    def get_initial(self) -> dict[str, Any]:
        """The login from the letter, whose QR code leads here."""
        return {"login": self.request.GET.get("login", "")}

    def form_valid(self, form: LoginForm) -> HttpResponse:
        data, origin = form.cleaned_data, origin_of(self.request)
        login, password = data["login"], data["password"]
        try:
            account = check_login(login, password, origin=origin, at=timezone.now())
        except LoginRefusedError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return sign_in(self.request, account)


class LogoutView(AllauthLogoutView):
    """Ends the session by POST; a GET asks first."""

    is_public = True
    handles_duties = True
    template_name = "accounts/logout.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[no-untyped-call]
        return context | {"page_title": _("Sign out")}


class ReauthenticateView(AllauthReauthenticateView):
    """The password once more."""

    permission = staticmethod(is_signed_in)
    fulfils_duty = PROTECT
    template_name = "accounts/reauthenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Confirm that it is you")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"page_title": title}


class ConfirmedView(PageView):
    """Ends the tab in which somebody confirmed, so that the other one goes on."""

    permission = staticmethod(is_signed_in)
    template_name = "accounts/confirmed.html"
    page_title = _("Confirmed")


class ActivateView(NextContextMixin, FormPageView):
    """First sign-in: code, password and terms of use on one page."""

    is_public = True
    handles_duties = True
    template_name = "accounts/activate.html"
    page_title = _("First sign-in")
    form_class = ActivationForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("/")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: ActivationForm) -> HttpResponse:
        data, at = form.cleaned_data, timezone.now()
        try:
            account = activate(data["login"], data["code"], data["new_password"], at=at)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if self.terms:
            accept_terms(account, self.terms, at=at)
        return sign_in(self.request, account)

    def get_initial(self) -> dict[str, Any]:
        """The login from the letter, whose QR code leads here."""
        return {"login": self.request.GET.get("login", "")}

    @property
    def terms(self) -> Terms | None:
        return current_terms(timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**terms_context(self.terms), **kwargs)
