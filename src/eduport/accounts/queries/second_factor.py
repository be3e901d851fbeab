"""Who has a second factor."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from eduport.accounts.models import Account

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def with_second_factor(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts that know `has_second_factor` and `has_seen_codes`."""
    own = Authenticator.objects.filter(user=OuterRef("pk"))
    codes = own.filter(
        type=Authenticator.Type.RECOVERY_CODES, data__viewed_at__isnull=False
    )
    return accounts.annotate(
        has_second_factor=Exists(own.filter(type__in=SECOND_FACTORS)),
        has_seen_codes=Exists(codes),
    )


def has_second_factor(account: Account) -> bool:
    """Whether the account has more than a password: no query for who is signed in."""
    return _known(account, "has_second_factor")


def has_seen_codes(account: Account) -> bool:
    """Whether the person has once seen recovery codes."""
    return _known(account, "has_seen_codes")


def _known(account: Account, name: str) -> bool:
    known = getattr(account, name, None)
    if known is None:
        found = with_second_factor(Account.objects.filter(pk=account.pk)).get()
        known = getattr(found, name)
    return bool(known)
