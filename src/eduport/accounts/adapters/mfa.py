"""Our answers to what allauth's second factor asks."""

import base64
import hashlib
from collections.abc import Collection
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from eduport.accounts.queries.accounts import SECOND_FACTORS


@cache
def _cipher() -> Fernet:
    secret = f"eduport.accounts.mfa:{settings.SECRET_KEY}".encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps lie encrypted in the database."""

    def get_totp_issuer(self) -> str:
        return "eduPort"

    def _get_site_name(self) -> str:
        return "eduPort"

    def build_totp_svg(self, url: str) -> str:
        """The picture on white, so that it can be scanned from a dark page too."""
        svg: str = super().build_totp_svg(url)
        white = '<rect width="100%" height="100%" fill="white"/><path'
        return svg.replace("<path", white, 1)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def is_mfa_enabled(
        self, user: AbstractBaseUser, types: Collection[str] | None = None
    ) -> bool:
        """As allauth's, but the login has asked already with the account."""
        known = getattr(user, "has_second_factor", None)
        if (
            known is not None
            and types is not None
            and set(types) == set(SECOND_FACTORS)
        ):
            return bool(known)
        return bool(super().is_mfa_enabled(user, types=types))
