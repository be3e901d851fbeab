"""What every template knows: theme, language, menu and who is signed in."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from eduport.web.keys import are_keys_on
from eduport.web.navigation import banners_for, identity_of, navigation_of
from eduport.web.theming import theme_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Menu and identity are asked for only where they are shown."""
    return {
        "theme": theme_of(request),
        "html_lang": html_lang(),
        "keys_on": are_keys_on(request),
        "shell_navigation": SimpleLazyObject(lambda: navigation_of(request)),
        "shell_identity": SimpleLazyObject(lambda: identity_of(request)),
        "shell_banners": SimpleLazyObject(lambda: banners_for(request)),
    }


def html_lang() -> str:
    """The language for `<html lang>`: an informal variant is the same language."""
    return (get_language() or "de")[:2]
