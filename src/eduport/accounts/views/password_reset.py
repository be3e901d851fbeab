"""A forgotten password: asking for a link, and choosing a new one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eduport.accounts.adapters import origin_of
from eduport.accounts.forms import ForgottenPasswordForm, NewPasswordForm
from eduport.accounts.services.password_reset import (
    LIFETIME,
    find_reset_link,
    refuse_many_requests,
    reset_password,
)
from eduport.accounts.tasks import ask_for_reset_link
from eduport.web.access import AccessView
from eduport.web.views import FormPageView, PageView

COOKIE = "ep_reset"


class ForgottenPasswordView(FormPageView):
    """Asks for the login. The answer is the same for everybody, and as fast."""

    is_public = True
    handles_duties = True
    template_name = "accounts/forgotten_password.html"
    page_title = _("Forgotten password")
    form_class = ForgottenPasswordForm
    next_url = reverse_lazy("accounts:reset_link_sent")

    def perform(self, form: ForgottenPasswordForm, /) -> None:
        refuse_many_requests(origin_of(self.request), at=timezone.now())
        language = get_language() or settings.LANGUAGE_CODE
        ask_for_reset_link(form.cleaned_data["login"], language=language)


class ResetLinkSentView(PageView):
    """What happens now, and what to do if nothing happens."""

    is_public = True
    handles_duties = True
    template_name = "accounts/reset_link_sent.html"
    page_title = _("Look into your mailbox")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_demo = settings.EDUPORT.development and not settings.EDUPORT.smtp_url
        return super().get_context_data(is_demo=is_demo, **kwargs)


class OpenResetLinkView(AccessView):
    """Takes the token out of the address, so that it stays in no history.

    No page has the token in its address, so no other site can learn it as the page
    before. The pages with forms must not forbid the browser to name it: it would then
    hide their origin too, and the check against forged forms would refuse them.
    """

    is_public = True
    handles_duties = True

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        response = redirect("accounts:reset_password")
        response["Referrer-Policy"] = "no-referrer"
        response.set_cookie(
            COOKIE,
            token,
            max_age=LIFETIME,
            path=reverse("accounts:reset_password"),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return response


class ResetPasswordView(FormPageView):
    """A new password, by a link from a mail. Nobody is signed in by it."""

    is_public = True
    handles_duties = True
    template_name = "accounts/reset_password.html"
    page_title = _("Choose a new password")
    submit_label = _("Set password")
    form_class = NewPasswordForm
    next_url = reverse_lazy("account_login")
    success_message = _("Your password is changed. Sign in with it now.")

    @property
    def token(self) -> str:
        return self.request.COOKIES.get(COOKIE, "")

    def perform(self, form: NewPasswordForm, /) -> None:
        password, origin = form.cleaned_data["new_password"], origin_of(self.request)
        reset_password(self.token, password, origin=origin, at=timezone.now())

    def succeeded(self) -> HttpResponse:
        response = super().succeeded()
        response.delete_cookie(COOKIE, path=self.request.path, samesite="Lax")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = find_reset_link(self.token, at=timezone.now())
        return super().get_context_data(link=link, **kwargs)
