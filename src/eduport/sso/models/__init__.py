"""Services, their releases, and what signs people in to them."""

from eduport.sso.models.catalogue import App, Release
from eduport.sso.models.keys import KeyState, SigningKey
from eduport.sso.models.logout import LogoutNotice
from eduport.sso.models.tokens import AccessToken, Grant, RefreshToken

__all__ = [
    "AccessToken",
    "App",
    "Grant",
    "KeyState",
    "LogoutNotice",
    "RefreshToken",
    "Release",
    "SigningKey",
]
