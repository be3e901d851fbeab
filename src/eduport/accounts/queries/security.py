"""How well an account is protected, for its owner."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q

from eduport.accounts.models import Account


@dataclass(frozen=True, slots=True)
class SecurityState:
    """What somebody has set up beside the password."""

    has_recovery_address: bool
    has_app: bool
    passkeys: int


def security_state(account: Account) -> SecurityState:
    """What somebody has set up, in one query."""
    is_app = Q(authenticator__type=Authenticator.Type.TOTP)
    is_passkey = Q(authenticator__type=Authenticator.Type.WEBAUTHN)
    found = Account.objects.filter(pk=account.pk).aggregate(
        addresses=Count("recoveryaddress"),
        apps=Count("authenticator", filter=is_app),
        passkeys=Count("authenticator", filter=is_passkey),
    )
    return SecurityState(
        has_recovery_address=found["addresses"] > 0,
        has_app=found["apps"] > 0,
        passkeys=found["passkeys"],
    )
