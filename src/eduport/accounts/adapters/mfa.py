"""Our answers to what allauth's second factor asks."""

from collections.abc import Collection

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from eduport.accounts.queries.second_factor import SECOND_FACTORS
from eduport.core import encryption

PURPOSE = "eduport.accounts.mfa"


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
        return encryption.encrypt(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text, purpose=PURPOSE)

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
