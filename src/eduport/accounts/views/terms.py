"""Reading and accepting the terms of use."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Terms
from eduport.accounts.queries import current_terms
from eduport.accounts.rules.terms import sections
from eduport.accounts.services.terms import accept_terms
from eduport.accounts.views.pages import (
    NextContextMixin,
    next_target,
    own_account,
)
from eduport.web.access import is_signed_in
from eduport.web.forms import EduPortForm
from eduport.web.views import FormPageView, PageView


def terms_context(terms: Terms | None) -> dict[str, Any]:
    """What the template that shows terms needs."""
    if not terms:
        return {"terms": None, "sections": []}
    is_german = (get_language() or "de").startswith("de")
    text = terms.text_de if is_german else terms.text_en
    return {"terms": terms, "sections": sections(text)}


class TermsView(PageView):
    """The terms of use, for everybody to read."""

    is_public = True
    handles_duties = True
    template_name = "accounts/terms.html"
    page_title = _("Terms of use")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terms = current_terms(timezone.now())
        return super().get_context_data(**terms_context(terms), **kwargs)


class AcceptTermsForm(EduPortForm):
    """Two buttons; who declines is signed out."""

    version = forms.CharField(widget=forms.HiddenInput)


class AcceptTermsView(NextContextMixin, FormPageView):
    """Asks for consent, at the first login and after a change."""

    permission = staticmethod(is_signed_in)
    handles_duties = True
    template_name = "accounts/accept_terms.html"
    page_title = _("Terms of use")
    form_class = AcceptTermsForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "decline" in request.POST:
            logout(request)
            return redirect("/")
        return super().post(request, *args, **kwargs)

    def perform(self, form: AcceptTermsForm, /) -> None:
        terms = current_terms(timezone.now())
        # Somebody accepts what was on the page; a newer version is asked for again.
        if terms and terms.version == form.cleaned_data["version"]:
            accept_terms(own_account(self.request), terms, at=timezone.now())

    def get_next_url(self) -> str:
        return next_target(self.request, "/")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terms = current_terms(timezone.now())
        return super().get_context_data(**terms_context(terms), **kwargs)
