"""Choosing the language of the portal."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.i18n import set_language

from eduport.accounts.models import Account
from eduport.accounts.services.language import remember_language
from eduport.web.access import public


@public
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Show this browser the language; mail to whoever is signed in follows."""
    language = request.POST.get("language", "")
    if isinstance(request.user, Account) and language in dict(settings.LANGUAGES):
        remember_language(request.user, language)
    return set_language(request)
