"""Signing in and out, the first time, and once more before something that matters."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.views import LoginView as AllauthLoginView
from allauth.account.views import LogoutView as AllauthLogoutView
from allauth.account.views import ReauthenticateView as AllauthReauthenticateView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.forms import ActivationForm
from eduport.accounts.models import Terms
from eduport.accounts.queries import current_terms
from eduport.accounts.services.activation import activate
from eduport.accounts.services.terms import accept_terms
from eduport.accounts.views.pages import NextContextMixin, next_target
from eduport.accounts.views.terms import terms_context
from eduport.core.errors import DomainError
from eduport.web.access import is_signed_in
from eduport.web.views import FormPageView


class LoginView(AllauthLoginView):
    """Login and password."""

    is_public = True
    handles_duties = True
    template_name = "accounts/login.html"

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Not allauth's: it looks for sites and pages that we do not have.
        form = kwargs.get("form") or self.get_form()  # type: ignore[no-untyped-call]
        return {
            "form": form,
            "page_title": _("Sign in"),
            "next": next_target(self.request),
        }


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
    template_name = "accounts/reauthenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Confirm that it is you")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"page_title": title}


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
        login = Login(user=account, redirect_url=next_target(self.request) or None)
        credentials = {"username": account.username}
        response: HttpResponse = perform_password_login(
            self.request, credentials, login
        )
        self.request.session.set_expiry(0)
        return response

    @property
    def terms(self) -> Terms | None:
        return current_terms(timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**terms_context(self.terms), **kwargs)
